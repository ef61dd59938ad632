package org.modeltree.revision;

import java.sql.SQLException;

/** Commit without a confirmation: the change may or may not be stored. */
public final class OutcomeUnknown extends RuntimeException {

    private static final long serialVersionUID = 1;

    OutcomeUnknown(SQLException cause) {
        super("The outcome of a commit is unknown", cause);
    }
}
