package org.modeltree.exports;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.modeltree.formats.openrouter.OpenRouterSelection;

class SelectionTurnsTest {

    private final SelectionTurns turns = new SelectionTurns();

    private ExportRun waits(String client, String name) {
        ExportRun run = new ExportRun(
                new ExportedFile(name, OpenRouterSelection.EVERYTHING.writer(), true), LocalDate.of(2026, 11, 30));
        turns.add(client, run);
        return run;
    }

    private List<String> order() {
        List<String> names = new ArrayList<>();
        for (Optional<ExportRun> next = turns.next(); next.isPresent(); next = turns.next()) {
            names.add(next.get().exported().name());
        }
        return names;
    }

    @Test
    void a_client_with_many_selections_lets_others_take_turns() {
        for (int i = 1; i <= 4; i++) {
            waits("many", "many " + i);
        }
        waits("one", "one 1");
        waits("two", "two 1");
        waits("two", "two 2");
        assertEquals(List.of("many 1", "one 1", "two 1", "many 2", "two 2", "many 3", "many 4"), order());
    }

    @Test
    void selections_that_nobody_waits_for_are_left_out() {
        ExportRun first = waits("one", "one 1");
        ExportRun second = waits("one", "one 2");
        waits("one", "one 3");
        waits("two", "two 1").drop();
        first.drop();
        second.drop();
        assertEquals(List.of("one 3"), order());
        assertEquals(Optional.empty(), turns.next());
    }
}
