package org.modeltree.bands.standing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.modeltree.bands.capability.Capability;
import org.modeltree.bands.capability.CapabilityStanding;
import org.modeltree.bands.cohort.ReleaseDays;
import org.modeltree.bands.cohort.ReleaseWindow;
import org.modeltree.revision.dependency.ChangedParts;
import org.modeltree.revision.dependency.Part;
import org.modeltree.scoring.Scale;
import org.modeltree.scoring.Tally;

/** Standings over windows: made anew only if a day in their window changed. */
class WindowStandingsTest {

    private static final Capability QUIZ = new Capability(
            "quiz",
            1,
            "quiz",
            "Quiz",
            "percent",
            new Scale(Scale.Kind.LINEAR, 0, 100),
            "Quiz",
            null,
            "Q.",
            null,
            null,
            null,
            null);
    private static final CapabilityStanding EVERY_MODEL = new CapabilityStanding(QUIZ, new Tally(List.of()));

    private final ChangedParts changed = new ChangedParts();
    private final WindowStandings windows = new WindowStandings(changed);
    private long revision = 10;

    WindowStandingsTest() {
        changed.addEverything(revision);
    }

    private static ReleaseDays days(double[][] rows) {
        return new ReleaseDays(column(rows, 0), column(rows, 1), column(rows, 2));
    }

    private static Double[] column(double[][] rows, int at) {
        Double[] column = new Double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            column[i] = rows[i][at];
        }
        return column;
    }

    private static ReleaseWindow window(int from, int to) {
        return new ReleaseWindow(true, LocalDate.ofEpochDay(from), LocalDate.ofEpochDay(to));
    }

    private void move(double[][] rows) {
        changed.add(List.of(Part.tally("quiz")), ++revision);
        windows.keepDays("quiz", Optional.of(days(rows)), revision);
    }

    private CapabilityStanding find(ReleaseWindow window) {
        return windows.find(window, EVERY_MODEL, revision).orElseThrow();
    }

    @Test
    void a_standing_stays_while_no_day_in_its_window_changes() {
        windows.keepDays("quiz", Optional.of(days(new double[][] {{10, 5, 1}, {20, 6, 2}, {30, 7, 3}})), revision);
        CapabilityStanding early = find(window(5, 15));
        CapabilityStanding late = find(window(20, 30));
        move(new double[][] {{10, 5, 1}, {20, 6, 2}, {30, 8, 3}});
        assertSame(early, find(window(5, 15)));
        assertNotSame(late, find(window(20, 30)));
        assertEquals(5, find(window(20, 30)).distribution.n());
        move(new double[][] {{10, 5, 1}, {20, 6, 2}, {30, 8, 4}});
        move(new double[][] {{9, 5, 1}, {10, 5, 1}, {20, 6, 2}, {30, 8, 4}});
        assertEquals(2, find(window(5, 15)).distribution.n());
        assertEquals(6, find(window(20, 30)).distribution.n());
    }

    @Test
    void windows_of_the_same_models_share_a_standing() {
        windows.keepDays("quiz", Optional.of(days(new double[][] {{10, 5, 1}, {20, 6, 2}, {30, 7, 3}})), revision);
        CapabilityStanding standing = find(window(5, 25));
        assertSame(standing, find(window(10, 29)));
        assertNotSame(standing, find(window(5, 30)));
        assertNotSame(standing, find(window(11, 25)));
        CapabilityStanding none = find(window(11, 19));
        assertEquals(0, none.distribution.n());
        assertSame(none, find(window(31, 99)));
        // A model released in between ends what they share.
        move(new double[][] {{10, 5, 1}, {20, 6, 2}, {28, 6, 1}, {30, 7, 3}});
        assertEquals(3, find(window(5, 25)).distribution.n());
        assertEquals(4, find(window(10, 29)).distribution.n());
        assertEquals(0, find(window(11, 19)).distribution.n());
    }

    @Test
    void nothing_is_found_before_the_days_of_a_moved_tally_were_read() {
        windows.keepDays("quiz", Optional.of(days(new double[][] {{10, 5, 1}})), revision);
        find(window(5, 15));
        changed.add(List.of(Part.tally("quiz")), ++revision);
        assertEquals(Optional.empty(), windows.find(window(5, 15), EVERY_MODEL, revision));
        // At the revision before, the standing is still the right one.
        assertEquals(
                1,
                windows.find(window(5, 15), EVERY_MODEL, revision - 1)
                        .orElseThrow()
                        .distribution
                        .n());
    }

    @Test
    void standings_follow_the_newest_days_after_random_moves_and_reads() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<double[]> rows = new ArrayList<>();
        for (int day = 0; day < 60; day++) {
            rows.add(new double[] {day, random.nextInt(8) * 10, 1 + random.nextInt(3)});
        }
        windows.keepDays("quiz", Optional.of(days(rows.toArray(new double[0][]))), revision);
        for (int round = 0; round < 1_000; round++) {
            // Sometimes many days at once, as an import changes them.
            int moved = random.nextInt(50) == 0 ? 40 : 1;
            for (int i = 0; i < moved; i++) {
                rows.set(random.nextInt(rows.size()), new double[] {0, random.nextInt(8) * 10, 1 + random.nextInt(3)});
            }
            for (int day = 0; day < rows.size(); day++) {
                rows.get(day)[0] = day;
            }
            ReleaseDays now = days(rows.toArray(new double[0][]));
            move(rows.toArray(new double[0][]));
            for (int asked = random.nextInt(4); asked > 0; asked--) {
                int from = random.nextInt(60);
                ReleaseWindow window = window(from, from + random.nextInt(20));
                CapabilityStanding expected = EVERY_MODEL.over(now.in(window));
                CapabilityStanding found = find(window);
                assertEquals(expected.bandView(), found.bandView(), "seed " + seed + ", round " + round);
                assertTrue(expected.distribution.isSameAs(found.distribution), "seed " + seed + ", round " + round);
            }
        }
    }
}
