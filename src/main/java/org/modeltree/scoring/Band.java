package org.modeltree.scoring;

/**
 * Where the middle of a cohort lies.
 *
 * @param lower score at the lower percentile
 * @param upper score at the upper percentile
 * @param median score at the 50th percentile
 */
public record Band(PercentilePoint lower, PercentilePoint upper, PercentilePoint median) {

    /** Where a score lies in a band; on an edge it is within. */
    public enum Position {
        /** Strictly below the lower edge. */
        BELOW_LOWER,
        /** On or between the edges. */
        WITHIN,
        /** Strictly above the upper edge. */
        ABOVE_UPPER
    }

    /** Where the score lies in this band. */
    public Position position(Score score) {
        if (score.compareTo(lower.score()) < 0) {
            return Position.BELOW_LOWER;
        }
        return score.compareTo(upper.score()) > 0 ? Position.ABOVE_UPPER : Position.WITHIN;
    }
}
