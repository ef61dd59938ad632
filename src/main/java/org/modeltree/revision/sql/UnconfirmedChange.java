package org.modeltree.revision.sql;

import java.sql.SQLTransientException;

/** The primary does not show a change yet that the reader has seen, because its commit waits for a standby to confirm it. */
public final class UnconfirmedChange extends SQLTransientException {

    private static final long serialVersionUID = 1;

    /** With a message for clients. */
    public UnconfirmedChange() {
        super("A change waits for a standby to confirm it. Try again.");
    }
}
