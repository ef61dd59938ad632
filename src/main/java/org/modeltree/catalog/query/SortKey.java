package org.modeltree.catalog.query;

import org.modeltree.http.Cursor;

/**
 * What models can be sorted by.
 *
 * @param join a left join that the expression needs, or empty; its alias is unique to the key
 * @param expression of a row {@code m} of the table {@code model}; null where unknown
 * @param type of the expression
 * @param reversed whether a greater expression means less
 * @param measured what it is measured by; null where it is a column of the model's own
 */
public record SortKey(String join, String expression, Cursor.Type type, boolean reversed, Measured measured) {

    /**
     * The raw value that counts on a benchmark, cut at the ends of a scale if there is one.
     *
     * @param least null where it is not cut
     * @param greatest null where it is not cut
     */
    public record Measured(String benchmarkId, Double least, Double greatest) {}

    /** A column of the model's own. */
    static SortKey own(String column, Cursor.Type type) {
        return new SortKey("", column, type, false, null);
    }

    /**
     * What is measured.
     *
     * @param alias unique to the key
     */
    public static SortKey measured(String alias, Measured measured, boolean reversed) {
        String raw = alias + ".raw";
        return new SortKey(
                "left join measurement " + alias + " on " + alias + ".model_id = m.id and " + alias
                        + ".benchmark_id = '" + measured.benchmarkId() + "' and " + alias + ".counting",
                measured.least() == null
                        ? raw
                        // least() and greatest() pass over nulls, and would make the unknown the worst.
                        : "case when " + raw + " is not null then least(greatest(" + raw + ", " + measured.least()
                                + "), " + measured.greatest() + ") end",
                Cursor.Type.NUMBER,
                reversed,
                measured);
    }
}
