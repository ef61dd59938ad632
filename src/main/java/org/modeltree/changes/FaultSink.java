package org.modeltree.changes;

/** Receives the faults of a document. */
@FunctionalInterface
public interface FaultSink {

    /**
     * Receives a fault.
     *
     * @param pointer JSON pointer into the document; empty for the document as a whole
     * @param detail what is wrong
     */
    void fault(String pointer, String detail);
}
