package org.modeltree.catalog.query;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.text.similarity.LevenshteinDistance;

/**
 * Ids that may have been meant by one that does not exist. The database only fetches candidates, by index and at most a
 * few hundred, so that an unknown id costs the same in a catalog of any size; here they are ranked.
 */
public final class Suggestions {

    /** The most that are suggested. */
    static final int MAX = 5;

    /** Ids in the order of an index, on either side of the place where the unknown one would be. */
    public static final int NEIGHBOURS = 20;

    /** Models of the vendor that are looked at, whatever they are called. */
    public static final int OF_VENDOR = 200;

    /** Candidates that differ by one edit, if there are so many. */
    public static final int VARIANTS = 300;

    /** Letters from the beginning that are tried in other spellings. */
    public static final int PLACES = 24;

    /** More edits than this are another name. */
    private static final int MAX_EDITS = 8;

    /** Segments of ids have at most so many characters. */
    private static final int MAX_SEGMENT = 100;

    private static final LevenshteinDistance EDITS = new LevenshteinDistance(MAX_EDITS);

    /** What is left out at the end of a name is less than a wrong letter. */
    private static final double UNFINISHED = 0.5;

    /** Another version is further away than another letter. */
    private static final double OTHER_DIGITS = 0.5;

    private static final double OTHER_VENDOR = 1;
    private static final double PER_EDIT_OF_VENDOR = 0.3;
    private static final int EDITS_OF_VENDOR = 2;

    private Suggestions() {}

    /**
     * An id taken apart.
     *
     * @param vendor segment before the last slash; empty where there is none
     * @param slug what is behind it
     * @param compact the slug without what people write in different ways
     */
    public record Spelling(String vendor, String slug, String compact) {

        public static Spelling of(String id) {
            String key = SearchText.idKey(id);
            int slash = key.lastIndexOf('/');
            String before = slash < 0 ? "" : key.substring(0, slash);
            String slug = key.substring(slash + 1);
            return new Spelling(before.substring(before.lastIndexOf('/') + 1), slug, SearchText.compact(slug));
        }

        /** Whether there may be anything like it. */
        public boolean isPlausible() {
            return !compact.isEmpty()
                    && compact.length() <= MAX_SEGMENT + MAX_EDITS
                    && vendor.length() <= MAX_SEGMENT + MAX_EDITS;
        }
    }

    private record Ranked(String id, double cost) {}

    /** Those of the ids that may have been meant, the likeliest first, at most five. */
    public static List<String> of(String given, Collection<String> candidates) {
        Spelling meant = Spelling.of(given);
        return candidates.stream()
                .distinct()
                .flatMap(id -> cost(meant, Spelling.of(id)).map(cost -> new Ranked(id, cost)).stream())
                .sorted(Comparator.comparingDouble(Ranked::cost).thenComparing(Ranked::id))
                .limit(MAX)
                .map(Ranked::id)
                .toList();
    }

    /**
     * Candidates for an unknown id in a table of ids of one segment. Its parameters are {@code id} and {@code edited},
     * the {@link #edited} of it.
     *
     * @param table its name
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
                """.formatted(table, NEIGHBOURS, OF_VENDOR, Character.MAX_CODE_POINT, VARIANTS);
    }

    /** Other spellings of an id of one segment. */
    public static String[] edited(String id) {
        return id.length() > MAX_SEGMENT + MAX_EDITS
                ? new String[0]
                : Misspellings.of(id, PLACES, "-._").toArray(String[]::new);
    }

    /** How far the candidate is from what was given; empty where it is another name. */
    private static Optional<Double> cost(Spelling given, Spelling candidate) {
        double vendor = vendorCost(given.vendor(), candidate.vendor());
        int length = given.compact().length();
        int most = vendor < OTHER_VENDOR ? mostEdits(length) : length / 5;
        return IntStream.of(candidate.compact().length(), length - 1, length, length + 1)
                .filter(end -> end > 0 && end <= candidate.compact().length())
                .distinct()
                .mapToObj(end -> costOfBeginning(given, candidate, end, most))
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder())
                .map(cost -> cost + vendor);
    }

    private static Optional<Double> costOfBeginning(Spelling given, Spelling candidate, int end, int most) {
        String beginning = candidate.compact().substring(0, end);
        int edits = edits(given.compact(), beginning);
        if (edits > most) {
            return Optional.empty();
        }
        int left = candidate.compact().length() - end;
        double unfinished = left == 0 ? 0 : UNFINISHED + (1 - UNFINISHED) * left / (left + end + 1);
        double digits = digits(given.compact()).equals(digits(beginning)) ? 0 : OTHER_DIGITS;
        return Optional.of(edits + unfinished + digits);
    }

    /** In short names each letter counts. */
    private static int mostEdits(int length) {
        if (length <= 2) {
            return 0;
        }
        return length <= 5 ? 1 : Math.min(MAX_EDITS, length * 2 / 5);
    }

    private static double vendorCost(String given, String candidate) {
        if (given.isEmpty() || given.equals(candidate)) {
            return 0;
        }
        int edits = edits(given, candidate);
        return edits <= EDITS_OF_VENDOR && edits < given.length() ? edits * PER_EDIT_OF_VENDOR : OTHER_VENDOR;
    }

    /** Edits between the two, a swap of neighbours being one; beyond reach where there are too many. */
    private static int edits(String one, String other) {
        if (isSwapped(one, other)) {
            return 1;
        }
        int edits = EDITS.apply(one, other);
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
                && one.regionMatches(at + 2, other, at + 2, one.length());
    }

    private static String digits(String text) {
        return text.replaceAll("[^0-9]", "");
    }
}
