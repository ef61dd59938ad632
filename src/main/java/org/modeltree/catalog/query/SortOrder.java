package org.modeltree.catalog.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.modeltree.http.Cursor;
import org.modeltree.http.problem.Parameters;
import org.modeltree.http.problem.Problem;

/**
 * Sort keys with their directions, the most important first; what is unknown comes last both ways. The id, ascending, is
 * always the last.
 *
 * @param terms the last of them the id
 */
public record SortOrder(List<Term> terms) {

    /**
     * One key.
     *
     * @param key what by
     * @param descending whether the greatest comes first, by meaning: best score first
     */
    record Term(SortKey key, boolean descending) {

        /** Whether the greatest value of the SQL expression comes first. */
        boolean sqlDescending() {
            return descending != key.reversed();
        }
    }

    private static final int MAX_KEYS = 8;
    private static final Term BY_ID = new Term(SortKey.own("m.id", Cursor.Type.TEXT), false);

    /** A model's name, however it is hyphenated; there is an index on it. */
    static final String COMPACT_NAME = "regexp_replace(m.name_key, '[-._ ]', '', 'g')";

    /** What a model is called by its vendor, however it is hyphenated; there is an index on it. */
    public static final String COMPACT_SLUG = "regexp_replace(split_part(m.id, '/', 2), '[-._]', '', 'g')";

    /** How well the query matches, up to 2; 1 and more is whatever begins as was asked. */
    static final String RELEVANCE = "(greatest(similarity(m.name_key, :q), similarity(m.id, :q), similarity("
            + COMPACT_NAME + ", :compact)) + case when starts_with(" + COMPACT_NAME
            + ", :compact) then 1 else 0 end)::float8";

    /** Sorted by how well the query matches, best first. */
    public static final SortOrder BY_RELEVANCE =
            new SortOrder(List.of(new Term(new SortKey("", RELEVANCE, Cursor.Type.NUMBER, false, null), true), BY_ID));

    /** Whether it is by one key, so that an index has its order. */
    boolean isWalkable() {
        return !equals(BY_RELEVANCE)
                && (terms.size() == 1 || (terms.size() == 2 && terms.get(1).equals(BY_ID)));
    }

    /** By one key, and then by id. */
    static SortOrder by(SortKey key, boolean descending) {
        return new SortOrder(List.of(new Term(key, descending), BY_ID));
    }

    /** Reads the parameter {@code sort}; null sorts by id. */
    public static SortOrder of(String sort, Function<String, Optional<SortKey>> keys) {
        if (sort == null) {
            return new SortOrder(List.of(BY_ID));
        }
        String[] names = sort.split(",", -1);
        if (names.length > MAX_KEYS) {
            throw new Problem.InvalidParameter("sort", "must have at most " + MAX_KEYS + " keys");
        }
        List<Term> terms = new ArrayList<>();
        for (String name : names) {
            boolean descending = name.startsWith("-");
            String bare = descending ? name.substring(1) : name;
            SortKey key = keys.apply(bare)
                    .orElseThrow(() -> new Problem.InvalidParameter(
                            "sort",
                            "has no key '" + Parameters.shown(bare)
                                    + "'; the keys are id, name, vendor, releaseDate, contextWindow,"
                                    + " maxOutput, parameters and score.{capability}"));
            if (terms.stream().anyMatch(term -> term.key().equals(key))) {
                throw new Problem.InvalidParameter("sort", "names '" + Parameters.shown(bare) + "' more than once");
            }
            terms.add(new Term(key, descending));
        }
        if (terms.stream().noneMatch(term -> term.key().equals(BY_ID.key()))) {
            terms.add(BY_ID);
        }
        return new SortOrder(List.copyOf(terms));
    }
}
