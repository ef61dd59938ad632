package org.modeltree.bands.cohort;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.modeltree.scoring.Tally;

class MonthlyReleasesTest {

    private static final long SEED = Long.getLong("modeltree.seed", 20_260_630);
    private static final LocalDate EPOCH = LocalDate.of(2021, 1, 1);
    private static final int MONTHS = 70;

    @Test
    void a_window_of_whole_months_has_the_models_of_its_days() {
        Random random = new Random(SEED);
        List<LocalDate> released = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            released.add(EPOCH.plusDays(random.nextInt(MONTHS * 30)));
        }
        Map<String, Tally> byKey = new HashMap<>();
        for (LocalDate day : released) {
            add(byKey, YearMonth.from(day).toString());
            boolean begins = day.getDayOfMonth() == day.lengthOfMonth()
                    || (day.getMonthValue() == 2 && day.getDayOfMonth() == 28);
            if (begins) {
                add(byKey, day.toString());
            }
        }
        MonthlyReleases releases = MonthlyReleases.of(byKey);
        for (int i = 0; i < MONTHS; i++) {
            YearMonth last = YearMonth.from(EPOCH).plusMonths(i);
            LocalDate end = last.atEndOfMonth();
            long expected = released.stream()
                    .filter(day -> !day.isBefore(end.minusYears(2)) && !day.isAfter(end))
                    .count();
            assertEquals(expected, models(releases.endingWith(last)), () -> "-Dmodeltree.seed=" + SEED + ", " + last);
        }
    }

    private static void add(Map<String, Tally> byKey, String key) {
        byKey.merge(key, new Tally(List.of(new Tally.Entry(1, 1))), Tally::plus);
    }

    private static long models(Tally tally) {
        return tally.entries().stream().mapToLong(Tally.Entry::models).sum();
    }
}
