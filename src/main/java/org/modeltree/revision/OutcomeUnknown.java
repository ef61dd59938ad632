package org.modeltree.revision;

import java.sql.SQLException;

/** A change may be stored, or not: the database was lost, or did not confirm it, while it was being committed. */
public final class OutcomeUnknown extends RuntimeException {

    private static final long serialVersionUID = 1;

    OutcomeUnknown(SQLException cause) {
        super("The outcome of a commit is unknown", cause);
    }
}
