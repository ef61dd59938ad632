package org.modeltree.catalog.query;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;

/** Spellings that differ from a word by one edit: an insertion, a deletion, a substitution or a swap of neighbours. */
public final class Misspellings {

    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";

    private Misspellings() {}

    /**
     * All spellings one edit away, using Latin letters, digits and the letters of the word itself.
     *
     * @param maxPositions number of letters from the start that are edited; each position makes about 75 spellings
     * @param extraLetters additional letters that may be inserted or substituted
     */
    public static Set<String> of(String word, int maxPositions, String extraLetters) {
        int[] letters = word.codePoints().toArray();
        int[] alphabet = IntStream.concat((ALPHABET + extraLetters).codePoints(), word.codePoints())
                .distinct()
                .toArray();
        Set<String> edited = new HashSet<>();
        for (int at = 0; at <= Math.min(letters.length, maxPositions); at++) {
            String before = new String(letters, 0, at);
            String rest = new String(letters, at, letters.length - at);
            for (int letter : alphabet) {
                edited.add(before + Character.toString(letter) + rest);
            }
            if (at == letters.length) {
                break;
            }
            String after = new String(letters, at + 1, letters.length - at - 1);
            edited.add(before + after);
            for (int letter : alphabet) {
                edited.add(before + Character.toString(letter) + after);
            }
            if (at > 0) {
                edited.add(new String(letters, 0, at - 1)
                        + Character.toString(letters[at])
                        + Character.toString(letters[at - 1])
                        + after);
            }
        }
        edited.remove(word);
        edited.remove("");
        return edited;
    }
}
