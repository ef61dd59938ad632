package org.modeltree.http.problem;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.modeltree.http.value.EditDistance;

/** Known names that a client may have meant by an unknown one, such as {@code vendor} by {@code vendr}. */
public final class DidYouMean {

    /** Maximum number of names. */
    private static final int MAX = 3;

    /** No name is longer, and comparing long texts is expensive. */
    private static final int MAX_LENGTH = 100;

    /** Maximum number of keys that a message lists. */
    private static final int MAX_LISTED = 12;

    private static final String PLURAL = "s";

    /** One edit is tolerated for each of so many letters. */
    private static final int LETTERS_PER_EDIT = 3;

    private static final Pattern NEITHER_LETTER_NOR_DIGIT = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+|(?<=[\\p{Ll}\\p{N}])(?=\\p{Lu})");

    private DidYouMean() {}

    /**
     * Cost of reading the given name as a known one; a lower cost is likelier.
     *
     * @param kind 0 for another notation or order of words, 1 for a misspelling, 2 for some of the same words
     * @param edits edits, or words too many or too few
     */
    private record Ranked(String name, int kind, int edits) {}

    private static final Comparator<Ranked> BY_COST =
            Comparator.comparingInt(Ranked::kind).thenComparingInt(Ranked::edits);

    /**
     * The known names that are most similar to the given one, alphabetically; at most 3, and none if there is little
     * similarity. Case, hyphens and underscores make no difference, nor does the order of words, and words may be left out:
     * {@code contextMin} is similar to {@code contextWindowMin}.
     */
    public static List<String> similar(String given, Collection<String> known) {
        if (given.length() > MAX_LENGTH || folded(given).isEmpty()) {
            return List.of();
        }
        List<Ranked> ranked = known.stream()
                .distinct()
                .map(name -> ranked(given, name))
                .flatMap(Optional::stream)
                .sorted(BY_COST)
                .toList();
        return ranked.stream()
                .filter(name -> BY_COST.compare(name, ranked.get(0)) == 0)
                .map(Ranked::name)
                .sorted()
                .limit(MAX)
                .toList();
    }

    /** Whether two names differ in notation only, as {@code contextWindow} and {@code context_window} do. */
    public static boolean isSameName(String one, String other) {
        return one.length() <= MAX_LENGTH
                && other.length() <= MAX_LENGTH
                && folded(one).equals(folded(other));
    }

    /** The question "; did you mean a or b?" to be put after a predicate; empty without similar names. */
    public static String question(List<String> similar) {
        return similar.isEmpty() ? "" : "; did you mean " + String.join(" or ", similar) + "?";
    }

    /**
     * The fault of an unknown key of an object.
     *
     * @param pointer JSON pointer to the key
     * @param meant keys that the client may have meant
     * @param known all keys of the object, which are listed if there are few, and none is meant
     */
    public static Problem.BodyFault unknownKey(
            String pointer, String key, List<String> meant, Collection<String> known) {
        return new Problem.BodyFault(
                pointer,
                "unknown key: " + Parameters.shown(key)
                        + (meant.isEmpty() && !known.isEmpty() && known.size() <= MAX_LISTED
                                ? "; the keys are " + String.join(", ", known)
                                : question(meant)),
                meant,
                FaultForm.CLAUSE);
    }

    /** The fault of a key of a body that is not among the known ones. */
    public static Problem.BodyFault keyFault(String pointer, String key, Collection<String> known) {
        return unknownKey(pointer, key, similar(key, known), List.of());
    }

    /** The fault of a value in a body that is not among the known ones; an empty value is a missing one. */
    public static Problem.BodyFault valueFault(String pointer, String value, List<String> known) {
        List<String> similar = similar(value, known);
        return new Problem.BodyFault(
                pointer,
                "must be one of " + String.join(", ", known)
                        + (value.isEmpty() ? "" : ", was " + Parameters.quoted(value)) + question(similar),
                similar);
    }

    private static Optional<Ranked> ranked(String given, String name) {
        String one = folded(given);
        String other = folded(name);
        Set<String> words = words(given);
        Set<String> wordsOfName = words(name);
        if (one.equals(other) || words.equals(wordsOfName)) {
            return Optional.of(new Ranked(name, 0, 0));
        }
        boolean isOtherNumber = one.equals(other + PLURAL) || other.equals(one + PLURAL);
        int edits = isOtherNumber
                ? 1
                : EditDistance.between(one, other, Math.min(one.length(), other.length()) / LETTERS_PER_EDIT);
        if (edits < Integer.MAX_VALUE) {
            return Optional.of(new Ranked(name, 1, edits));
        }
        return wordsOfName.containsAll(words) || words.containsAll(wordsOfName)
                ? Optional.of(new Ranked(name, 2, Math.abs(wordsOfName.size() - words.size())))
                : Optional.empty();
    }

    /** The letters and digits in lower case. */
    private static String folded(String name) {
        return NEITHER_LETTER_NOR_DIGIT.matcher(name).replaceAll("").toLowerCase(Locale.ROOT);
    }

    /** Words in lower case: of {@code contextWindow}, {@code context_window} and {@code Context-Window} the same. */
    private static Set<String> words(String name) {
        return BETWEEN_WORDS
                .splitAsStream(name)
                .filter(word -> !word.isEmpty())
                .map(word -> word.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }
}
