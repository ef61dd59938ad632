package org.modeltree.http.value;

/** Formatting of numbers in JSON. */
public final class Numbers {

    /** 2⁵³: below it every whole double is exact. */
    private static final double MAX_EXACT_INTEGER = 9_007_199_254_740_992.0;

    private Numbers() {}

    /** The number as a long if it is whole, so that JSON shows 131072 and not 131072.0; null for null. */
    public static Number plain(Double value) {
        if (value == null) {
            return null;
        }
        if (value == Math.rint(value) && Math.abs(value) < MAX_EXACT_INTEGER) {
            return value.longValue();
        }
        return value;
    }
}
