package org.modeltree.catalog.query;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The one spelling that ids, names and searches are compared in. */
public final class SearchText {

    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern NOT_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");

    private SearchText() {}

    /** The key that ids and aliases are compared by: NFKC, without regard to case or blanks around. */
    public static String idKey(String id) {
        return Normalizer.normalize(id.strip(), Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    }

    /** The key that names are sorted by: NFKC, without regard to case. */
    public static String nameKey(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    }

    /** The words of a text, without case and accents, in its order. */
    public static List<String> words(String text) {
        String plain =
                MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD)).replaceAll("");
        return Stream.of(NOT_WORDS.split(plain.toLowerCase(Locale.ROOT), -1))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /** The text as one word: what is "GPT-4o" to one is "gpt4o" to another. */
    public static String compact(String text) {
        return String.join("", words(text));
    }

    /** The words with a blank before each, so that a word's beginning can be told from its middle. */
    public static String indexed(String text) {
        List<String> words = words(text);
        return words.isEmpty() ? "" : " " + String.join(" ", words);
    }
}
