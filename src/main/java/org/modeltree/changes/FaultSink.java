package org.modeltree.changes;

/** Is told what is wrong with a document. */
@FunctionalInterface
public interface FaultSink {

    /**
     * One thing that is wrong.
     *
     * @param pointer JSON pointer into the document
     */
    void fault(String pointer, String detail);
}
