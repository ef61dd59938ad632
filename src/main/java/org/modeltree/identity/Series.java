package org.modeltree.identity;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Models whose ids differ only by their version or the date of a snapshot.
 *
 * @param words words and numbers of the id that names the series
 */
record Series(List<String> words) {

    /** Letters in front of a version: {@code kimi-k2.5}, {@code minimax-m2}, {@code v3}. */
    private static final Set<String> VERSION_LETTERS = Set.of("k", "m", "v");

    /** A model of the series before it is final; publishers' names for the latest model include it. */
    private static final String PREVIEW = "preview";

    private static final int MIN_DIGITS_OF_DATE = 4;

    static Series of(String slug) {
        return new Series(Spelling.shape(slug));
    }

    /** Whether a slug has the words of the series, with any version or none. */
    boolean hasVersion(String slug) {
        return unversioned(Spelling.shape(slug)).equals(unversioned(words));
    }

    /** Whether a slug is that of the series, alone or with a date. */
    boolean hasSnapshot(String slug) {
        List<String> other = Spelling.shape(slug);
        if (other.size() < words.size() || !other.subList(0, words.size()).equals(words)) {
            return false;
        }
        List<String> rest = other.subList(words.size(), other.size());
        return rest.stream().allMatch(Series::isNumber)
                && (rest.isEmpty() || String.join("", rest).length() >= MIN_DIGITS_OF_DATE);
    }

    private static List<String> unversioned(List<String> words) {
        List<String> unversioned = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            boolean beforeNumber = i + 1 < words.size() && isNumber(words.get(i + 1));
            if (!isNumber(words.get(i))
                    && !words.get(i).equals(PREVIEW)
                    && !(beforeNumber && VERSION_LETTERS.contains(words.get(i)))) {
                unversioned.add(words.get(i));
            }
        }
        return unversioned;
    }

    private static boolean isNumber(String word) {
        return Character.isDigit(word.charAt(0));
    }
}
