package org.modeltree.card;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.modeltree.http.value.Language;

class LabelsTest {

    @ParameterizedTest
    @CsvSource({
        "1,        1",
        "512,      512",
        "1000,     1K",
        "2048,     2K",
        "4096,     4K",
        "4097,     4.1K",
        "128000,   128K",
        "131072,   128K",
        "200000,   200K",
        "1000000,  1M",
        "1048576,  1M",
        "1050000,  1.05M",
        "1048575000, 1.05G",
        "10485760, 10M"
    })
    void tokens_have_a_short_label(long tokens, String label) {
        assertEquals(label, Labels.contextLabel(tokens));
    }

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
