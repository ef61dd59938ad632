package org.modeltree.catalog.records;

/**
 * SQL expressions for a partial date, stored as its first day and its precision. The date can be any day of its year or
 * month, so it is certainly before another date only if its last day is.
 *
 * @param firstDay SQL expression of the first day
 * @param precision SQL expression of {@code year}, {@code month} or {@code day}
 */
public record PartialDateSql(String firstDay, String precision) {

    /** The date in the columns {@code …_date} and {@code …_precision} of a table. */
    public static PartialDateSql of(String columns) {
        return new PartialDateSql(columns + "_date", columns + "_precision");
    }

    /** SQL of the first day after the date; null if the date is null. */
    public String end() {
        return "cast(" + firstDay + " + cast('1 ' || " + precision + " as interval) as date)";
    }

    /** SQL of whether the date is certainly before another one; null if either is null. */
    public String before(PartialDateSql other) {
        return end() + " <= " + other.firstDay;
    }

    /** SQL of whether the last day of the date is today or earlier, by the parameter {@code today}; null if the date is null. */
    public String reached() {
        return reached("cast(:today as date)");
    }

    /**
     * SQL of whether the last day of the date is a day or earlier; null if the date is null.
     *
     * @param day SQL expression of the day
     */
    public String reached(String day) {
        return end() + " <= " + day + " + 1";
    }

    /** SQL of the date as the API writes it; null if the date is null. */
    public String json() {
        return "case when " + firstDay + " is not null then json_build_object('value', left(cast(" + firstDay
                + " as text), case " + precision + " when 'year' then 4 when 'month' then 7 else 10 end), 'precision', "
                + precision + ") end";
    }
}
