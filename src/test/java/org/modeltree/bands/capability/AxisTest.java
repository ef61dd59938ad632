package org.modeltree.bands.capability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.modeltree.http.value.Language;
import org.modeltree.scoring.Scale;

class AxisTest {

    private static final Scale DOUBLINGS = new Scale(Scale.Kind.LOG, 2_048, 2_097_152);

    @ParameterizedTest
    @CsvSource({
        "512,       ",
        "1999,      ",
        "2000,      Short prompt",
        "2048,      Short prompt",
        "4000,      Chat",
        "31999,     Chat",
        "32000,     Long docs",
        "128000,    Books",
        "131072,    Books",
        "200000,    Books",
        "400000,    Multi-doc",
        "1000000,   Codebase",
        "10485760,  Codebase",
        "99999999,  Codebase"
    })
    void the_tier_is_the_highest_tick_with_a_caption_that_the_window_reaches(long tokens, String tier) {
        assertEquals(tier, Axis.CONTEXT.tier((double) tokens, Language.EN));
    }

    @Test
    void fractions_are_logarithmic_and_clamped() {
        assertEquals(0, Axis.CONTEXT.fraction(1));
        assertEquals(0, Axis.CONTEXT.fraction(2_048));
        assertEquals(0.5, Axis.CONTEXT.fraction(Math.sqrt(2_048.0 * 10_485_760)), 1e-12);
        assertEquals(1, Axis.CONTEXT.fraction(10_485_760));
        assertEquals(1, Axis.CONTEXT.fraction(1e12));
    }

    @Test
    void the_gauge_of_context_windows_has_short_labels_and_captions_in_both_languages() {
        Gauge gauge = Axis.of(DOUBLINGS, "context-window", "tokens", null).gauge(Language.ZH);
        assertEquals(List.of("2K", "4K", "32K", "128K", "400K", "1M", "10M"), labels(gauge));
        assertEquals("聊天", gauge.ticks().get(1).caption());
        assertEquals(new Gauge.Captions("Chat", "聊天"), gauge.ticks().get(1).captions());
        assertNull(gauge.ticks().get(6).captions());
    }

    @Test
    void other_axes_are_the_scale_with_a_tick_at_every_second_score() {
        Gauge gauge = Axis.of(new Scale(Scale.Kind.LOG, 60, 0.06), "input-price", "usd_per_1m_tokens", null)
                .gauge(Language.EN);
        assertEquals("log", gauge.kind());
        assertEquals(List.of("60", "15.1", "3.79", "0.951", "0.239", "0.06"), labels(gauge));
        assertEquals(
                List.of(0.0, 0.2, 0.4, 0.6, 0.8, 1.0),
                gauge.ticks().stream()
                        .map(tick -> Math.round(tick.fraction() * 1e12) / 1e12)
                        .toList());
    }

    @Test
    void ticks_of_tokens_have_short_labels() {
        Scale log = new Scale(Scale.Kind.LOG, 1024, 1_048_576);
        assertEquals(
                List.of("1K", "4K", "16K", "64K", "256K", "1M"),
                labels(Axis.of(log, "max-output", "tokens", null).gauge(Language.EN)));
        Scale linear = new Scale(Scale.Kind.LINEAR, 0, 1_000_000);
        assertEquals(
                List.of("0", "200K", "400K", "600K", "800K", "1M"),
                labels(Axis.of(linear, "max-output", "tokens", null).gauge(Language.EN)));
    }

    @Test
    void a_catalog_states_its_own_axis() {
        Axis axis = Axis.of(DOUBLINGS, "context-window", "tokens", """
                {"from": 1024, "to": 1048576, "ticks": [
                  {"raw": 1024}, {"raw": 32768, "label": "a book", "caption": {"en": "Book"}},
                  {"raw": 131072, "caption": {"en": "Shelf", "zh": "书架"}}]}""");
        Gauge gauge = axis.gauge(Language.ZH);
        assertEquals(List.of("1K", "a book", "128K"), labels(gauge));
        assertEquals(
                List.of(0.0, 0.5, 0.7),
                gauge.ticks().stream()
                        .map(tick -> Math.round(tick.fraction() * 1e12) / 1e12)
                        .toList());
        assertNull(axis.tier(2_000, Language.ZH), "not enough for a book");
        assertEquals("Book", axis.tier(32_768, Language.ZH), "without a Chinese caption the English one");
        assertEquals("书架", axis.tier(128_000, Language.ZH));
        assertEquals("Shelf", axis.tier(1e9, Language.EN));
    }

    @Test
    void an_axis_without_captions_has_no_tiers() {
        assertNull(Axis.of(DOUBLINGS, "other", "tokens", null).tier(4_096, Language.EN));
    }

    @Test
    void an_axis_may_fall() {
        Axis axis = Axis.of(new Scale(Scale.Kind.LINEAR, 100, 0), "errors", "percent", """
                {"from": 100, "to": 0, "ticks": [
                  {"raw": 50, "caption": {"en": "every second"}}, {"raw": 10, "caption": {"en": "few"}}]}""");
        assertEquals(0.9, axis.fraction(10), 1e-12);
        assertNull(axis.tier(51, Language.EN), "not every second one is right");
        assertEquals("every second", axis.tier(11, Language.EN));
        assertEquals("few", axis.tier(10, Language.EN));
    }

    private static List<String> labels(Gauge gauge) {
        return gauge.ticks().stream().map(Gauge.Tick::label).toList();
    }
}
