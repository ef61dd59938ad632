package org.modeltree.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ImportServiceTest {

    @Test
    void a_client_that_waits_for_its_import_is_answered_before_its_connection_counts_as_idle() {
        assertEquals(Duration.ofSeconds(5), ImportService.answerWithin(Duration.ofSeconds(5), Duration.ofSeconds(90)));
        assertEquals(Duration.ofSeconds(45), ImportService.answerWithin(Duration.ofHours(1), Duration.ofSeconds(90)));
        assertEquals(
                Duration.ofMillis(1_500), ImportService.answerWithin(Duration.ofSeconds(5), Duration.ofSeconds(3)));
    }

    @Test
    void without_an_idle_timeout_a_client_waits_as_long_as_is_configured() {
        assertEquals(Duration.ofHours(1), ImportService.answerWithin(Duration.ofHours(1), Duration.ZERO));
    }
}
