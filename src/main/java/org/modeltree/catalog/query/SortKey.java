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
     * Value of a model in a table of its own, clamped to the ends of a scale if it has one.
     *
     * @param benchmarkId id of the benchmark of a counting measurement; null for other values
     * @param least lower end in the benchmark's unit; null without a scale
     * @param greatest upper end in the benchmark's unit; null without a scale
     * @param rows where the values are
     */
    public record Measured(String benchmarkId, Double least, Double greatest, Rows rows) {

        /** Counting raw value on a benchmark. */
        public Measured(String benchmarkId, Double least, Double greatest) {
            this(
                    benchmarkId,
                    least,
                    greatest,
                    new Rows("measurement", "raw", "w.counting and w.benchmark_id = '" + benchmarkId + "'"));
        }

        /** Value without a scale. */
        public static Measured of(Rows rows) {
            return new Measured(null, null, null, rows);
        }
    }

    /**
     * Rows of a table with at most one value of each model, in the order of an index.
     *
     * @param table table with a column {@code model_id}
     * @param value column of type double precision, never null in these rows
     * @param condition SQL condition on a row {@code w} of the table
     */
    public record Rows(String table, String value, String condition) {}

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
        Rows rows = measured.rows();
        String raw = alias + "." + rows.value();
        return new SortKey(
                "left join " + rows.table() + " " + alias + " on " + alias + ".model_id = m.id and "
                        + rows.condition().replace("w.", alias + "."),
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
