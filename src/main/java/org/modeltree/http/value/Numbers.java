package org.modeltree.http.value;

/** How numbers are printed. */
public final class Numbers {

    /** Doubles up to here are exact as whole numbers. */
    private static final double GREATEST_WHOLE = 9_007_199_254_740_992.0;

    private Numbers() {}

    /** The number, as a whole one where it is: 131072 rather than 131072.0. Null for null. */
    public static Number plain(Double value) {
        if (value == null) {
            return null;
        }
        if (value == Math.rint(value) && Math.abs(value) < GREATEST_WHOLE) {
            return value.longValue();
        }
        return value;
    }
}
