package org.modeltree.http.value;

import org.apache.commons.text.similarity.LevenshteinDistance;

/** Number of edits between two texts: insertions, deletions, substitutions, and swaps of two neighbours. */
public final class EditDistance {

    private EditDistance() {}

    /**
     * Edits between two texts; {@code Integer.MAX_VALUE} if there are more than {@code max}. A swap counts as one edit if
     * it is the only difference.
     */
    public static int between(String one, String other, int max) {
        if (max >= 1 && isSwapped(one, other)) {
            return 1;
        }
        int edits = new LevenshteinDistance(max).apply(one, other);
        return edits < 0 ? Integer.MAX_VALUE : edits;
    }

    private static boolean isSwapped(String one, String other) {
        if (one.length() != other.length() || one.equals(other)) {
            return false;
        }
        int at = 0;
        while (one.charAt(at) == other.charAt(at)) {
            at++;
        }
        return at + 1 < one.length()
                && one.charAt(at) == other.charAt(at + 1)
                && one.charAt(at + 1) == other.charAt(at)
                && one.regionMatches(at + 2, other, at + 2, one.length() - at - 2);
    }
}
