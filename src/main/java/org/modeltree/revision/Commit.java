package org.modeltree.revision;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.Set;

/**
 * Ends a transaction in such a way that it is known how. A commit can be cut off after the database has stored what it
 * commits; and one that waits for a synchronous standby can be canceled, which PostgreSQL reports as success, with a
 * warning that only the statement itself hears.
 */
public final class Commit {

    /** "The transaction has already committed locally, but might not have been replicated to the standby." */
    private static final String NOT_REPLICATED = "01000";
    /** The server shuts down, or ends this connection. */
    private static final Set<String> ENDED = Set.of("57P01", "57P02", "57P03", "57P05");

    private static final String CONNECTION_LOST = "08";

    private Commit() {}

    /**
     * Commits what was done on a connection; the transaction manager finds nothing left to do.
     *
     * @throws OutcomeUnknown if nobody can say whether it is stored
     * @throws IllegalStateException if it is not stored
     */
    public static void of(Connection connection) {
        try (Statement statement = connection.createStatement()) {
            statement.execute("commit");
            for (SQLWarning warning = statement.getWarnings(); warning != null; warning = warning.getNextWarning()) {
                if (NOT_REPLICATED.equals(warning.getSQLState())) {
                    throw new OutcomeUnknown(warning);
                }
            }
        } catch (SQLException fault) {
            String state = fault.getSQLState();
            if (state == null || state.startsWith(CONNECTION_LOST) || ENDED.contains(state)) {
                throw new OutcomeUnknown(fault);
            }
            throw new IllegalStateException(fault);
        }
    }
}
