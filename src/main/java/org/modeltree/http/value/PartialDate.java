package org.modeltree.http.value;

import java.time.LocalDate;
import java.util.Locale;

/**
 * A date of which the day, or the month and the day, may be unknown.
 *
 * @param value {@code 2024}, {@code 2024-01} or {@code 2024-01-31}
 * @param precision {@code year}, {@code month} or {@code day}
 */
public record PartialDate(String value, String precision) {

    /** A date from its first possible day, as stored, and its precision; null if the day is null. */
    public static PartialDate of(LocalDate firstDay, String precision) {
        if (firstDay == null) {
            return null;
        }
        String value = switch (precision) {
            case "year" -> String.format(Locale.ROOT, "%04d", firstDay.getYear());
            case "month" -> String.format(Locale.ROOT, "%04d-%02d", firstDay.getYear(), firstDay.getMonthValue());
            case "day" -> firstDay.toString();
            default -> throw new IllegalArgumentException("unknown precision: " + precision);
        };
        return new PartialDate(value, precision);
    }

    /** A date from its text, such as {@code 2024-01}, which must be valid; null for null. */
    public static PartialDate of(String value) {
        if (value == null) {
            return null;
        }
        return new PartialDate(value, value.length() == 4 ? "year" : value.length() == 7 ? "month" : "day");
    }

    /** The first day that the date can mean; dates are ordered by it. */
    public LocalDate firstDay() {
        // A parser takes several times as long.
        return LocalDate.of(part(0, 4), value.length() > 4 ? part(5, 7) : 1, value.length() > 7 ? part(8, 10) : 1);
    }

    private int part(int from, int to) {
        return Integer.parseInt(value, from, to, 10);
    }

    /** The last day that the date can mean. */
    public LocalDate lastDay() {
        LocalDate first = firstDay();
        return switch (precision) {
            case "year" -> first.plusYears(1).minusDays(1);
            case "month" -> first.plusMonths(1).minusDays(1);
            default -> first;
        };
    }
}
