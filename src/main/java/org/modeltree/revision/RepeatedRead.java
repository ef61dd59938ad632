package org.modeltree.revision;

/** Thrown through the code that reads a {@link Snapshot}, so that it is called again. */
final class RepeatedRead extends RuntimeException {

    private static final long serialVersionUID = 1;

    RepeatedRead() {
        super("the snapshot is read again in a transaction", null, false, false);
    }
}
