package org.modeltree.revision.sql;

/** Thrown through the code that reads a snapshot, so that it is called again. */
public final class RepeatedRead extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** A read that begins again, in a transaction. */
    public RepeatedRead() {
        super("the snapshot is read again in a transaction", null, false, false);
    }
}
