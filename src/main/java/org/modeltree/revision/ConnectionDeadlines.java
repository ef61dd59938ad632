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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.modeltree.revision.trace.Tracing;
import org.postgresql.PGConnection;

/**
 * Enforcement of request deadlines on database connections: no thread waits for a connection, or for an answer on one,
 * after the {@link Deadline} of its request. If the database is paused or the network drops packets, the server's own
 * statement timeout does not arrive; only closing the socket frees the thread.
 */
@Singleton
class ConnectionDeadlines {

    private static final Logger LOG = Logger.getLogger(ConnectionDeadlines.class);
    private static final Duration PRECISION = Duration.ofMillis(100);
    private static final int CONCURRENT_ABORTS = 4;

    /** Acquisition of connections. */
    @FunctionalInterface
    interface Opener {

        /**
         * A connection from a pool.
         *
         * @throws SQLException if none is available in time
         */
        Connection open(javax.sql.DataSource pool) throws SQLException;
    }

    private final Vertx vertx;
    private final Tracing tracing;
    private final Map<Connection, Deadline> inUse = new ConcurrentHashMap<>();
    /** Connections of the primary that reads of the catalog use, which a standby could answer. */
    private final Set<Connection> readers = ConcurrentHashMap.newKeySet();

    private final Set<Acquisition> acquisitions = ConcurrentHashMap.newKeySet();
    private final WorkerExecutor aborts;
    private long timer;

    ConnectionDeadlines(Vertx vertx, Tracing tracing) {
        this.vertx = vertx;
        this.tracing = tracing;
        // Not the shared worker pool or a managed executor: all of its threads may be waiting for the very connections
        // that are aborted here.
        aborts = vertx.createSharedWorkerExecutor("connection-aborts", CONCURRENT_ABORTS);
    }

    void start(@Observes StartupEvent event) {
        timer = vertx.setPeriodic(PRECISION.toMillis(), tick -> enforce());
    }

    void stop(@Observes ShutdownEvent event) {
        vertx.cancelTimer(timer);
        aborts.close();
    }

    /**
     * A connection from a pool; the current transaction's connection, if it already has one.
     *
     * @throws SQLException if no connection is available before the request's deadline
     */
    Connection open(javax.sql.DataSource pool) throws SQLException {
        return open(pool, false);
    }

    /**
     * As {@link #open(javax.sql.DataSource)}, for a read on the primary that a standby could answer; {@link #abandonReads} may end
     * it earlier.
     */
    Connection openForRead(javax.sql.DataSource primary) throws SQLException {
        Connection connection = open(primary, true);
        PrimaryInterceptor.physicalConnection(connection).ifPresent(readers::add);
        return connection;
    }

    /** Gives the request of the current thread more time, also on this connection, unless the connection is aborted already. */
    void postpone(Connection connection, Duration time) {
        Deadline.current().ifPresent(deadline -> {
            Deadline later = deadline.plus(time);
            later.bindTo(Vertx.currentContext());
            PrimaryInterceptor.physicalConnection(connection).ifPresent(open -> inUse.replace(open, deadline, later));
        });
    }

    /** Ends what reads wait for on the primary, because it is silent and a standby can answer them. */
    void abandonReads() {
        acquisitions.stream().filter(acquisition -> acquisition.isOfRead).forEach(Acquisition::interrupt);
        // A copy, because those that are ended are taken out.
        for (Connection connection : List.copyOf(readers)) {
            Deadline deadline = inUse.get(connection);
            if (deadline != null && readers.remove(connection)) {
                aborts.executeBlocking(() -> abort(connection, deadline), false);
            }
        }
    }

    private Connection open(javax.sql.DataSource pool, boolean isOfRead) throws SQLException {
        Optional<Deadline> deadline = Deadline.current();
        if (deadline.isEmpty()) {
            return tracing.traced(pool.getConnection());
        }
        if (deadline.get().hasPassed()) {
            throw new SQLTimeoutException("The request's deadline has passed");
        }
        Acquisition acquisition = new Acquisition(Thread.currentThread(), deadline.get(), isOfRead);
        acquisitions.add(acquisition);
        try {
            return tracing.traced(pool.getConnection());
        } catch (SQLException fault) {
            // The pool reports our interrupt as an unexpected error; the deadline is the real cause.
            throw deadline.get().hasPassed()
                    ? new SQLTimeoutException("The request's deadline has passed", fault)
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
        readers.removeIf(ConnectionDeadlines::isClosed);
        inUse.forEach((connection, deadline) -> {
            if (deadline.hasPassed()) {
                // On a worker thread, because closing an encrypted connection may block on the network.
                aborts.executeBlocking(() -> abort(connection, deadline), false);
            }
        });
    }

    private void forget(Connection connection) {
        inUse.remove(connection);
        readers.remove(connection);
    }

    private static boolean isClosed(Connection connection) {
        try {
            return connection.isClosed();
        } catch (SQLException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Aborts a connection, unless it has been returned, or is used by another request by now. */
    private Void abort(Connection connection, Deadline deadline) {
        if (!inUse.remove(connection, deadline)) {
            return null;
        }
        try {
            connection.abort(Runnable::run);
        } catch (SQLException broken) {
            LOG.debugf(broken, "Aborting a connection failed");
        }
        return null;
    }

    /** Wait of a thread for a connection. */
    private static final class Acquisition {

        private final Thread thread;
        private final Deadline deadline;
        private final boolean isOfRead;
        private boolean interrupted;
        private boolean ended;

        private Acquisition(Thread thread, Deadline deadline, boolean isOfRead) {
            this.thread = thread;
            this.deadline = deadline;
            this.isOfRead = isOfRead;
        }

        private synchronized void interrupt() {
            if (!ended) {
                interrupted = true;
                thread.interrupt();
            }
        }

        /** Prevents further interrupts and clears one that has been set. Must be called by the waiting thread. */
        private synchronized void end() {
            ended = true;
            if (interrupted) {
                Thread.interrupted();
            }
        }
    }

    /** Records the deadline of each connection of the primary while a request uses it. */
    @Singleton
    static class PrimaryInterceptor implements AgroalPoolInterceptor {

        private final ConnectionDeadlines deadlines;

        PrimaryInterceptor(ConnectionDeadlines deadlines) {
            this.deadlines = deadlines;
        }

        @Override
        public void onConnectionAcquire(Connection connection) {
            Deadline.current()
                    .ifPresent(deadline ->
                            physicalConnection(connection).ifPresent(open -> deadlines.inUse.put(open, deadline)));
        }

        @Override
        public void onConnectionReturn(Connection connection) {
            physicalConnection(connection).ifPresent(deadlines::forget);
        }

        @Override
        public void onConnectionDestroy(Connection connection) {
            physicalConnection(connection).ifPresent(deadlines::forget);
        }

        /**
         * The driver's connection inside the pool's wrapper, which is a new one for each call; empty if the connection
         * is closed, because then it cannot be unwrapped. Must not throw: the pool would lose the connection's slot for
         * good.
         */
        private static Optional<Connection> physicalConnection(Connection wrapper) {
            try {
                return Optional.of((Connection) wrapper.unwrap(PGConnection.class));
            } catch (SQLException closed) {
                return Optional.empty();
            }
        }
    }

    /** Records the deadline of each connection of the standby while a request uses it. */
    @Singleton
    @DataSource(ReplicaMonitor.NAME)
    static class ReplicaInterceptor extends PrimaryInterceptor {

        ReplicaInterceptor(ConnectionDeadlines deadlines) {
            super(deadlines);
        }
    }
}
