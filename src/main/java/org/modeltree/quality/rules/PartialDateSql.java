package org.modeltree.quality.rules;

/**
 * A partial date in SQL: its first day and its precision, in two columns. It may be any day of its year or its month, so
 * one date is certainly before another only if it is so on its last day.
 *
 * @param firstDay SQL of the day
 * @param precision SQL of {@code year}, {@code month} or {@code day}
 */
public record PartialDateSql(String firstDay, String precision) {

    /** The date in the columns {@code …_date} and {@code …_precision} of a table. */
    public static PartialDateSql of(String columns) {
        return new PartialDateSql(columns + "_date", columns + "_precision");
    }

    /** SQL of the first day behind it; null where the date is. */
    public String end() {
        return "cast(" + firstDay + " + cast('1 ' || " + precision + " as interval) as date)";
    }

    /** SQL of whether it is certainly before another date; null where one is. */
    public String before(PartialDateSql other) {
        return end() + " <= " + other.firstDay;
    }

    /** SQL of whether all of it is before tomorrow, of the parameter {@code today}; null where the date is. */
    public String begun() {
        return end() + " <= cast(:today as date) + 1";
    }

    /** SQL of the date as the API writes it; null where there is none. */
    public String json() {
        return "case when " + firstDay + " is not null then json_build_object('value', left(cast(" + firstDay
                + " as text), case " + precision + " when 'year' then 4 when 'month' then 7 else 10 end), 'precision', "
                + precision + ") end";
    }
}
