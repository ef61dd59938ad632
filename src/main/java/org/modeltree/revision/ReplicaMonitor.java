package org.modeltree.revision;

import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.agroal.DataSource;
import io.quarkus.arc.InjectableInstance;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;
import org.modeltree.revision.background.BackgroundThread;
import org.modeltree.revision.background.BackgroundThreads;
import org.modeltree.revision.sql.Timeline;
import org.postgresql.core.BaseConnection;
import org.postgresql.hostchooser.GlobalHostStatusTracker;
import org.postgresql.hostchooser.HostStatus;

/**
 * Monitor of the standby, if one is configured: whether it is alive, and which revision it has replayed. A background
 * thread polls it, so that no reader waits: often while the standby lags behind the latest known revision, and
 * otherwise only to see that it is alive.
 */
@ApplicationScoped
class ReplicaMonitor {

    /** Name of the standby's data source. */
    static final String NAME = "replica";

    private static final Logger LOG = Logger.getLogger(ReplicaMonitor.class);

    private static final long NONE = -1;
    private static final Duration POLL_WHILE_LAGGING = Duration.ofMillis(20);
    /** How often it is looked at whether the primary is silent. */
    private static final Duration HEARTBEAT = Duration.ofMillis(500);

    private static final Duration RETRY_DELAY = Duration.ofSeconds(2);
    private static final Duration NETWORK_TIMEOUT = Duration.ofSeconds(1);
    /** How long a standby may lack a revision while the primary does not answer, before another standby is tried. */
    private static final Duration LONGEST_LAG_ALONE = Duration.ofMillis(500);

    /** How long a lost standby counts as about to be replaced by another one. */
    private static final Duration REPLACEMENT = Duration.ofSeconds(3);

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(1);

    /** Reads go to the standby only after it has replayed all migrations of the primary. */
    private static final String MIGRATIONS = "(select count(*) from flyway_schema_history where success)";

    private final AgroalDataSource primary;
    private final DatabaseMonitor primaryMonitor;
    private final ConnectionDeadlines deadlines;
    private final InjectableInstance<AgroalDataSource> replica;
    private final boolean configured;
    private final LatestRevision latest;
    private final RevisionSettings settings;
    private volatile long revision = NONE;
    private volatile boolean failed;
    /** When a standby was lost, as {@link System#nanoTime()}. */
    private volatile long lostAt = System.nanoTime() - REPLACEMENT.toNanos();

    private final BackgroundThreads threads;
    private BackgroundThread thread;

    /** Standbys that were left since the primary answered last, for the thread alone. */
    private int exchanged;

    ReplicaMonitor(
            AgroalDataSource primary,
            DatabaseMonitor primaryMonitor,
            ConnectionDeadlines deadlines,
            @DataSource(NAME) InjectableInstance<AgroalDataSource> replica,
            ReplicaSettings replicaSettings,
            LatestRevision latest,
            RevisionSettings settings,
            BackgroundThreads threads,
            MeterRegistry meters) {
        this.primary = primary;
        this.primaryMonitor = primaryMonitor;
        this.deadlines = deadlines;
        this.replica = replica;
        this.configured = replicaSettings.url().filter(url -> !url.isBlank()).isPresent();
        this.latest = latest;
        this.settings = settings;
        this.threads = threads;
        Gauge.builder("modeltree.standby.configured", () -> configured ? 1 : 0)
                .description("1 if there is a standby for reads, otherwise 0")
                .register(meters);
        Gauge.builder("modeltree.standby.alive", this, monitor -> monitor.isAlive() ? 1 : 0)
                .description("1 while the standby answers, otherwise 0")
                .register(meters);
        Gauge.builder("modeltree.standby.revision.lag", this, ReplicaMonitor::lag)
                .description(
                        "Revisions that this instance knows and the standby does not have; NaN without a standby that answers")
                .register(meters);
    }

    private double lag() {
        long replayed = revision;
        return replayed == NONE ? Double.NaN : Math.max(0, latest.known() - replayed);
    }

    void start(@Observes StartupEvent event) {
        if (configured) {
            thread = threads.start("replica-monitor", this::watch);
        }
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        if (thread != null) {
            thread.stop(STOP_TIMEOUT);
        }
    }

    /** Whether a standby is configured, alive or not. */
    boolean isConfigured() {
        return configured;
    }

    /** Whether the standby is alive and its revision is known. */
    boolean isAlive() {
        return revision != NONE && !failed;
    }

    /** Whether a standby is alive, or was so a moment ago, as when it has become the primary and another one is connected to. */
    boolean wasAliveJustNow() {
        return isAlive() || System.nanoTime() - lostAt < REPLACEMENT.toNanos();
    }

    /**
     * Whether the standby is alive and known to have at least this revision. If not, the standby is polled again soon.
     */
    boolean has(long minRevision) {
        if (isAlive() && revision >= minRevision) {
            return true;
        }
        pollSoon();
        return false;
    }

    /** Polls the standby without waiting for the next interval, because its revision has probably changed. */
    void pollSoon() {
        if (thread != null) {
            thread.wake();
        }
    }

    /** Reports that a read on the standby failed; the standby is not used for a while. */
    void failed() {
        failed = true;
        if (thread != null) {
            thread.wake();
        }
    }

    /** The standby's data source; call only if a standby is configured. */
    AgroalDataSource dataSource() {
        return replica.get();
    }

