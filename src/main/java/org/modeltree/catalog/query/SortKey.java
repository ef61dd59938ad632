package org.modeltree.catalog.query;

import org.modeltree.http.Cursor;

/**
 * Sort key of models.
 *
 * @param join a left join that the expression needs, or empty; its alias is unique to the key
 * @param expression SQL over a row {@code m} of the table {@code model}; null where unknown
 * @param type type of the expression
 * @param reversed whether a lower value of the expression is better
 * @param measured measurement behind the key; null for a column of the model itself
 */
public record SortKey(String join, String expression, Cursor.Type type, boolean reversed, Measured measured) {

    /**
     * Counting raw value on a benchmark, clamped to the ends of a scale if it has one.
     *
     * @param benchmarkId id of the benchmark
     * @param least lower end in the benchmark's unit; null without a scale
     * @param greatest upper end in the benchmark's unit; null without a scale
     */
    public record Measured(String benchmarkId, Double least, Double greatest) {}

    /** Key by a column of the model itself. */
    static SortKey own(String column, Cursor.Type type) {
        return new SortKey("", column, type, false, null);
    }

    /**
     * Key by a measurement.
     *
     * @param alias alias of the joined table; unique to the key
     */
    public static SortKey measured(String alias, Measured measured, boolean reversed) {
        String raw = alias + ".raw";
        return new SortKey(
                "left join measurement " + alias + " on " + alias + ".model_id = m.id and " + alias
                        + ".benchmark_id = '" + measured.benchmarkId() + "' and " + alias + ".counting",
                measured.least() == null
                        ? raw
                        // least() and greatest() ignore nulls, and would sort unknown values as the worst.
                        : "case when " + raw + " is not null then least(greatest(" + raw + ", " + measured.least()
                                + "), " + measured.greatest() + ") end",
                Cursor.Type.NUMBER,
                reversed,
                measured);
    }
}
