package org.modeltree.bands.capability;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.modeltree.http.value.Language;
import org.modeltree.http.value.Numbers;
import org.modeltree.scoring.Scale;
import org.modeltree.scoring.Score;

/**
 * JSON view of an axis to draw raw values on.
 *
 * @param kind {@code log} or {@code linear}
 * @param from raw value at the start of the axis
 * @param to raw value at the end of the axis
 * @param ticks marks on the axis, from start to end
 */
public record Gauge(String kind, Number from, Number to, List<Tick> ticks) {

    /**
     * Mark on a gauge.
     *
     * @param raw raw value at the mark
     * @param label the raw value in a few characters
     * @param caption what the raw value is enough for, in the reader's language; null if there is no caption
     * @param captions the caption in every language; null if there is no caption
     * @param fraction position on the axis, from 0 at the start to 1 at the end
     */
    public record Tick(Number raw, String label, String caption, Captions captions, double fraction) {}

    /** Caption in every language; {@code zh} is null if there is no Chinese one. */
    public record Captions(String en, String zh) {}

    private static final String TOKENS = "tokens";
    private static final MathContext THREE_DIGITS = new MathContext(3);

    /** Tokens at the start of the context gauge. */
    public static final long CONTEXT_FROM = 2_048;

    /** Tokens at the end of the context gauge. It is above the scale's ceiling, to tell the largest windows apart. */
    public static final long CONTEXT_TO = 10_485_760;

    /**
     * Mark on the context gauge.
     *
     * @param reachedAt minimum tokens of a window of this tier: the label in thousands, because a window of 128,000
     *     tokens is commonly called "128K"
     */
    private record ContextTick(long tokens, long reachedAt, String label, String en, String zh) {}

    private static final List<ContextTick> CONTEXT_TICKS = List.of(
            new ContextTick(2_048, 2_000, "2K", "short prompt", "短提示"),
            new ContextTick(4_096, 4_000, "4K", "Chat", "聊天"),
            new ContextTick(32_768, 32_000, "32K", "Long docs", "长文档"),
            new ContextTick(131_072, 128_000, "128K", "Books", "整本书"),
            new ContextTick(409_600, 400_000, "400K", "Multi-doc", "多文档"),
            new ContextTick(1_048_576, 1_000_000, "1M", "Codebase", "整个代码库"),
            new ContextTick(10_485_760, 10_000_000, "10M", null, null));

    /** Gauge of context windows, the same for every catalog. */
    public static Gauge ofContext(Language language) {
        List<Tick> ticks = CONTEXT_TICKS.stream()
                .map(tick -> new Tick(
                        tick.tokens(),
                        tick.label(),
                        language.of(tick.en(), tick.zh()),
                        tick.en() == null ? null : new Captions(tick.en(), tick.zh()),
                        contextFraction((double) tick.tokens())))
                .toList();
        return new Gauge("log", CONTEXT_FROM, CONTEXT_TO, ticks);
    }

    /** Position of a number of tokens on the context gauge, from 0 to 1. */
    public static double contextFraction(double tokens) {
        double fraction = Math.log(tokens / CONTEXT_FROM) / Math.log((double) CONTEXT_TO / CONTEXT_FROM);
        return Math.max(0, Math.min(1, fraction));
    }

    /** Caption of the highest tick that a context window reaches; the first caption for smaller windows. */
    public static String contextTier(double tokens, Language language) {
        ContextTick reached = CONTEXT_TICKS.get(0);
        for (ContextTick tick : CONTEXT_TICKS) {
            if (tick.en() != null && tick.reachedAt() <= tokens) {
                reached = tick;
            }
        }
        return language.of(reached.en(), reached.zh());
    }

    /**
     * Gauge of any other capability: its scale from floor to ceiling, with a tick at every second score.
     *
     * @param unit unit of the raw values; tokens have short labels such as "4K"
     */
    static Gauge of(Scale scale, String unit) {
        List<Tick> ticks = new ArrayList<>();
        for (int score = 0; score <= (int) Score.MAX; score += 2) {
            Number raw = Numbers.plain(scale.raw(new Score(score)));
            String label = unit.equals(TOKENS)
                    ? TokenLabel.of(Math.round(raw.doubleValue()))
                    : new BigDecimal(raw.toString())
                            .round(THREE_DIGITS)
                            .stripTrailingZeros()
                            .toPlainString();
            ticks.add(new Tick(raw, label, null, null, score / Score.MAX));
        }
        return new Gauge(
                scale.kind().name().toLowerCase(Locale.ROOT),
                Numbers.plain(scale.floor()),
                Numbers.plain(scale.ceiling()),
                ticks);
    }
}
