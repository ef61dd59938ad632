package org.modeltree.oracle;

import java.text.Normalizer;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.Locale;
import java.util.function.Function;

/** Sort orders of the contract. */
public final class Orderings {
    /** Order of UTF-8 bytes, from which Java's own order of strings differs beyond U+FFFF. */
    public static final Comparator<String> CODE_POINTS = Orderings::compareCodePoints;

    public static final Comparator<OracleModel> BY_ID = Comparator.comparing(OracleModel::id, CODE_POINTS);

    private static final Comparator<LocalDate> UNDATED_LAST = Comparator.nullsLast(Comparator.naturalOrder());

    public static final Comparator<OracleModel> BY_RELEASE =
            Comparator.comparing(OracleModel::released, UNDATED_LAST).thenComparing(BY_ID);

    private Orderings() {}

    private static int compareCodePoints(String left, String right) {
        int length = Math.min(left.length(), right.length());
        for (int i = 0; i < length; i++) {
            char one = left.charAt(i);
            char other = right.charAt(i);
            if (one != other) {
                // Surrogates stand for code points beyond all that have none.
                boolean beyond = Character.isSurrogate(one);
                return beyond == Character.isSurrogate(other) ? one - other : beyond ? 1 : -1;
            }
        }
        return left.length() - right.length();
    }

    /** Normal form that ignores case and the width of letters. */
    public static String folded(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    }

    /** Unknown values come last in both directions. */
    static <V> Comparator<OracleModel> by(Function<OracleModel, V> key, Comparator<V> order, boolean descending) {
        return Comparator.comparing(key, Comparator.nullsLast(descending ? order.reversed() : order));
    }
}
