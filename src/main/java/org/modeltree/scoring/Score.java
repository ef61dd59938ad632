package org.modeltree.scoring;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Score of a model on a capability, from 0 to 10.
 *
 * @param exact unrounded score, in [0, 10]; all computations use this one
 */
public record Score(double exact) implements Comparable<Score> {

    /** Lowest score. */
    public static final double MIN = 0;

    /** Highest score. */
    public static final double MAX = 10;

    /**
     * Checks the range.
     *
     * @throws IllegalArgumentException if the score is not in [0, 10]
     */
    public Score {
        if (!(exact >= MIN && exact <= MAX)) {
            throw new IllegalArgumentException("score must be in [0, 10], was " + exact);
        }
        // Adding zero turns -0.0 into 0.0, so that no minus sign is printed.
        exact = exact + 0.0;
    }

    /**
     * The score rounded half-up to one decimal, for display. It rounds the shortest decimal that represents the double, so
     * that 0.15 becomes 0.2.
     */
    public BigDecimal rounded() {
        return BigDecimal.valueOf(exact).setScale(1, RoundingMode.HALF_UP);
    }

    @Override
    public int compareTo(Score other) {
        return Double.compare(exact, other.exact);
    }
}
