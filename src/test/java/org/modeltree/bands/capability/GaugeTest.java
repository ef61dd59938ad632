package org.modeltree.bands.capability;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.modeltree.http.value.Language;
import org.modeltree.scoring.Scale;

class GaugeTest {

    @ParameterizedTest
    @CsvSource({
        "512,       short prompt",
        "2048,      short prompt",
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
        assertEquals(tier, Gauge.contextTier((double) tokens, Language.EN));
    }

    @Test
    void fractions_are_logarithmic_and_clamped() {
        assertEquals(0, Gauge.contextFraction(1));
        assertEquals(0, Gauge.contextFraction(Gauge.CONTEXT_FROM));
        assertEquals(0.5, Gauge.contextFraction(Math.sqrt((double) Gauge.CONTEXT_FROM * Gauge.CONTEXT_TO)), 1e-12);
        assertEquals(1, Gauge.contextFraction(Gauge.CONTEXT_TO));
        assertEquals(1, Gauge.contextFraction(1e12));
    }

    @Test
    void a_gauge_of_a_scale_has_a_tick_at_every_second_score() {
        Gauge gauge = Gauge.of(new Scale(Scale.Kind.LOG, 60, 0.06), "usd_per_1m_tokens");
        assertEquals("log", gauge.kind());
        assertEquals(
                List.of("60", "15.1", "3.79", "0.951", "0.239", "0.06"),
                gauge.ticks().stream().map(Gauge.Tick::label).toList());
        assertEquals(
                List.of(0.0, 0.2, 0.4, 0.6, 0.8, 1.0),
                gauge.ticks().stream().map(Gauge.Tick::fraction).toList());
    }

    @Test
    void ticks_of_tokens_have_short_labels() {
        Gauge log = Gauge.of(new Scale(Scale.Kind.LOG, 1024, 1_048_576), "tokens");
        assertEquals(
                List.of("1K", "4K", "16K", "64K", "256K", "1M"),
                log.ticks().stream().map(Gauge.Tick::label).toList());
        Gauge linear = Gauge.of(new Scale(Scale.Kind.LINEAR, 0, 1_000_000), "tokens");
        assertEquals(
                List.of("0", "200K", "400K", "600K", "800K", "1M"),
                linear.ticks().stream().map(Gauge.Tick::label).toList());
    }
}
