package org.modeltree.card;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.modeltree.http.value.Language;

class LabelsTest {

    @Test
    void the_caption_has_all_digits() {
        assertEquals("Up to 2,097,152 tokens", Labels.contextCaption(2_097_152, Language.EN));
        assertEquals("最多 2,048 个 token", Labels.contextCaption(2_048, Language.ZH));
    }

    @Test
    void an_unknown_price_needs_no_explanation() {
        assertEquals(null, Labels.pricingNote("unknown", Language.EN));
        assertEquals("Use is free of charge.", Labels.pricingNote("free", Language.EN));
    }
}
