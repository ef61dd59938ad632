package org.modeltree.revision.sql;

import java.sql.SQLException;

/** Failure of the database or of the connection to it; its cause says which. */
public class FailedStatement extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** A failure with its cause. */
    public FailedStatement(SQLException cause) {
        super(cause);
    }
}
