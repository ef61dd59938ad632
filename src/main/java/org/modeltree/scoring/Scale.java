package org.modeltree.scoring;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Optional;

/**
 * Turns raw values of a benchmark into scores from 0 to 10, monotonically. A floor above the ceiling means that lower is
 * better.
 *
 * @param kind how raw values are spread
 * @param floor raw value that scores 0, in the benchmark's unit
 * @param ceiling raw value that scores 10, in the benchmark's unit
 */
public record Scale(Kind kind, double floor, double ceiling) {

    /** How raw values are spread over the scores. */
    public enum Kind {
        /** {@code 10 · ln(x / floor) / ln(ceiling / floor)}: each doubling is worth the same. */
        LOG,
        /** {@code 10 · (x − floor) / (ceiling − floor)}. */
        LINEAR
    }

    /** On which side a raw value lies beyond the scale, named by the score it gets. */
    public enum Clamp {
        /** Worse than the floor: scores 0. */
        LOW,
        /** Better than the ceiling: scores 10. */
        HIGH
    }

    private static final double ROUNDING_ERROR = 1e-12;
    private static final MathContext TWELVE_DIGITS = new MathContext(12);

    /**
     * Checks its invariant.
     *
     * @throws IllegalArgumentException if the ends are the same, negative, not finite, or zero on a log scale
     */
    public Scale {
        if (!(floor >= 0 && ceiling >= 0) || Double.isInfinite(floor) || Double.isInfinite(ceiling)) {
            throw new IllegalArgumentException(
                    "a scale goes from one quantity to another, was " + floor + ", " + ceiling);
        }
        if (floor == ceiling) {
            throw new IllegalArgumentException("the ends of a scale must differ, both were " + floor);
        }
        if (kind == Kind.LOG && (floor == 0 || ceiling == 0)) {
            throw new IllegalArgumentException("a log scale has both ends above zero, was " + floor + ", " + ceiling);
        }
    }

    /** Whether smaller raw values score higher. */
    public boolean lowerIsBetter() {
        return floor > ceiling;
    }

    /** Whether a raw value can be scored: finite and above zero, or on a linear scale zero. */
    public boolean accepts(double raw) {
        return raw < Double.POSITIVE_INFINITY && (kind == Kind.LOG ? raw > 0 : raw >= 0);
    }

    /**
     * The score of a raw value; beyond the ends of the scale 0 or 10.
     *
     * @throws IllegalArgumentException if the scale does not accept the value
     */
    public Score score(double raw) {
        if (!accepts(raw)) {
            throw new IllegalArgumentException("not a raw value of this scale: " + raw);
        }
        return new Score(Math.max(Score.MIN, Math.min(Score.MAX, unclamped(raw))));
    }

    /** On which side the raw value lies strictly beyond the scale, if on any. */
    public Optional<Clamp> clamp(double raw) {
        double sign = lowerIsBetter() ? -1 : 1;
        if (sign * raw < sign * floor) {
            return Optional.of(Clamp.LOW);
        }
        return sign * raw > sign * ceiling ? Optional.of(Clamp.HIGH) : Optional.empty();
    }

    /** The raw value that has this score, to 12 significant digits; at 0 and 10 the scale's own ends. */
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
     * The worst raw value that still has at least this score: the least where higher is better, else the greatest. Found
     * by bisection of the doubles, so that it agrees with {@link #score} to the last bit, which an inverse formula would
     * not.
     */
    public double worstRawScoring(Score least) {
        if (least.exact() == Score.MIN) {
            return lowerIsBetter() ? Double.MAX_VALUE : 0;
        }
        // Positive doubles are ordered like their bits.
        long fails = Double.doubleToLongBits(lowerIsBetter() ? Double.MAX_VALUE : Double.MIN_VALUE);
        long passes = Double.doubleToLongBits(lowerIsBetter() ? Double.MIN_VALUE : Double.MAX_VALUE);
        while (Math.abs(fails - passes) > 1) {
            long middle = fails + (passes - fails) / 2;
            if (unclamped(Double.longBitsToDouble(middle)) >= least.exact()) {
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
        // 262,144 tokens are seven doublings of 2,048, which the quotient of two rounded logarithms misses by one bit.
        double whole = Math.rint(score);
        return Math.abs(score - whole) < ROUNDING_ERROR ? whole : score;
    }
}
