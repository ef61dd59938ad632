package org.modeltree.bands.cohort;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.LocalDate;
import java.util.Map;
import org.modeltree.catalog.query.SqlCondition;

/**
 * Models that were released between two days, both included. A partial release date is its first day; models without a
 * release date are outside every window.
 *
 * @param writesText whether only models count whose output includes text
 * @param from first day; null leaves it open
 * @param to last day; null leaves it open
 */
public record ReleaseWindow(@JsonIgnore boolean writesText, LocalDate from, LocalDate to) {

    /** Length in months of the windows that end at a given day. */
    public static final int MONTHS = 24;

    private static final LocalDate EARLIEST = LocalDate.of(0, 1, 1);
    private static final String WRITES_TEXT = "m.output_modalities @> array['text']";

    /**
     * The text writers released in the {@value #MONTHS} months up to a day, both ends included. If that day of the month does
     * not exist at the other end, the window begins with the last day of its month: the one of 2024-02-29 on 2022-02-28.
     */
    public static ReleaseWindow endingOn(LocalDate day) {
        LocalDate from = day.minusMonths(MONTHS);
        // A date before the year 0 has no form that clients can read.
        return new ReleaseWindow(true, from.isBefore(EARLIEST) ? EARLIEST : from, day);
    }

    /** All models released up to a day. */
    public static ReleaseWindow upTo(LocalDate day) {
        return new ReleaseWindow(false, null, day);
    }

    /** The window within two other days, either of which may be null. */
    ReleaseWindow within(LocalDate otherFrom, LocalDate otherTo) {
        return new ReleaseWindow(
                writesText,
                otherFrom == null || (from != null && from.isAfter(otherFrom)) ? from : otherFrom,
                otherTo == null || (to != null && to.isBefore(otherTo)) ? to : otherTo);
    }

    /** Condition on a row {@code m} of the table {@code model}; the window must be closed on both sides. */
    public SqlCondition condition() {
        return new SqlCondition(
                "m.release_date between :windowFrom and :windowTo" + (writesText ? " and " + WRITES_TEXT : ""),
                Map.of("windowFrom", from, "windowTo", to),
                false);
    }

    /** Condition that the output of a model includes text. */
    static SqlCondition textWriters() {
        return new SqlCondition(WRITES_TEXT, Map.of(), false);
    }
}
