package org.modeltree.revision.dependency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What is known of the changes between two revisions. */
class ChangedPartsTest {

    private static final Part ONE = Part.model("alder/one");
    private static final Part TWO = Part.model("alder/two");

    private static ChangedParts from(long revision) {
        ChangedParts changed = new ChangedParts();
        changed.addEverything(revision);
        return changed;
    }

    @Test
    void a_part_is_unchanged_until_a_revision_names_it() {
        ChangedParts changed = from(10);
        changed.add(List.of(ONE), 11);
        changed.add(List.of(TWO), 12);
        assertFalse(changed.unchanged(ONE, 10, 12));
        assertTrue(changed.unchanged(ONE, 11, 12));
        assertTrue(changed.unchanged(TWO, 10, 10));
        assertFalse(changed.unchanged(TWO, 11, 12));
        assertTrue(changed.same(ONE, 12, 11));
        assertEquals(12, changed.completeTo());
    }

    @Test
    void an_answer_is_unchanged_if_all_of_its_parts_are() {
        ChangedParts changed = from(10);
        changed.add(List.of(ONE), 11);
        assertFalse(changed.unchanged(Parts.of(List.of(ONE, TWO)), 10, 11));
        assertTrue(changed.unchanged(Parts.of(List.of(TWO)), 10, 11));
        assertTrue(changed.unchanged(Parts.of(List.of()), 10, 11));
        assertFalse(changed.unchanged(Parts.EVERYTHING, 10, 11));
        assertTrue(changed.unchanged(Parts.EVERYTHING, 11, 11));
    }

    @Test
    void nothing_is_unchanged_beyond_what_is_known() {
        ChangedParts changed = from(10);
        assertFalse(changed.unchanged(ONE, 10, 11));
        assertFalse(changed.unchanged(ONE, 9, 10));
        changed.add(List.of(), 11);
        assertTrue(changed.unchanged(ONE, 10, 11));
        changed.addEverything(12);
        assertFalse(changed.unchanged(ONE, 11, 12));
        changed.add(List.of(), 13);
        assertTrue(changed.unchanged(ONE, 12, 13));
    }

    @Test
    void the_oldest_changes_are_forgotten_and_then_nothing_is_unchanged_since() {
        ChangedParts changed = from(0);
        for (int revision = 1; revision <= 200; revision++) {
            List<Part> parts = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                parts.add(Part.model("m/" + revision + "-" + i));
            }
            changed.add(parts, revision);
        }
        assertFalse(changed.unchanged(ONE, 0, 200));
        assertTrue(changed.unchanged(ONE, 190, 200));
        assertFalse(changed.unchanged(Part.model("m/195-7"), 190, 200));
        assertTrue(changed.unchanged(Part.model("m/185-7"), 190, 200));
    }

    @Test
    void a_waiter_is_woken_by_the_next_changes_and_does_not_wait_for_a_log_that_cannot_be_read() {
        ChangedParts changed = from(10);
        assertEquals(Optional.empty(), changed.pending(11));
        changed.follow(true);
        assertEquals(Optional.empty(), changed.pending(10));
        CompletableFuture<Void> woken = changed.pending(11).orElseThrow();
        assertFalse(woken.isDone());
        changed.add(List.of(ONE), 11);
        assertTrue(woken.isDone());
    }

    @Test
    void names_have_different_codes() {
        assertEquals(
                200_000,
                java.util.stream.IntStream.range(0, 100_000)
                        .boxed()
                        .flatMap(i -> java.util.stream.Stream.of(
                                Part.model("v/" + i).code(),
                                Part.nameOf("v/" + i).code()))
                        .distinct()
                        .count());
    }
}
