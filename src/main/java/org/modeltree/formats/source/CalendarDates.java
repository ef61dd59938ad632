package org.modeltree.formats.source;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.regex.Pattern;
import org.modeltree.http.value.PartialDate;

/** Validation of partial dates: a day, a month or a year. */
public final class CalendarDates {

    private static final Pattern DATE = Pattern.compile("[12]\\d{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\\d|3[01]))?)?");

    private CalendarDates() {}

    /**
     * Whether something that ends on a partial date has ended: on its day, or on the last day of its month or year.
     *
     * @param end the date; empty if no end is known
     */
    public static boolean isOver(String end, LocalDate today) {
        return !end.isEmpty() && !PartialDate.of(end).lastDay().isAfter(today);
    }

    /** Whether the text is a date such as 2024, 2024-01 or 2024-01-31 that exists in the calendar. */
    public static boolean isDate(String text) {
        if (!DATE.matcher(text).matches()) {
            return false;
        }
        try {
            LocalDate.parse((text + "-01-01").substring(0, 10));
            return true;
        } catch (DateTimeException noSuchDay) {
            return false;
        }
    }
}
