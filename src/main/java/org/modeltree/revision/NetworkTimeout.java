package org.modeltree.revision;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Limit on how long background work waits for an answer of the database. Background work has no {@link Deadline}, and
 * on a connection that the network has dropped, the server's own timeouts never arrive.
 */
public final class NetworkTimeout {

    /**
     * Limit for short statements; longer than the default statement timeout, so that the server's error arrives first.
     */
    public static final Duration OF_SHORT_WORK = Duration.ofSeconds(10);

    private static final Logger LOG = Logger.getLogger(NetworkTimeout.class);

    private NetworkTimeout() {}

    /**
     * Work on a connection.
     *
     * @param <T> type of the result
     */
    @FunctionalInterface
    public interface Work<T> {

        /** Does the work. */
        T run() throws SQLException;
    }

    /**
     * Runs work on a connection. The connection is closed if the database does not answer within the timeout.
     *
     * @throws SQLException from the work, or because the connection was closed
     */
    public static <T> T within(Duration timeout, Connection connection, Work<T> work) throws SQLException {
        int previousMillis = connection.getNetworkTimeout();
        connection.setNetworkTimeout(Runnable::run, (int) timeout.toMillis());
        try {
            return work.run();
        } finally {
            restore(connection, previousMillis);
        }
    }

    /** Restores the timeout, because the pool does not, and the next user may need to wait longer. */
    private static void restore(Connection connection, int previousMillis) {
        try {
            connection.setNetworkTimeout(Runnable::run, previousMillis);
        } catch (SQLException lost) {
            LOG.debugf(lost, "The network timeout of a lost connection was not restored");
        }
    }
}
