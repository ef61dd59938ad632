package org.modeltree.exports;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.modeltree.http.problem.Problem;

class ExportClientsTest {

    private record Settings(int atOnce, int maxClients, Duration stallTimeout, Duration keepFor, int maxMegabytes)
            implements ExportSettings {}

    private static ExportClients clients(int most) {
        return new ExportClients(
                new Settings(1, most, Duration.ofSeconds(1), Duration.ofSeconds(1), 1), new SimpleMeterRegistry());
    }

    @Test
    void one_caller_has_a_quarter_of_the_places_and_gets_them_back() {
        ExportClients clients = clients(8);
        clients.enter("one");
        clients.enter("one");
        assertThrows(Problem.TooManyRequests.class, () -> clients.enter("one"));
        assertDoesNotThrow(() -> clients.enter("another"));
        clients.leave("one");
        assertDoesNotThrow(() -> clients.enter("one"));
    }

    @Test
    void there_is_an_end_of_places() {
        ExportClients clients = clients(4);
        for (String name : new String[] {"a", "b", "c", "d"}) {
            clients.enter(name);
        }
        assertThrows(Problem.Unavailable.class, () -> clients.enter("e"));
        clients.leave("c");
        assertDoesNotThrow(() -> clients.enter("e"));
    }

    @Test
    void of_one_place_everybody_may_have_it() {
        ExportClients clients = clients(1);
        clients.enter("a");
        clients.leave("a");
        assertDoesNotThrow(() -> clients.enter("b"));
    }
}
