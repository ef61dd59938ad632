package org.modeltree.revision;

import io.quarkus.narayana.jta.TransactionRunner;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/**
 * Commit of a transaction with a known outcome. A connection can be lost after the database has stored the changes but
 * before it confirms them. A commit that waits for a synchronous standby can be canceled, which PostgreSQL reports as
 * success with a warning on the statement. Both end in {@link OutcomeUnknown}. A confirmed commit stays a success, even
 * if the connection is lost before it returns to the pool.
 */
public final class Commit {

    private static final Logger LOG = Logger.getLogger(Commit.class);

    /** "The transaction has already committed locally, but might not have been replicated to the standby." */
    private static final String NOT_REPLICATED = "01000";
    /** The server is shutting down, or has closed this connection. */
    private static final Set<String> CONNECTION_CLOSED = Set.of("57P01", "57P02", "57P03", "57P05");

    private static final String CONNECTION_LOST = "08";

    private Commit() {}

    /**
     * Work that stores something in a transaction.
     *
     * @param <T> type of the result
     */
    @FunctionalInterface
    public interface Storing<T> {

        /**
         * Does the work and then commits it.
         *
         * @param ending commits the transaction; must be called exactly once, as the last step
         */
        void run(Ending<T> ending) throws Exception;
    }

    /**
     * End of a transaction.
     *
     * @param <T> type of the result
     */
    public static final class Ending<T> {

        private final AtomicReference<T> stored = new AtomicReference<>();

        private Ending() {}

        /**
         * Commits in the same way as {@link Commit#of}.
         *
         * @param result result of the transaction, not null
         */
        public void commit(Connection connection, T result) {
            of(connection);
            stored.set(result);
        }

        /**
         * Rolls back what was done on a connection; the transaction manager finds nothing left to do.
         *
         * @param result returned although nothing is stored
         */
        public void rollBack(Connection connection, T result) throws SQLException {
            // Nothing is stored from here on, even if the connection is lost before the rollback.
            stored.set(result);
            try (Statement statement = connection.createStatement()) {
                statement.execute("rollback");
            }
        }
    }

    /**
     * Runs work in a transaction. An exception before the commit is confirmed is passed on, and nothing is stored. A
     * failure after the confirmation is only logged.
     *
     * @return result of the committed work
     */
    public static <T> T stored(TransactionRunner transaction, Storing<T> work) {
        Ending<T> ending = new Ending<>();
        try {
            transaction.call(() -> {
                work.run(ending);
                return null;
            });
        } catch (RuntimeException fault) {
            if (ending.stored.get() == null) {
                throw fault;
            }
            LOG.debugf(fault, "A connection was lost after its transaction had ended");
        }
        return Objects.requireNonNull(ending.stored.get(), "the work did not end its transaction");
    }

    /**
     * Commits the connection's transaction; the transaction manager's own commit then has nothing left to do.
     *
     * @throws OutcomeUnknown if the changes may or may not be stored
     * @throws IllegalStateException if the changes are not stored
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
            if (state == null || state.startsWith(CONNECTION_LOST) || CONNECTION_CLOSED.contains(state)) {
                throw new OutcomeUnknown(fault);
            }
            throw new IllegalStateException(fault);
        }
    }
}
