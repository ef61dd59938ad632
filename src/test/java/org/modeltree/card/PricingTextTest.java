package org.modeltree.card;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.modeltree.http.value.Language;
import org.modeltree.offering.PriceUnit;

class PricingTextTest {

    private static String text(Language language, PriceUnit... billed) {
        Set<PriceUnit> units = EnumSet.noneOf(PriceUnit.class);
        units.addAll(Set.of(billed));
        PricingText text = PricingText.of("metered", units, language);
        return text.label() + ": " + text.note();
    }

    @Test
    void a_model_is_paid_per_token_if_each_amount_is_for_tokens() {
        assertEquals(
                "Pay per token: Input and output are billed separately.",
                text(Language.EN, PriceUnit.INPUT, PriceUnit.OUTPUT, PriceUnit.CACHE_READ));
        assertEquals(
                "Pay per token: Input and output are billed separately.",
                text(Language.EN, PriceUnit.INPUT, PriceUnit.IMAGE_OUTPUT));
        assertEquals("按 token 计费: 输入与输出分别计费。", text(Language.ZH, PriceUnit.INPUT, PriceUnit.REASONING));
    }

    @Test
    void one_side_alone_is_named() {
        assertEquals("Pay per token: Only input is billed.", text(Language.EN, PriceUnit.INPUT, PriceUnit.CACHE_READ));
        assertEquals("按 token 计费: 仅对输入计费。", text(Language.ZH, PriceUnit.INPUT));
        assertEquals("Pay per token: Only output is billed.", text(Language.EN, PriceUnit.AUDIO_OUTPUT));
    }

    @Test
    void other_units_are_named_and_paid_per_use() {
        assertEquals("Pay per use: Billed per output image.", text(Language.EN, PriceUnit.PER_OUTPUT_IMAGE));
        assertEquals(
                "Pay per use: Billed per page, per annotated page.",
                text(Language.EN, PriceUnit.PER_ANNOTATED_PAGE, PriceUnit.PER_PAGE));
        assertEquals("按用量计费: 按每页、每个标注页计费。", text(Language.ZH, PriceUnit.PER_ANNOTATED_PAGE, PriceUnit.PER_PAGE));
        assertEquals(
                "Pay per use: Billed: input, output, per search.",
                text(Language.EN, PriceUnit.OUTPUT, PriceUnit.INPUT, PriceUnit.PER_SEARCH));
        assertEquals("按用量计费: 计费项目：输入、每次请求。", text(Language.ZH, PriceUnit.INPUT, PriceUnit.PER_REQUEST));
    }

    @Test
    void every_unit_has_words_in_both_languages() {
        for (PriceUnit unit : PriceUnit.values()) {
            for (Language language : Language.values()) {
                assertNotNull(PricingText.of("metered", Set.of(unit), language).note(), unit.key());
            }
        }
    }

    @Test
    void nothing_is_said_of_units_when_no_amount_is_known_or_nothing_is_metered() {
        assertEquals("Pay per use: You pay for what you use.", text(Language.EN));
        assertEquals(
                new PricingText("Free", "Use is free of charge."),
                PricingText.of("free", Set.of(PriceUnit.INPUT), Language.EN));
        assertNull(PricingText.of("unknown", Set.of(), Language.ZH).note());
    }
}