    private void watch(BackgroundThread self) {
        boolean logged = false;
        long migrations = NONE;
        while (!self.isStopping()) {
            long began = System.nanoTime();
            try {
                if (migrations == NONE) {
                    migrations = migrations();
                }
                try (Connection connection = DedicatedConnection.open("replica monitor", dataSource())) {
                    logged = false;
                    poll(connection, migrations, self);
                }
            } catch (SQLException | RuntimeException broken) {
                revision = NONE;
                if (!self.isStopping() && !logged) {
                    LOG.warnf("The standby is unavailable; reads go to the primary: %s", broken.getMessage());
                    logged = true;
                }
            }
            if (!self.isStopping()) {
                closeConnections();
                if (System.nanoTime() - began < RETRY_DELAY.toNanos()) {
                    sleep(RETRY_DELAY);
                }
                // Otherwise it worked for a while, and another server of the URL may be there.
                failed = false;
            }
        }
    }

    /** Closes all connections, so that readers who wait for a silent server are retried on the primary. */
    private void closeConnections() {
        try {
            dataSource().flush(AgroalDataSource.FlushMode.ALL);
        } catch (RuntimeException broken) {
            // Those readers then wait until their connection times out; the monitor continues.
            LOG.debugf(broken, "Closing the connections to the standby failed");
        }
    }

    private long migrations() throws SQLException {
        try (Connection connection = primary.getConnection()) {
            return NetworkTimeout.within(NetworkTimeout.OF_SHORT_WORK, connection, () -> {
                try (Statement statement = connection.createStatement();
                        ResultSet row = statement.executeQuery("select " + MIGRATIONS)) {
                    row.next();
                    return row.getLong(1);
                }
            });
        }
    }

    /** Polls until the connection breaks, a read on the standby fails, or the service stops. */
    private void poll(Connection connection, long migrations, BackgroundThread self) throws SQLException {
        connection.setNetworkTimeout(Runnable::run, (int) NETWORK_TIMEOUT.toMillis());
        boolean isStandby = false;
        boolean wasStandby = false;
        long timelineReadAt = System.nanoTime() - HEARTBEAT.toNanos();
        OptionalLong aloneSince = OptionalLong.empty();
        try (Statement statement = connection.createStatement()) {
            while (!self.isStopping() && !failed) {
                try (ResultSet row = statement.executeQuery(
                        "select revision, " + MIGRATIONS + ", pg_is_in_recovery() from catalog_revision")) {
                    row.next();
                    wasStandby = isStandby;
                    isStandby = row.getBoolean(3);
                    revision = row.getLong(2) < migrations ? NONE : row.getLong(1);
                }
                boolean promoted = wasStandby && !isStandby;
                if (promoted || System.nanoTime() - timelineReadAt > HEARTBEAT.toNanos() / 2) {
                    timelineReadAt = System.nanoTime();
                    Timeline.of(statement).ifPresent(primaryMonitor::standbyIsOn);
                }
                if (promoted) {
                    throw new SQLException("it has become the primary");
                }
                self.progressed();
                aloneSince = whileThePrimaryIsSilent(connection, aloneSince);
                if (revision < latest.known()) {
                    sleep(POLL_WHILE_LAGGING);
                } else {
                    awaitNextPoll(self);
                }
            }
        } finally {
            if (revision != NONE) {
                lostAt = System.nanoTime();
            }
            revision = NONE;
        }
    }

    /**
     * What helps reads while the primary does not answer: those that wait for it come to the standby; if that lacks a revision,
     * another one may have it. Without the primary, it could stay so for long.
     *
     * @param since when it was found out first that the standby lacks a revision meanwhile
     * @return the same for the next call; empty if it is not so
     * @throws SQLException if another standby is to be tried
     */
    private OptionalLong whileThePrimaryIsSilent(Connection connection, OptionalLong since) throws SQLException {
        if (!primaryMonitor.isSilent()) {
            exchanged = 0;
            return OptionalLong.empty();
        }
        if (revision >= latest.known()) {
            deadlines.abandonReads();
            return OptionalLong.empty();
        }
        long now = System.nanoTime();
        if (now - since.orElse(now) < LONGEST_LAG_ALONE.toNanos()
                || exchanged >= DedicatedConnection.servers(dataSource()) - 1) {
            return OptionalLong.of(since.orElse(now));
        }
        exchanged++;
        // The driver then prefers the others.
        GlobalHostStatusTracker.reportHostStatus(
                connection.unwrap(BaseConnection.class).getQueryExecutor().getHostSpec(), HostStatus.ConnectFail);
        throw new SQLException("it lacks a revision, and the primary does not answer; another one may have it");
    }

    /** Waits for the interval, or until it is woken or the primary falls silent. */
    private void awaitNextPoll(BackgroundThread self) {
        long end = System.nanoTime() + settings.poll().toNanos();
        long left = end - System.nanoTime();
        boolean woken = false;
        while (left > 0 && !woken && !self.isStopping()) {
            long slice = Math.min(left, HEARTBEAT.toNanos());
            long began = System.nanoTime();
            LockSupport.parkNanos(slice);
            woken = System.nanoTime() - began < slice || primaryMonitor.isSilent();
            left = end - System.nanoTime();
        }
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException stopping) {
            // BackgroundThread.stop() sets its flag before it interrupts, so the loops end by themselves.
            Thread.currentThread().interrupt();
        }
    }
}
