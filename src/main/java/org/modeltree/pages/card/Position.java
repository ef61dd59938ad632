package org.modeltree.pages.card;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Positions in drawings, as percentages. */
public final class Position {

    private static final int DECIMALS = 2;
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private Position() {}

    /** A fraction from 0 to 1 as a percentage with at most two decimals, such as {@code 42.5%}. */
    public static String of(double fraction) {
        return BigDecimal.valueOf(Math.min(Math.max(fraction, 0), 1))
                        .multiply(HUNDRED)
                        .setScale(DECIMALS, RoundingMode.HALF_UP)
                        .stripTrailingZeros()
                        .toPlainString()
                + "%";
    }
}
