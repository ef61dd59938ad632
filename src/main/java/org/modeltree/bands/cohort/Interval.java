package org.modeltree.bands.cohort;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Locale;

/** Length of a period of a history. */
public enum Interval {
    MONTH(1),
    QUARTER(3),
    YEAR(12);

    private final int months;

    Interval(int months) {
        this.months = months;
    }

    /** First day of the period that contains a month. */
    public LocalDate begins(YearMonth month) {
        return LocalDate.of(month.getYear(), (month.getMonthValue() - 1) / months * months + 1, 1);
    }

    /** First day of the period after the one that begins on the given day. */
    public LocalDate next(LocalDate begins) {
        return begins.plusMonths(months);
    }

    /** Name of the period that begins on the given day: {@code 2022-12}, {@code 2022-Q4} or {@code 2022}. */
    public String name(LocalDate begins) {
        return switch (this) {
            case MONTH -> String.format(Locale.ROOT, "%04d-%02d", begins.getYear(), begins.getMonthValue());
            case QUARTER ->
                String.format(Locale.ROOT, "%04d-Q%d", begins.getYear(), (begins.getMonthValue() + 2) / months);
            case YEAR -> String.format(Locale.ROOT, "%04d", begins.getYear());
        };
    }
}
