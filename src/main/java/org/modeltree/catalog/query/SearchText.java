package org.modeltree.catalog.query;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Normalization of ids, names and search texts, so that they can be compared. */
public final class SearchText {

    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern NOT_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");

    private SearchText() {}

    /** Comparison key of ids and aliases: stripped, NFKC, lower case. */
    public static String idKey(String id) {
        return Normalizer.normalize(id.strip(), Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    }

    /** Sort key of names: NFKC, lower case. */
    public static String nameKey(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    }

    /** Words of a text in order, in lower case and without accents. */
    public static List<String> words(String text) {
        String plain =
                MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD)).replaceAll("");
        return Stream.of(NOT_WORDS.split(plain.toLowerCase(Locale.ROOT), -1))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /** All words of a text joined, so that "GPT-4o" and "gpt4o" are equal. */
    public static String compact(String text) {
        return String.join("", words(text));
    }

    /** The words, each after a blank, so that a pattern can match the beginning of a word. */
    public static String indexed(String text) {
        List<String> words = words(text);
        return words.isEmpty() ? "" : " " + String.join(" ", words);
    }
}
