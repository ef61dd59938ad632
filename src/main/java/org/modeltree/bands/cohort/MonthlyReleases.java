package org.modeltree.bands.cohort;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.modeltree.scoring.Tally;

/**
 * Tallies of models by month of release, from which windows that end with a month are added up.
 *
 * @param months by month
 * @param firstDays by day, of the days that such a window can begin with: the last of each month, and 28 February
 */
public record MonthlyReleases(NavigableMap<YearMonth, Tally> months, Map<LocalDate, Tally> firstDays) {

    private static final int MONTH_LENGTH = 7;

    /** From tallies by {@code YYYY-MM} and {@code YYYY-MM-DD}. */
    static MonthlyReleases of(Map<String, Tally> byKey) {
        NavigableMap<YearMonth, Tally> months = new TreeMap<>();
        Map<LocalDate, Tally> days = new HashMap<>();
        byKey.forEach((key, tally) -> {
            if (key.length() == MONTH_LENGTH) {
                months.put(YearMonth.parse(key), tally);
            } else {
                days.put(LocalDate.parse(key), tally);
            }
        });
        return new MonthlyReleases(months, days);
    }

    /** Tally of the window of {@value ReleaseWindow#MONTHS} months that ends with the last day of a month. */
    public Tally endingWith(YearMonth last) {
        LocalDate from = ReleaseWindow.endingOn(last.atEndOfMonth()).from();
        YearMonth first = YearMonth.from(from);
        List<Tally.Entry> entries = new ArrayList<>();
        months.subMap(first, false, last, true).values().forEach(tally -> entries.addAll(tally.entries()));
        for (LocalDate day = from; !day.isAfter(first.atEndOfMonth()); day = day.plusDays(1)) {
            Tally tally = firstDays.get(day);
            if (tally != null) {
                entries.addAll(tally.entries());
            }
        }
        return new Tally(entries);
    }
}
