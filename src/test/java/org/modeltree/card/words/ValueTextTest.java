package org.modeltree.card.words;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.modeltree.catalog.FactValue;
import org.modeltree.http.value.Language;
import org.modeltree.http.value.PartialDate;

class ValueTextTest {

    private static final ValueText EN = new ValueText(Language.EN);
    private static final ValueText ZH = new ValueText(Language.ZH);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            32768       | tokens            | 32,768 tokens       | 32,768 个 token
            1           | tokens            | 1 token             | 1 个 token
            72.5        | percent           | 72.5 %              | 72.5%
            0.00000004  | usd_per_1m_tokens | $0.00000004 per 1M tokens | 每百万 token 0.00000004 美元
            2.5         | usd_per_1m_tokens | $2.5 per 1M tokens  | 每百万 token 2.5 美元
            1234.5      | index             | 1,234.5             | 1,234.5
            7           | elo_points        | 7 elo points        | 7 elo points
            """)
    void raw_values_have_their_unit(double raw, String unit, String english, String chinese) {
        assertEquals(english, EN.raw(raw, unit));
        assertEquals(chinese, ZH.raw(raw, unit));
    }

    @ParameterizedTest
    @CsvSource({
        "175000000000, 175B",
        "6738415616, 6.74B",
        "1300000000, 1.3B",
        "350000000, 350M",
        "999999999, 1B",
        "1600000000000, 1.6T",
        "117, 117",
        "2048000, 2.05M"
    })
    void parameters_are_short(long parameters, String text) {
        assertEquals(text, EN.fact("parameters", FactValue.of(parameters)));
        assertEquals(text, ZH.fact("parameters", FactValue.of(parameters)));
    }

    @Test
    void dates_keep_their_precision() {
        assertEquals("27 January 2022", EN.date(PartialDate.of("2022-01-27")));
        assertEquals("2022 年 1 月 27 日", ZH.date(PartialDate.of("2022-01-27")));
        assertEquals("December 2019", EN.date(PartialDate.of("2019-12")));
        assertEquals("2019 年 12 月", ZH.date(PartialDate.of("2019-12")));
        assertEquals("2018", EN.date(PartialDate.of("2018")));
        assertEquals("2018 年", ZH.date(PartialDate.of("2018")));
    }

    @Test
    void facts_are_words_and_not_codes() {
        assertEquals("Yes", EN.fact("openWeights", FactValue.of(true)));
        assertEquals("否", ZH.fact("openWeights", FactValue.of(false)));
        assertEquals("Instruction-tuned model", EN.fact("kind", FactValue.of("instruct")));
        assertEquals("已停用", ZH.fact("lifecycle", FactValue.of("retired")));
        assertEquals("Text, PDF", EN.fact("modalities.input", FactValue.of(List.of("text", "pdf"))));
        assertEquals("文本、图像", ZH.fact("modalities.output", FactValue.of(List.of("text", "image"))));
        assertEquals("128,000 tokens", EN.fact("contextWindow", FactValue.of(128_000L)));
        assertEquals("retired", EN.fact("name", FactValue.of("retired")), "a name is no lifecycle");
        assertEquals("invented", EN.fact("kind", FactValue.of("invented")), "a new kind is shown as it is");
    }

    @Test
    void settings_are_words_and_those_without_a_word_are_readable() {
        Map<String, String> settings = new TreeMap<>(
                Map.of("context_length", "131072", "reasoning_effort", "high", "snapshot", "0613", "thinking", "true"));
        assertEquals(
                "Context length: 131,072 tokens · Reasoning effort: high · Snapshot: 0613 · Thinking: Yes",
                EN.settings(settings));
        assertEquals("上下文长度：131,072 个 token · 推理强度：高 · 快照：0613 · 思考：是", ZH.settings(settings));
        assertEquals("Brand new.key x: 1", EN.settings(Map.of("brand_new.key-x", "1")));
        assertEquals("Context length: unlimited", EN.settings(Map.of("context_length", "unlimited")));
    }

    @Test
    void a_date_in_the_future_has_another_name() {
        LocalDate today = LocalDate.of(2031, 5, 20);
        Words words = Words.in(Language.EN);
        assertEquals("Retires", words.fact("retiredDate", FactValue.of(PartialDate.of("2031-05-21")), today));
        assertEquals("Retired", words.fact("retiredDate", FactValue.of(PartialDate.of("2031-05-20")), today));
        assertEquals("Retired", words.fact("retiredDate", FactValue.of(PartialDate.of("2031")), today), "may be past");
        assertEquals("Retires", words.fact("retiredDate", FactValue.of(PartialDate.of("2032")), today));
        assertEquals("Knowledge cut-off", words.fact("knowledgeCutoff", FactValue.of(PartialDate.of("2032")), today));
        assertEquals("Name", words.fact("name", FactValue.of("2032"), today));
        assertEquals("计划停用日期", Words.in(Language.ZH).fact("retiredDate", FactValue.of(PartialDate.of("2032")), today));
    }

    @Test
    void missing_values_say_why() {
        assertEquals("Unknown", EN.fact("licence", FactValue.UNKNOWN));
        assertEquals("未公开", ZH.fact("parameters", FactValue.UNKNOWN, "not_disclosed"));
    }

    @Test
    void shares_that_are_neither_none_nor_all_are_not_shown_as_such() {
        assertEquals("0 %", EN.percent(0));
        assertEquals("< 0.1 %", EN.percent(0.04));
        assertEquals("0.1 %", EN.percent(0.05));
        assertEquals("33.3 %", EN.percent(100.0 / 3));
        assertEquals("> 99.9 %", EN.percent(99.96));
        assertEquals("100%", ZH.percent(100));
    }

    @Test
    void captions_have_all_digits() {
        assertEquals("Up to 2,097,152 tokens", EN.contextWindow(2_097_152));
        assertEquals("最多 2,048 个 token", ZH.contextWindow(2_048));
        assertEquals("Up to 1 token", EN.contextWindow(1));
    }

    @Test
    void a_percentage_is_rounded_as_its_shortest_decimal() {
        for (int thousandths = 50; thousandths < 99_950; thousandths++) {
            double share = thousandths / 1_000.0;
            for (double near : List.of(Math.nextDown(share), share, Math.nextUp(share))) {
                String expected = near < 0.05
                        ? "< 0.1"
                        : BigDecimal.valueOf(near)
                                .setScale(1, RoundingMode.HALF_UP)
                                .stripTrailingZeros()
                                .toPlainString();
                assertEquals(expected + " %", EN.percent(near));
            }
        }
    }

    @Test
    void whole_numbers_have_groups_of_three_digits() {
        assertEquals("0", ValueText.plain(0L));
        assertEquals("999", ValueText.plain(999L));
        assertEquals("1,000", ValueText.plain(1_000L));
        assertEquals("12,345,678", ValueText.plain(12_345_678L));
        assertEquals("9,223,372,036,854,775,807", ValueText.plain(Long.MAX_VALUE));
        assertEquals("-1,234,567", ValueText.plain(-1_234_567L));
    }
}
