package org.modeltree.scoring;

/**
 * Percentile band of a cohort: its scores at a lower and an upper percentile, and its median.
 *
 * @param lower score at the lower percentile
 * @param upper score at the upper percentile
 * @param median score at the 50th percentile
 */
public record Band(PercentilePoint lower, PercentilePoint upper, PercentilePoint median) {

    /** Position of a score relative to a band. */
    public enum Position {
        /** Strictly below the lower percentile. */
        BELOW_LOWER,
        /** Between the two percentiles, both included. */
        WITHIN,
        /** Strictly above the upper percentile. */
        ABOVE_UPPER
    }

    /** The position of a score relative to this band. */
    public Position position(Score score) {
        if (score.compareTo(lower.score()) < 0) {
            return Position.BELOW_LOWER;
        }
        return score.compareTo(upper.score()) > 0 ? Position.ABOVE_UPPER : Position.WITHIN;
    }
}
