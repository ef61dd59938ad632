package org.modeltree.revision;

import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;
import org.modeltree.revision.background.BackgroundThread;
import org.modeltree.revision.background.BackgroundThreads;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * Monitor of the primary: whether it answers, and which revisions other instances commit. It uses a connection of its
 * own, so it works however busy the pool is. The database notifies it of each commit. It also polls, because
 * notifications are lost with a broken connection and some connection poolers do not forward them.
 */
@ApplicationScoped
class DatabaseMonitor {

    private static final Logger LOG = Logger.getLogger(DatabaseMonitor.class);

    /** A database that does not answer a trivial query within this time counts as unreachable. */
    private static final Duration MAX_SILENCE = Duration.ofSeconds(5);

    private static final Duration HEARTBEAT = Duration.ofMillis(500);
    private static final Duration RECONNECT_DELAY = Duration.ofMillis(200);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(1);

    private final AgroalDataSource primary;
    private final DedicatedConnection connections;
    private final LatestRevision latest;
    private final RevisionSettings settings;
    private final BackgroundThreads threads;
    private BackgroundThread thread;

    /**
     * Whether the connection works, as far as known. True before the first attempt: the migration has just succeeded.
     */
    private volatile boolean connected = true;

    /** Time of the last query, as {@link System#nanoTime()}. */
    private volatile long queriedAt;

    private volatile boolean awaitingAnswer;
    private volatile long answeredAt = System.nanoTime();

    DatabaseMonitor(
            AgroalDataSource primary,
            DedicatedConnection connections,
            LatestRevision latest,
            RevisionSettings settings,
            BackgroundThreads threads,
            MeterRegistry meters) {
        this.primary = primary;
        this.connections = connections;
        this.latest = latest;
        this.settings = settings;
        this.threads = threads;
        Gauge.builder("modeltree.database.reachable", this, monitor -> monitor.isReachable() ? 1 : 0)
                .description("1 while the primary answers, otherwise 0")
                .register(meters);
    }

    void start(@Observes StartupEvent event) {
        thread = threads.start("database-monitor", this::watch);
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        if (thread != null) {
            // A query that is still running after this time ends with its connection.
            thread.stop(STOP_TIMEOUT);
        }
    }

    /** Whether the primary answers: it answered the last query, or that query is still within its time limit. */
    boolean isReachable() {
        return connected && !(awaitingAnswer && System.nanoTime() - queriedAt > MAX_SILENCE.toNanos());
    }

    /** Time since the primary last answered. */
    Duration sinceLastAnswer() {
        return Duration.ofNanos(System.nanoTime() - answeredAt);
    }

    private void watch(BackgroundThread self) {
        boolean logged = false;
        while (!self.isStopping()) {
            try (Connection connection = connect()) {
                listen(connection, self);
                logged = false;
            } catch (SQLException broken) {
                if (connected) {
                    // The pool's idle connections lead to the same server and would fail when they are used.
                    primary.flush(AgroalDataSource.FlushMode.GRACEFUL);
                }
                connected = false;
                awaitingAnswer = false;
                if (!self.isStopping() && !logged) {
                    LOG.warnf("The database does not answer: %s", broken.getMessage());
                    logged = true;
                }
                // A lost database is expected and handled, so the thread counts as healthy.
                self.progressed();
                LockSupport.parkNanos(RECONNECT_DELAY.toNanos());
            }
        }
    }

    private Connection connect() throws SQLException {
        queryStarts();
        return connections.open("monitor");
    }

    /** Listens until the connection breaks or the service stops. */
    private void listen(Connection connection, BackgroundThread self) throws SQLException {
        PGConnection notifications = connection.unwrap(PGConnection.class);
        try (Statement statement = connection.createStatement()) {
            statement.execute("listen modeltree_revision");
            long revisionReadAt = System.nanoTime();
            boolean revisionDue = true;
            while (!self.isStopping()) {
                queryStarts();
                if (revisionDue) {
                    revisionReadAt = System.nanoTime();
                    try (ResultSet row = statement.executeQuery("select revision from catalog_revision")) {
                        row.next();
                        latest.advanceTo(row.getLong(1));
                    }
                } else {
                    statement.execute("select");
                }
                answered(self);
                // A notification only triggers a query: any database user can send one with any content.
                PGNotification[] received = notifications.getNotifications((int) millisUntilNextQuery());
                boolean notified = received != null && received.length > 0;
                revisionDue = notified
                        || System.nanoTime() - revisionReadAt >= settings.poll().toNanos();
            }
        }
    }

    private long millisUntilNextQuery() {
        return Math.max(1, Math.min(settings.poll().toMillis(), HEARTBEAT.toMillis()));
    }

    private void queryStarts() {
        queriedAt = System.nanoTime();
        awaitingAnswer = true;
    }

    private void answered(BackgroundThread self) {
        answeredAt = System.nanoTime();
        awaitingAnswer = false;
        connected = true;
        self.progressed();
    }
}
