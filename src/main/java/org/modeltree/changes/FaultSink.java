package org.modeltree.changes;

import java.util.List;

/** Receives the faults of a document. */
@FunctionalInterface
public interface FaultSink {

    /**
     * Receives a fault.
     *
     * @param pointer JSON pointer into the document; empty for the document as a whole
     * @param detail what is wrong
     * @param suggestions keys, values or ids that the client may have meant, likeliest first; may be empty
     */
    void fault(String pointer, String detail, List<String> suggestions);

    /** As {@link #fault(String, String, List)}, without suggestions. */
    default void fault(String pointer, String detail) {
        fault(pointer, detail, List.of());
    }
}
