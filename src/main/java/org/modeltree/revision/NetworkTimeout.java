package org.modeltree.revision;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Bounds how long the database may say nothing to work that no request waits for. Such work has no {@link Deadline}, and
 * where the network has forgotten a connection, the server's own limits are never heard of.
 */
public final class NetworkTimeout {

    /** For statements that are short, the server's own time limit included as it is by default. */
    public static final Duration OF_SHORT_WORK = Duration.ofSeconds(10);

    private static final Logger LOG = Logger.getLogger(NetworkTimeout.class);

    private NetworkTimeout() {}

    /**
     * Work on a connection.
     *
     * @param <T> what comes of it
     */
    @FunctionalInterface
    public interface Work<T> {

        /** Does it. */
        T run() throws SQLException;
    }

    /**
     * Works on a connection, which is lost if the database is silent for longer.
     *
     * @throws SQLException what the work throws; of a connection that is lost, as with any other
     */
    public static <T> T within(Duration longest, Connection connection, Work<T> work) throws SQLException {
        int before = connection.getNetworkTimeout();
        connection.setNetworkTimeout(Runnable::run, (int) longest.toMillis());
        try {
            return work.run();
        } finally {
            restore(connection, before);
        }
    }

    /** The pool does not do that, and whoever gets the connection next may have to wait for longer. */
    private static void restore(Connection connection, int before) {
        try {
            connection.setNetworkTimeout(Runnable::run, before);
        } catch (SQLException lost) {
            LOG.debugf(lost, "A connection was lost, and with it its time limit");
        }
    }
}
