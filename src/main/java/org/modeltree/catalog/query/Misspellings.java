package org.modeltree.catalog.query;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;

/** Spellings that differ from a word by one edit: a letter too many, too few or another, or two neighbours swapped. */
public final class Misspellings {

    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";

    private Misspellings() {}

    /**
     * All that is one edit away, of the letters and digits that names are mostly written in and those of the word.
     *
     * @param places at most so many letters from the beginning are edited; each makes about 75 spellings
     * @param more letters that may be inserted
     */
    public static Set<String> of(String word, int places, String more) {
        int[] letters = word.codePoints().toArray();
        int[] alphabet = IntStream.concat((ALPHABET + more).codePoints(), word.codePoints())
                .distinct()
                .toArray();
        Set<String> edited = new HashSet<>();
        for (int at = 0; at <= Math.min(letters.length, places); at++) {
            String before = new String(letters, 0, at);
            String from = new String(letters, at, letters.length - at);
            for (int letter : alphabet) {
                edited.add(before + Character.toString(letter) + from);
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
