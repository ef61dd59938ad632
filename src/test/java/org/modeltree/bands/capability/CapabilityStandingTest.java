package org.modeltree.bands.capability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.modeltree.scoring.Scale;
import org.modeltree.scoring.Score;
import org.modeltree.scoring.Tally;

/** A standing after its tally moved: what stays the same is known as the same. */
class CapabilityStandingTest {

    private static final Scale SCALE = new Scale(Scale.Kind.LINEAR, 10, 90);
    private static final Capability CAPABILITY =
            new Capability("quiz", 1, "quiz", "Quiz", "percent", SCALE, "Quiz", null, "Q.", null, null, null, null);

    /** A tally with one model for each raw value. */
    private static Tally tally(double... raws) {
        List<Tally.Entry> entries = new ArrayList<>();
        for (double raw : raws) {
            entries.add(new Tally.Entry(raw, 1));
        }
        return new Tally(entries);
    }

    @Test
    void a_raw_value_that_moves_beyond_the_end_of_the_scale_makes_no_difference() {
        CapabilityStanding before = new CapabilityStanding(CAPABILITY, tally(1, 20, 30, 40, 50, 60, 95));
        assertSame(before, before.moved(tally(2, 20, 30, 40, 50, 60, 95)));
        assertSame(before, before.moved(tally(1, 20, 30, 40, 50, 60, 100)));
        assertEquals(10.0, before.bandView().lower().exact() * 8 + 10 - 12, 1e-9);
        assertNotSame(before, before.moved(tally(11, 20, 30, 40, 50, 60, 95)));
    }

    @Test
    void equal_bands_have_the_same_number_and_others_have_another() {
        CapabilityStanding before = new CapabilityStanding(CAPABILITY, tally(20, 30, 40, 50, 60, 70));
        // The lower edge is the second model, the median is between the third and the fourth, the upper edge the fifth.
        CapabilityStanding first = before.moved(tally(25, 30, 40, 50, 60, 70));
        assertNotSame(before, first);
        assertEquals(before.bandNumber, first.bandNumber);
        assertNotEquals(first.bandNumber, first.moved(tally(25, 31, 40, 50, 60, 70)).bandNumber);
        assertNotEquals(first.bandNumber, first.moved(tally(25, 30, 41, 50, 60, 70)).bandNumber);
        assertNotEquals(first.bandNumber, first.moved(tally(25, 30, 40, 50, 61, 70)).bandNumber);
        // As many models, but another number of them has the score of an edge.
        CapabilityStanding tied = before.moved(tally(30, 30, 40, 50, 60, 70));
        assertEquals(before.bandView().lower(), tied.bandView().lower());
        assertNotEquals(before.bandNumber, tied.bandNumber);
        assertNotEquals(
                before.bandNumber, new CapabilityStanding(CAPABILITY, tally(20, 30, 40, 50, 60, 70)).bandNumber);
    }

    @Test
    void a_moved_standing_answers_as_one_that_was_made_of_the_tally() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            double[] raws = random.doubles(3 + random.nextInt(12), 0, 10)
                    .map(raw -> Math.floor(raw) * 10)
                    .toArray();
            CapabilityStanding before = new CapabilityStanding(CAPABILITY, tally(raws));
            raws[random.nextInt(raws.length)] = random.nextInt(11) * 10;
            CapabilityStanding moved = before.moved(tally(raws));
            CapabilityStanding made = new CapabilityStanding(CAPABILITY, tally(raws));
            assertEquals(made.bandView(), moved.bandView(), "seed " + seed);
            assertEquals(made.band, moved.band, "seed " + seed);
            for (double exact = 0; exact <= 10; exact += 0.625) {
                Score score = new Score(exact);
                assertEquals(made.distribution.below(score), moved.distribution.below(score), "seed " + seed);
                assertEquals(made.distribution.above(score), moved.distribution.above(score), "seed " + seed);
            }
            if (moved.bandNumber == before.bandNumber) {
                assertEquals(before.bandView(), made.bandView(), "seed " + seed);
            }
        }
    }
}
