package org.modeltree.bands.cohort;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.modeltree.scoring.Tally;

/** Text writers by day: the tallies of windows, and the days that changed. */
class ReleaseDaysTest {

    /** Rows of day, raw value and number of models. */
    private static ReleaseDays days(double... rows) {
        Double[] days = new Double[rows.length / 3];
        Double[] raws = new Double[rows.length / 3];
        Double[] models = new Double[rows.length / 3];
        for (int i = 0; i < days.length; i++) {
            days[i] = rows[3 * i];
            raws[i] = rows[3 * i + 1];
            models[i] = rows[3 * i + 2];
        }
        return new ReleaseDays(days, raws, models);
    }

    private static int[] differences(ReleaseDays before, ReleaseDays after) {
        int[] differences = before.differencesTo(after, 10).orElseThrow();
        assertArrayEquals(differences, after.differencesTo(before, 10).orElseThrow());
        return differences;
    }

    @Test
    void a_window_has_the_models_of_its_days_and_of_no_other() {
        ReleaseDays days = days(9, 5, 1, 10, 5, 2, 10, 8, 1, 20, 5, 4, 21, 5, 8);
        ReleaseWindow window = new ReleaseWindow(true, LocalDate.ofEpochDay(10), LocalDate.ofEpochDay(20));
        assertEquals(new Tally(List.of(new Tally.Entry(5, 6), new Tally.Entry(8, 1))), days.in(window));
    }

    @Test
    void a_window_is_narrowed_to_its_first_and_last_day_with_a_model() {
        ReleaseDays days = days(9, 5, 1, 10, 5, 2, 10, 8, 1, 20, 5, 4);
        assertEquals(Optional.of(window(10, 20)), days.narrowed(window(10, 20)));
        assertEquals(Optional.of(window(9, 20)), days.narrowed(window(0, 99)));
        assertEquals(Optional.of(window(10, 10)), days.narrowed(window(10, 19)));
        assertEquals(Optional.empty(), days.narrowed(window(11, 19)));
        assertEquals(Optional.empty(), days.narrowed(window(0, 8)));
        assertEquals(Optional.empty(), days.narrowed(window(21, 30)));
        assertEquals(Optional.empty(), days().narrowed(window(0, 99)));
    }

    private static ReleaseWindow window(int from, int to) {
        return new ReleaseWindow(true, LocalDate.ofEpochDay(from), LocalDate.ofEpochDay(to));
    }

    @Test
    void the_days_that_differ_are_found_in_both_directions() {
        ReleaseDays before = days(9, 5, 1, 10, 5, 2, 10, 8, 1, 20, 5, 4);
        assertArrayEquals(new int[0], differences(before, days(9, 5, 1, 10, 5, 2, 10, 8, 1, 20, 5, 4)));
        // Another number, another raw value, one raw value more or less, one day more or less.
        assertArrayEquals(new int[] {10}, differences(before, days(9, 5, 1, 10, 5, 2, 10, 8, 2, 20, 5, 4)));
        assertArrayEquals(new int[] {20}, differences(before, days(9, 5, 1, 10, 5, 2, 10, 8, 1, 20, 6, 4)));
        assertArrayEquals(new int[] {10}, differences(before, days(9, 5, 1, 10, 5, 2, 20, 5, 4)));
        assertArrayEquals(new int[] {9, 20}, differences(before, days(9, 4, 1, 9, 5, 1, 10, 5, 2, 10, 8, 1)));
        assertArrayEquals(
                new int[] {3, 15, 30},
                differences(before, days(3, 5, 1, 9, 5, 1, 10, 5, 2, 10, 8, 1, 15, 1, 1, 20, 5, 4, 30, 9, 9)));
        assertArrayEquals(new int[] {9, 10, 20}, differences(before, days()));
        assertArrayEquals(new int[0], differences(days(), days()));
    }

    @Test
    void more_days_than_asked_for_are_not_told() {
        ReleaseDays before = days(9, 5, 1, 10, 5, 2, 20, 5, 4);
        assertEquals(Optional.empty(), before.differencesTo(days(), 2));
        assertEquals(3, before.differencesTo(days(), 3).orElseThrow().length);
    }
}
