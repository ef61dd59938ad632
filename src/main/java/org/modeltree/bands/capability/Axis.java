package org.modeltree.bands.capability;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.modeltree.http.value.Language;
import org.modeltree.http.value.Numbers;
import org.modeltree.scoring.Scale;
import org.modeltree.scoring.Score;

/**
 * Axis to draw raw values on. A catalog may state one for a capability; otherwise context windows have {@link #CONTEXT}, and
 * all others have their scale with a mark at every second score.
 *
 * @param kind whether fractions follow the logarithm of the raw value or the value itself
 * @param unit unit of the raw values; tokens have short labels such as "4K"
 * @param from raw value at the start of the axis
 * @param to raw value at the end of the axis; below {@code from} if lower is better
 * @param ticks marks, from start to end
 */
public record Axis(Scale.Kind kind, String unit, double from, double to, List<Mark> ticks) {

    /**
     * Mark on an axis.
     *
     * @param label the raw value in a few characters; null to derive it from the raw value
     * @param caption what the raw value is enough for; null if there is no caption
     */
    public record Mark(double raw, String label, Gauge.Captions caption) {}

    /** What a catalog states. */
    private record Stated(double from, double to, List<Mark> ticks) {}

    /** An axis in a language. */
    private record Drawn(Axis axis, Language language) {}

    private static final int MAX_GAUGES = 200;

    private static final Cache<Drawn, Gauge> GAUGES = Caffeine.newBuilder()
            .executor(Runnable::run)
            .maximumSize(MAX_GAUGES)
            .build();

    /** Benchmark of context windows. */
    static final String CONTEXT_BENCHMARK = "context-window";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TOKENS = "tokens";
    private static final MathContext THREE_DIGITS = new MathContext(3, RoundingMode.HALF_UP);

    /**
     * Axis of context windows for catalogs that state none. Its end is above the ceiling of the usual scale, to tell the
     * largest windows apart.
     */
    public static final Axis CONTEXT = new Axis(
            Scale.Kind.LOG,
            TOKENS,
            2_048,
            10_485_760,
            List.of(
                    new Mark(2_048, null, new Gauge.Captions("Short prompt", "短提示")),
                    new Mark(4_096, null, new Gauge.Captions("Chat", "聊天")),
                    new Mark(32_768, null, new Gauge.Captions("Long docs", "长文档")),
                    new Mark(131_072, null, new Gauge.Captions("Books", "整本书")),
                    new Mark(409_600, null, new Gauge.Captions("Multi-doc", "多文档")),
                    new Mark(1_048_576, null, new Gauge.Captions("Codebase", "整个代码库")),
                    new Mark(10_485_760, null, null)));

    /**
     * The axis of a capability.
     *
     * @param gauge what the catalog states, as JSON; null if it states none
     */
    static Axis of(Scale scale, String benchmark, String unit, String gauge) {
        if (gauge != null) {
            Stated stated = read(gauge);
            // An import may have made the scale logarithmic since the gauge was stated.
            if (scale.accepts(stated.from()) && scale.accepts(stated.to())) {
                return new Axis(scale.kind(), unit, stated.from(), stated.to(), stated.ticks());
            }
        }
        return benchmark.equals(CONTEXT_BENCHMARK) ? CONTEXT : ofScale(scale, unit);
    }

    private static Axis ofScale(Scale scale, String unit) {
        List<Mark> marks = new ArrayList<>();
        for (int score = 0; score <= (int) Score.MAX; score += 2) {
            marks.add(new Mark(scale.raw(new Score(score)), null, null));
        }
        return new Axis(scale.kind(), unit, scale.floor(), scale.ceiling(), marks);
    }

    /** Position of a raw value, from 0 at the start to 1 at the end; values beyond an end are at that end. */
    public double fraction(double raw) {
        return Math.max(0, Math.min(1, unclamped(raw)));
    }

    private double unclamped(double raw) {
        return kind == Scale.Kind.LOG ? Math.log(raw / from) / Math.log(to / from) : (raw - from) / (to - from);
    }

    /**
     * Caption of the last mark with a caption that a raw value reaches; null if it reaches none, because it is not enough for
     * what the first one says. Tokens reach a mark from its label in thousands, because a window of 128,000 tokens is commonly called
     * "128K".
     */
    public String tier(double raw, Language language) {
        return ticks.stream()
                .filter(tick -> tick.caption() != null)
                .filter(tick -> unclamped(raw) >= unclamped(reachedAt(tick)))
                // The last one: marks are in order.
                .reduce((earlier, later) -> later)
                .map(tick -> caption(tick, language))
                .orElse(null);
    }

    private double reachedAt(Mark tick) {
        return unit.equals(TOKENS) ? TokenLabel.inThousands(Math.round(tick.raw())) : tick.raw();
    }

    /** JSON view of the axis, which is made once for all cards. */
    public Gauge gauge(Language language) {
        return GAUGES.get(new Drawn(this, language), drawn -> made(language));
    }

    private Gauge made(Language language) {
        return new Gauge(
                kind.name().toLowerCase(Locale.ROOT),
                Numbers.plain(from),
                Numbers.plain(to),
                ticks.stream()
                        .map(tick -> new Gauge.Tick(
                                Numbers.plain(tick.raw()),
                                Objects.requireNonNullElseGet(tick.label(), () -> label(tick.raw())),
                                caption(tick, language),
                                tick.caption(),
                                fraction(tick.raw())))
                        .toList());
    }

    private static String caption(Mark tick, Language language) {
        return tick.caption() == null
                ? null
                : language.of(tick.caption().en(), tick.caption().zh());
    }

    private String label(double raw) {
        return unit.equals(TOKENS)
                ? TokenLabel.of(Math.round(raw))
                : BigDecimal.valueOf(raw)
                        .round(THREE_DIGITS)
                        .stripTrailingZeros()
                        .toPlainString();
    }

    private static Stated read(String gauge) {
        try {
            return JSON.readValue(gauge, Stated.class);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
