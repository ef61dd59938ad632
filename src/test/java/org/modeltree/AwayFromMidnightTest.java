package org.modeltree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class AwayFromMidnightTest {

    @Test
    void tests_wait_in_the_last_two_minutes_of_a_day_until_it_is_over() {
        assertEquals(Duration.ZERO, waiting("2026-11-29T23:57:59.999Z"));
        assertEquals(Duration.ofMinutes(2), waiting("2026-11-29T23:58:00Z"));
        assertEquals(Duration.ofMillis(1), waiting("2026-12-31T23:59:59.999Z"));
        assertEquals(Duration.ZERO, waiting("2026-11-30T00:00:00Z"));
        assertEquals(Duration.ZERO, waiting("2026-11-29T12:00:00Z"));
    }

    @Test
    void it_applies_to_every_test_without_being_named_by_one() {
        assertTrue(Boolean.getBoolean(AwayFromMidnight.ACTIVE));
    }

    private static Duration waiting(String now) {
        return new AwayFromMidnight(Clock.fixed(Instant.parse(now), ZoneOffset.UTC)).waiting();
    }
}
