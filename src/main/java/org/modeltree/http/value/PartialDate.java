package org.modeltree.http.value;

import java.time.LocalDate;
import java.util.Locale;

/**
 * A date with the precision that is known.
 *
 * @param value {@code 2024}, {@code 2024-01} or {@code 2024-01-31}
 * @param precision {@code year}, {@code month} or {@code day}
 */
public record PartialDate(String value, String precision) {

    /** The date, or null where there is none. Where order matters it is its first day, which is what is stored. */
    public static PartialDate of(LocalDate firstDay, String precision) {
        if (firstDay == null) {
            return null;
        }
        String value = switch (precision) {
            case "year" -> String.format(Locale.ROOT, "%04d", firstDay.getYear());
            case "month" -> String.format(Locale.ROOT, "%04d-%02d", firstDay.getYear(), firstDay.getMonthValue());
            case "day" -> firstDay.toString();
            default -> throw new IllegalArgumentException("no precision: " + precision);
        };
        return new PartialDate(value, precision);
    }

    /** The first day it can mean, which is what it counts as where order matters. */
    public LocalDate firstDay() {
        return LocalDate.parse((value + "-01-01").substring(0, 10));
    }
}
