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
 * Ends a transaction in such a way that it is known how. A commit can be cut off after the database has stored what it
 * commits; and one that waits for a synchronous standby can be canceled, which PostgreSQL reports as success, with a
 * warning that only the statement itself hears. Once it is confirmed, what is stored stays so, also where the connection
 * is lost before it is given back.
 */
public final class Commit {

    private static final Logger LOG = Logger.getLogger(Commit.class);

    /** "The transaction has already committed locally, but might not have been replicated to the standby." */
    private static final String NOT_REPLICATED = "01000";
    /** The server shuts down, or ends this connection. */
    private static final Set<String> ENDED = Set.of("57P01", "57P02", "57P03", "57P05");

    private static final String CONNECTION_LOST = "08";

    private Commit() {}

    /**
     * Work that stores something.
     *
     * @param <T> what it is
     */
    @FunctionalInterface
    public interface Storing<T> {

        /**
         * Does the work, and at last what ends it.
         *
         * @param ending to be called once, when all is done
         */
        void run(Ending<T> ending) throws Exception;
    }

    /**
     * The end of a transaction.
     *
     * @param <T> what it stores
     */
    public static final class Ending<T> {

        private final AtomicReference<T> stored = new AtomicReference<>();

        private Ending() {}

        /**
         * Commits as {@link Commit#of} does.
         *
         * @param result what is stored from now on
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
     * Stores something in a transaction. What the work throws before its commit is confirmed is thrown, and nothing is
     * stored; what goes wrong afterwards changes nothing.
     *
     * @return what is stored
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
            LOG.debugf(fault, "A connection was lost after what was done on it had been stored");
        }
        return Objects.requireNonNull(ending.stored.get(), "the work did not end its transaction");
    }

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
