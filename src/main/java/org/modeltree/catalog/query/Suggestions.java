package org.modeltree.catalog.query;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.modeltree.http.value.EditDistance;

/**
 * Suggestions for an id that does not exist. The database only fetches candidates, by index and at most a few hundred, so
 * that an unknown id costs the same in a catalog of any size; they are ranked here.
 */
public final class Suggestions {

    /** Maximum number of suggestions. */
    public static final int MAX = 5;

    /** Number of ids read on either side of the position that the unknown id would have in an index. */
    public static final int NEIGHBOURS = 20;

    /** Maximum number of candidates by vendor. */
    public static final int MAX_OF_VENDOR = 200;

    /** Maximum number of candidates one edit away. */
    public static final int MAX_VARIANTS = 300;

    /** Number of letters from the start that are edited. */
    public static final int EDITED_LETTERS = 24;

    /** With more edits it is another name. */
    private static final int MAX_EDITS = 8;

    /** Maximum number of characters in a segment of an id. */
    private static final int MAX_SEGMENT = 100;

    /** Cost of a missing end of a name; less than a wrong letter. */
    private static final double UNFINISHED = 0.5;

    /** Extra cost of other digits: another version is further away than another letter. */
    private static final double OTHER_DIGITS = 0.5;

    private static final double OTHER_VENDOR = 1;
    private static final double PER_EDIT_OF_VENDOR = 0.3;
    private static final int EDITS_OF_VENDOR = 2;

    private Suggestions() {}

    /**
     * Parts of an id.
     *
     * @param vendor segment before the last slash; empty if there is no slash
     * @param slug text after the last slash
     * @param compact the slug without hyphens, blanks, case and accents
     */
    public record Spelling(String vendor, String slug, String compact) {

        public static Spelling of(String id) {
            String key = SearchText.idKey(id);
            int slash = key.lastIndexOf('/');
            String before = slash < 0 ? "" : key.substring(0, slash);
            String slug = key.substring(slash + 1);
            return new Spelling(before.substring(before.lastIndexOf('/') + 1), slug, SearchText.compact(slug));
        }

        /** Whether a similar id can exist. */
        public boolean isPlausible() {
            return !compact.isEmpty()
                    && compact.length() <= MAX_SEGMENT + MAX_EDITS
                    && vendor.length() <= MAX_SEGMENT + MAX_EDITS;
        }
    }

    private record Ranked(String id, double cost) {}

    /** Candidates similar to the given id, likeliest first, at most {@value #MAX}. */
    public static List<String> of(String given, Collection<String> candidates) {
        Spelling parts = Spelling.of(given);
        return candidates.stream()
                .distinct()
                .flatMap(id -> cost(parts, Spelling.of(id)).map(cost -> new Ranked(id, cost)).stream())
                .sorted(Comparator.comparingDouble(Ranked::cost).thenComparing(Ranked::id))
                .limit(MAX)
                .map(Ranked::id)
                .toList();
    }

    /**
     * Query of candidates for an unknown id in a table whose ids have one segment. Its parameters are {@code id} and
     * {@code edited}, the {@link #edited} spellings of the id.
     *
     * @param table name of the table, or a query with the column {@code id} in parentheses
     */
    public static String candidates(String table) {
        return """
                (select t.id from %1$s t where t.id >= :id order by t.id limit %2$d)
                union all
                (select t.id from %1$s t where t.id < :id order by t.id desc limit %2$d)
                union all
                (select t.id from %1$s t order by t.id limit %3$d)
                union all
                (select n.id from unnest(cast(:edited as text[])) v (word) cross join lateral (
                    select t.id from %1$s t
                    where t.id >= v.word collate "C" and t.id < v.word || chr(%4$d) collate "C"
                    order by t.id limit 1) n
                limit %5$d)
                """.formatted(table, NEIGHBOURS, MAX_OF_VENDOR, Character.MAX_CODE_POINT, MAX_VARIANTS);
    }

    /** Spellings of a one-segment id that are one edit away; none if it is too long. */
    public static String[] edited(String id) {
        return id.length() > MAX_SEGMENT + MAX_EDITS
                ? new String[0]
                : Misspellings.of(id, EDITED_LETTERS, "-._").toArray(String[]::new);
    }

    /** Distance of the candidate from the given id; empty if it is another name. */
    private static Optional<Double> cost(Spelling given, Spelling candidate) {
        double vendor = vendorCost(given.vendor(), candidate.vendor());
        int length = given.compact().length();
        int maxEdits = vendor < OTHER_VENDOR ? maxEditsOf(length) : length / 5;
        return IntStream.of(candidate.compact().length(), length - 1, length, length + 1)
                .filter(end -> end > 0 && end <= candidate.compact().length())
                .distinct()
                .mapToObj(end -> costOfBeginning(given, candidate, end, maxEdits))
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder())
                .map(cost -> cost + vendor);
    }

    private static Optional<Double> costOfBeginning(Spelling given, Spelling candidate, int end, int maxEdits) {
        String beginning = candidate.compact().substring(0, end);
        int edits = EditDistance.between(given.compact(), beginning, MAX_EDITS);
        if (edits > maxEdits) {
            return Optional.empty();
        }
        int left = candidate.compact().length() - end;
        double unfinished = left == 0 ? 0 : UNFINISHED + (1 - UNFINISHED) * left / (left + end + 1);
        double digits = digits(given.compact()).equals(digits(beginning)) ? 0 : OTHER_DIGITS;
        return Optional.of(edits + unfinished + digits);
    }

    /** Short names tolerate fewer edits. */
    private static int maxEditsOf(int length) {
        if (length <= 2) {
            return 0;
        }
        return length <= 5 ? 1 : Math.min(MAX_EDITS, length * 2 / 5);
    }

    private static double vendorCost(String given, String candidate) {
        if (given.isEmpty() || given.equals(candidate)) {
            return 0;
        }
        int edits = EditDistance.between(given, candidate, MAX_EDITS);
        return edits <= EDITS_OF_VENDOR && edits < given.length() ? edits * PER_EDIT_OF_VENDOR : OTHER_VENDOR;
    }

    private static String digits(String text) {
        return text.replaceAll("[^0-9]", "");
    }
}
