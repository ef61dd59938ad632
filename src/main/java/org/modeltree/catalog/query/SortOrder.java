package org.modeltree.catalog.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.modeltree.http.Cursor;
import org.modeltree.http.problem.DidYouMean;
import org.modeltree.http.problem.Parameters;
import org.modeltree.http.problem.Problem;

/**
 * Sort keys with their directions, most important first. Unknown values come last in both directions, and the id,
 * ascending, breaks ties.
 *
 * @param terms at least one; the last is the id
 */
public record SortOrder(List<Term> terms) {

    /**
     * Sort key with its direction.
     *
     * @param key sort key
     * @param descending whether the best value comes first
     */
    record Term(SortKey key, boolean descending) {

        /** Whether the highest value of the SQL expression comes first. */
        boolean sqlDescending() {
            return descending != key.reversed();
        }
    }

    private static final int MAX_KEYS = 8;
    private static final List<String> KEYS = List.of(
            "id",
            "name",
            "vendor",
            "releaseDate",
            "contextWindow",
            "maxOutput",
            "parameters",
            "inputPrice",
            "outputPrice");
    private static final Term BY_ID = new Term(SortKey.own("m.id", Cursor.Type.TEXT), false);

    /** Model name without hyphens and blanks; indexed. */
    static final String COMPACT_NAME = "regexp_replace(m.name_key, '[-._ ]', '', 'g')";

    /** Slug of a model without hyphens; indexed. */
    public static final String COMPACT_SLUG = "regexp_replace(split_part(m.id, '/', 2), '[-._]', '', 'g')";

    /** Relevance of a model to the query, in [0, 2]; 1 or more if its name starts with the query. */
    public static final String RELEVANCE = "(greatest(similarity(m.name_key, :q), similarity(m.id, :q), similarity("
            + COMPACT_NAME + ", :compact)) + case when starts_with(" + COMPACT_NAME
            + ", :compact) then 1 else 0 end)::float8";

    /** Order by relevance to the query, best first. */
    public static final SortOrder BY_RELEVANCE =
            new SortOrder(List.of(new Term(new SortKey("", RELEVANCE, Cursor.Type.NUMBER, false, null), true), BY_ID));

    /** Whether there is a single key, so that an index has this order. */
    boolean isWalkable() {
        return !equals(BY_RELEVANCE)
                && (terms.size() == 1 || (terms.size() == 2 && terms.get(1).equals(BY_ID)));
    }

    /** Order by one key, then by id. */
    static SortOrder by(SortKey key, boolean descending) {
        return new SortOrder(List.of(new Term(key, descending), BY_ID));
    }

    /** Parses the parameter {@code sort}; null sorts by id. */
    public static SortOrder of(String sort, Function<String, Optional<SortKey>> keys) {
        if (sort == null) {
            return new SortOrder(List.of(BY_ID));
        }
        String[] names = sort.split(",", -1);
        if (names.length > MAX_KEYS) {
            throw new Problem.InvalidParameter("sort", "must have at most " + MAX_KEYS + " keys");
        }
        List<Term> terms = new ArrayList<>();
        for (String signed : names) {
            boolean descending = signed.startsWith("-");
            String name = descending ? signed.substring(1) : signed;
            SortKey key = keys.apply(name)
                    .orElseThrow(() -> new Problem.InvalidParameter(
                            "sort",
                            "has an unknown key '" + Parameters.shown(name) + "'; the keys are "
                                    + String.join(", ", KEYS) + " and score.{capability}",
                            DidYouMean.similar(name, KEYS)));
            if (terms.stream().anyMatch(term -> term.key().equals(key))) {
                throw new Problem.InvalidParameter("sort", "contains '" + Parameters.shown(name) + "' more than once");
            }
            terms.add(new Term(key, descending));
        }
        if (terms.stream().noneMatch(term -> term.key().equals(BY_ID.key()))) {
            terms.add(BY_ID);
        }
        return new SortOrder(List.copyOf(terms));
    }
}
