package org.modeltree.exports;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Selections that wait to be read. Clients take turns, so that however many selections one of them asks for, those of another
 * client wait for one of each. Not safe for several threads.
 */
final class SelectionTurns {

    /** Clients in the order of their turns. */
    private final Map<String, Deque<ExportRun>> byClient = new LinkedHashMap<>();

    /** Adds a selection after all others of its client. */
    void add(String client, ExportRun run) {
        Deque<ExportRun> own = byClient.computeIfAbsent(client, none -> new ArrayDeque<>());
        // Those of a client that asks and leaves again and again would pile up.
        own.removeIf(ExportRun::isDropped);
        own.add(run);
    }

    /** Removes the selection whose turn it is; empty if nobody waits for one any more. */
    Optional<ExportRun> next() {
        while (!byClient.isEmpty()) {
            String client = byClient.keySet().iterator().next();
            Deque<ExportRun> own = byClient.remove(client);
            ExportRun run = own.remove();
            own.removeIf(ExportRun::isDropped);
            if (!own.isEmpty()) {
                byClient.put(client, own);
            }
            if (!run.isDropped()) {
                return Optional.of(run);
            }
        }
        return Optional.empty();
    }
}
