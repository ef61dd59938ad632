package org.modeltree.changes;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.modeltree.http.problem.Problem;
import org.modeltree.revision.UsesSql;

/** Lock on the catalog's revision. One transaction of all processes holds it, until it ends. */
@UsesSql("a row lock with a timeout of its own")
public final class RevisionLock {

    /**
     * Statements that take the lock. Their parameter is the maximum wait for another writer, see {@link #wait(Duration)}.
     * Each of the three returns one row; that of the second is the current revision. Waiting for the lock does not count
     * towards the statement timeout. The server ends a transaction that holds the lock and has sent nothing for three seconds,
     * unless it {@link #mayCompute may compute}: a process that vanishes with its network would block all writers until the
     * server's TCP connection breaks, which takes hours.
     */
    public static final String STATEMENTS = """
            select set_config('modeltree.statement_timeout', current_setting('statement_timeout'), true) is null,
                   set_config('statement_timeout', '0', true) is null, set_config('lock_timeout', ?, true) is null,
                   set_config('idle_in_transaction_session_timeout', '3000', true) is null;
            select revision from catalog_revision for update;
            select set_config('statement_timeout', current_setting('modeltree.statement_timeout'), true) is null,
                   set_config('lock_timeout', '0', true) is null""";

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private RevisionLock() {}

    /** The parameter of the statements: milliseconds. */
    public static String wait(Duration longest) {
        return Long.toString(longest.toMillis());
    }

    /** What to answer if the lock was not free in time; the fault itself if it is another one. */
    public static Exception refusal(SQLException fault) {
        return LOCK_NOT_AVAILABLE.equals(fault.getSQLState())
                ? new Problem.Unavailable("Another write is in progress. Nothing was changed; try again.")
                : fault;
    }

    /** Lets a transaction that holds the lock be silent for longer, because it computes between its statements. */
    public static void mayCompute(Connection connection) throws SQLException {
        try (Statement longer = connection.createStatement()) {
            longer.execute("set local idle_in_transaction_session_timeout = '20s'");
        }
    }

    /** Takes the lock for a transaction that computes between its statements, so it may be silent for longer. */
    static void take(Connection connection, Duration longest) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(STATEMENTS)) {
            statement.setString(1, wait(longest));
            statement.execute();
            mayCompute(connection);
        } catch (SQLException fault) {
            if (refusal(fault) instanceof Problem refused) {
                throw refused;
            }
            throw fault;
        }
    }
}
