package org.modeltree.revision;

import io.agroal.api.AgroalPoolInterceptor;
import io.quarkus.agroal.DataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.postgresql.PGConnection;

/**
 * Sees that nobody waits for a connection, or on one, longer than the {@link Deadline} of the request allows. A database
 * that is paused, or a network that swallows packets, says nothing; then the server's own time limit does not help, and
 * only closing the socket frees the thread.
 */
@Singleton
class ConnectionDeadlines {

    private static final Logger LOG = Logger.getLogger(ConnectionDeadlines.class);
    private static final Duration PRECISION = Duration.ofMillis(100);
    private static final int ABORTS_AT_ONCE = 4;

    private final Vertx vertx;
    private final Map<Connection, Deadline> inUse = new ConcurrentHashMap<>();
    private final Set<Acquisition> acquisitions = ConcurrentHashMap.newKeySet();
    private final WorkerExecutor aborts;
    private long timer;

    ConnectionDeadlines(Vertx vertx) {
        this.vertx = vertx;
        // Not those of requests, which may all be waiting for what is aborted here.
        aborts = vertx.createSharedWorkerExecutor("connection-aborts", ABORTS_AT_ONCE);
    }

    void start(@Observes StartupEvent event) {
        timer = vertx.setPeriodic(PRECISION.toMillis(), tick -> enforce());
    }

    void stop(@Observes ShutdownEvent event) {
        vertx.cancelTimer(timer);
        aborts.close();
    }

    /**
     * A connection of a pool; that of the current transaction, if it has one.
     *
     * @throws SQLException if there is none before the request's deadline
     */
    Connection open(javax.sql.DataSource pool) throws SQLException {
        Optional<Deadline> deadline = Deadline.current();
        if (deadline.isEmpty()) {
            return pool.getConnection();
        }
        if (deadline.get().hasPassed()) {
            throw new SQLTimeoutException("the time for this request is over");
        }
        Acquisition acquisition = new Acquisition(Thread.currentThread(), deadline.get());
        acquisitions.add(acquisition);
        try {
            return pool.getConnection();
        } catch (SQLException fault) {
            // To the driver an interruption is an unexpected error; that the time is over is what happened.
            throw deadline.get().hasPassed()
                    ? new SQLTimeoutException("the time for this request is over", fault)
                    : fault;
        } finally {
            acquisitions.remove(acquisition);
            acquisition.end();
        }
    }

    private void enforce() {
        acquisitions.stream()
                .filter(acquisition -> acquisition.deadline.hasPassed())
                .forEach(Acquisition::interrupt);
        inUse.keySet().removeIf(ConnectionDeadlines::isClosed);
        inUse.forEach((connection, deadline) -> {
            if (deadline.hasPassed()) {
                // Closing the socket of an encrypted connection may wait for the network itself.
                aborts.executeBlocking(() -> abort(connection, deadline), false);
            }
        });
    }

    private static boolean isClosed(Connection connection) {
        try {
            return connection.isClosed();
        } catch (SQLException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Unless somebody else uses it by now. */
    private Void abort(Connection connection, Deadline deadline) {
        if (!inUse.remove(connection, deadline)) {
            return null;
        }
        try {
            connection.abort(Runnable::run);
        } catch (SQLException broken) {
            LOG.debugf(broken, "A connection could not be aborted");
        }
        return null;
    }

    /** A thread that waits for a connection. */
    private static final class Acquisition {

        private final Thread thread;
        private final Deadline deadline;
        private boolean interrupted;
        private boolean over;

        private Acquisition(Thread thread, Deadline deadline) {
            this.thread = thread;
            this.deadline = deadline;
        }

        private synchronized void interrupt() {
            if (!over) {
                interrupted = true;
                thread.interrupt();
            }
        }

        /** From here on the thread is not interrupted any more, and has forgotten that it was. */
        private synchronized void end() {
            over = true;
            if (interrupted) {
                Thread.interrupted();
            }
        }
    }

    /** Notes who uses a connection of the primary, and until when. */
    @Singleton
    static class OfPrimary implements AgroalPoolInterceptor {

        private final ConnectionDeadlines deadlines;

        OfPrimary(ConnectionDeadlines deadlines) {
            this.deadlines = deadlines;
        }

        @Override
        public void onConnectionAcquire(Connection connection) {
            Deadline.current()
                    .ifPresent(
                            deadline -> driversOwn(connection).ifPresent(open -> deadlines.inUse.put(open, deadline)));
        }

        @Override
        public void onConnectionReturn(Connection connection) {
            driversOwn(connection).ifPresent(deadlines.inUse::remove);
        }

        @Override
        public void onConnectionDestroy(Connection connection) {
            driversOwn(connection).ifPresent(deadlines.inUse::remove);
        }

        /**
         * The driver's connection in the wrapper that the pool makes for this call alone; empty where it is closed, because
         * then the driver does not give it. Nothing may be thrown here: the pool would lose the connection's place for good.
         */
        private static Optional<Connection> driversOwn(Connection wrapper) {
            try {
                return Optional.of((Connection) wrapper.unwrap(PGConnection.class));
            } catch (SQLException closed) {
                return Optional.empty();
            }
        }
    }

    /** The same for the standby. */
    @Singleton
    @DataSource(ReplicaMonitor.NAME)
    static class OfReplica extends OfPrimary {

        OfReplica(ConnectionDeadlines deadlines) {
            super(deadlines);
        }
    }
}
