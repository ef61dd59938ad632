package org.modeltree.scoring;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * How capable a model is, from 0 to 10.
 *
 * @param exact the score as everything is computed with, in [0, 10]
 */
public record Score(double exact) implements Comparable<Score> {

    /** The least score a scale gives. */
    public static final double MIN = 0;

    /** The greatest score a scale gives. */
    public static final double MAX = 10;

    /**
     * Checks its invariant.
     *
     * @throws IllegalArgumentException if the score is not in [0, 10]
     */
    public Score {
        if (!(exact >= MIN && exact <= MAX)) {
            throw new IllegalArgumentException("score must be in [0, 10], was " + exact);
        }
        // Adding zero turns -0.0 into 0.0, which would otherwise be printed with its sign.
        exact = exact + 0.0;
    }

    /**
     * The score as a page prints it: half-up to one decimal, of the shortest decimal that stands for the double, so that
     * what prints as 0.15 becomes 0.2.
     */
    public BigDecimal rounded() {
        return BigDecimal.valueOf(exact).setScale(1, RoundingMode.HALF_UP);
    }

    @Override
    public int compareTo(Score other) {
        return Double.compare(exact, other.exact);
    }
}
