package org.modeltree.scoring;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Optional;

/**
 * Monotone mapping from raw values of a benchmark to scores from 0 to 10. A floor above the ceiling means that lower raw
 * values are better.
 *
 * @param kind logarithmic or linear
 * @param floor raw value that scores 0, in the benchmark's unit
 * @param ceiling raw value that scores 10, in the benchmark's unit
 */
public record Scale(Kind kind, double floor, double ceiling) {

    /** Formula of a scale. */
    public enum Kind {
        /** {@code 10 · ln(x / floor) / ln(ceiling / floor)}: each doubling adds the same to the score. */
        LOG,
        /** {@code 10 · (x − floor) / (ceiling − floor)}: each unit adds the same to the score. */
        LINEAR
    }

    /** The end of the scale that a raw value beyond it is clamped to. */
    public enum Clamp {
        /** Worse than the floor, so the score is 0. */
        LOW,
        /** Better than the ceiling, so the score is 10. */
        HIGH
    }

    private static final double ROUNDING_ERROR = 1e-12;
    private static final MathContext TWELVE_DIGITS = new MathContext(12);

    /**
     * Checks the ends of the scale.
     *
     * @throws IllegalArgumentException if the ends are equal, negative, not finite, or zero on a log scale
     */
    public Scale {
        if (!(floor >= 0 && ceiling >= 0) || Double.isInfinite(floor) || Double.isInfinite(ceiling)) {
            throw new IllegalArgumentException(
                    "floor and ceiling must be finite and not negative, were " + floor + ", " + ceiling);
        }
        if (floor == ceiling) {
            throw new IllegalArgumentException("floor and ceiling must differ, both were " + floor);
        }
        if (kind == Kind.LOG && (floor == 0 || ceiling == 0)) {
            throw new IllegalArgumentException(
                    "floor and ceiling of a log scale must be above 0, were " + floor + ", " + ceiling);
        }
    }

    /** Whether lower raw values score higher. */
    public boolean lowerIsBetter() {
        return floor > ceiling;
    }

    /** Whether a raw value can be scored: it must be finite and above zero, or zero on a linear scale. */
    public boolean accepts(double raw) {
        return raw < Double.POSITIVE_INFINITY && (kind == Kind.LOG ? raw > 0 : raw >= 0);
    }

    /**
     * Score of a raw value; 0 or 10 beyond the ends of the scale.
     *
     * @throws IllegalArgumentException if the scale does not accept the value
     */
    public Score score(double raw) {
        if (!accepts(raw)) {
            throw new IllegalArgumentException(
                    "raw value must be finite and " + (kind == Kind.LOG ? "above 0" : "not negative") + ", was " + raw);
        }
        return new Score(Math.max(Score.MIN, Math.min(Score.MAX, unclamped(raw))));
    }

    /** The end that the raw value is clamped to; empty if it is on the scale, ends included. */
    public Optional<Clamp> clamp(double raw) {
        double sign = lowerIsBetter() ? -1 : 1;
        if (sign * raw < sign * floor) {
            return Optional.of(Clamp.LOW);
        }
        return sign * raw > sign * ceiling ? Optional.of(Clamp.HIGH) : Optional.empty();
    }

    /** Raw value of a score, to 12 significant digits; at 0 and 10 the exact ends of the scale. */
    public double raw(Score score) {
        if (score.exact() == Score.MIN) {
            return floor;
        }
        if (score.exact() == Score.MAX) {
            return ceiling;
        }
        double share = score.exact() / Score.MAX;
        double raw = kind == Kind.LOG
                ? floor * Math.exp(share * Math.log(ceiling / floor))
                : floor + share * (ceiling - floor);
        return new BigDecimal(raw).round(TWELVE_DIGITS).doubleValue();
    }

    /**
     * The worst raw value that still reaches a score: the lowest if higher is better, otherwise the highest. It is found
     * by bisecting the doubles, so that it agrees with {@link #score} to the last bit, which an inverse formula would not.
     */
    public double worstRawScoring(Score minimum) {
        if (minimum.exact() == Score.MIN) {
            return lowerIsBetter() ? Double.MAX_VALUE : 0;
        }
        // Positive doubles sort like their bit patterns.
        long fails = Double.doubleToLongBits(lowerIsBetter() ? Double.MAX_VALUE : Double.MIN_VALUE);
        long passes = Double.doubleToLongBits(lowerIsBetter() ? Double.MIN_VALUE : Double.MAX_VALUE);
        while (Math.abs(fails - passes) > 1) {
            long middle = fails + (passes - fails) / 2;
            if (unclamped(Double.longBitsToDouble(middle)) >= minimum.exact()) {
                passes = middle;
            } else {
                fails = middle;
            }
        }
        return Double.longBitsToDouble(passes);
    }

    private double unclamped(double raw) {
        double score = kind == Kind.LOG
                ? Score.MAX * Math.log(raw / floor) / Math.log(ceiling / floor)
                : Score.MAX * (raw - floor) / (ceiling - floor);
        // 262,144 tokens are seven doublings of 2,048, but the quotient of two rounded logarithms is one bit off.
        double whole = Math.rint(score);
        return Math.abs(score - whole) < ROUNDING_ERROR ? whole : score;
    }
}
