package org.modeltree.revision;

import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;
import org.modeltree.revision.background.BackgroundThread;
import org.modeltree.revision.background.BackgroundThreads;
import org.modeltree.revision.sql.Timeline;
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

    /** After this time, reads no longer wait for it if a standby can answer them. */
    private static final Duration SUSPICIOUS_SILENCE = Duration.ofSeconds(2);

    private static final Duration HEARTBEAT = Duration.ofMillis(500);
    private static final Duration RECONNECT_DELAY = Duration.ofMillis(200);
    /**
     * How long a revision may be known that the primary does not show, while no commit is seen to wait for a standby. A commit
     * of another user of the database may wait unseen, without a limit.
     */
    static final Duration MAX_AHEAD = Duration.ofMinutes(1);

    /** How long a standby's word about its timeline counts. A restored system may begin with a smaller number again. */
    private static final Duration LONGEST_FOLLOWED = Duration.ofSeconds(3);

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(1);

    /**
     * What a standby has said.
     *
     * @param at time, as {@link System#nanoTime()}
     */
    private record Followed(Timeline timeline, long at) {}

    /** The server was the primary, and another one is now. */
    private static final class Replaced extends SQLException {

        private static final long serialVersionUID = 1;

        Replaced() {
            super("it was replaced by another primary, which a standby follows, and does not know");
        }
    }

    private final AgroalDataSource primary;
    private final DedicatedConnection connections;
    private final LatestRevision latest;
    private final RevisionSettings settings;
    private final BackgroundThreads threads;
    private final Event<LatestRevision.Lost> lost;
    private BackgroundThread thread;

    /** What the primary said last, for the thread alone; null before its first answer. */
    private CatalogState last;

    private final MissingRevisions missing;

    /**
     * Whether the connection works, as far as known. True before the first attempt: the migration has just succeeded.
     */
    private volatile boolean connected = true;

    /** Time of the last query, as {@link System#nanoTime()}. */
    private volatile long queriedAt;

    private volatile Followed followed;
    private volatile boolean awaitingAnswer;
    private volatile long answeredAt = System.nanoTime();

    DatabaseMonitor(
            AgroalDataSource primary,
            DedicatedConnection connections,
            LatestRevision latest,
            RevisionSettings settings,
            ReplicaSettings replica,
            BackgroundThreads threads,
            Event<LatestRevision.Lost> lost,
            MeterRegistry meters) {
        this.primary = primary;
        this.connections = connections;
        this.latest = latest;
        this.settings = settings;
        this.missing =
                new MissingRevisions(replica.url().filter(url -> !url.isBlank()).isPresent());
        this.threads = threads;
        this.lost = lost;
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

    /**
     * Whether the primary is better not asked if a standby can answer: it does not answer, or has not done so for the time of
     * some heartbeats.
     */
    boolean isSilent() {
        return !connected || (awaitingAnswer && System.nanoTime() - queriedAt > SUSPICIOUS_SILENCE.toNanos());
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
                boolean isReplaced = broken instanceof Replaced;
                if (connected) {
                    // The pool's idle connections lead to the same server and would fail when they are used. Those to a
                    // former
                    // primary must not even end what they do.
                    primary.flush(isReplaced ? AgroalDataSource.FlushMode.ALL : AgroalDataSource.FlushMode.GRACEFUL);
                }
                connected = false;
                if (isReplaced) {
                    DedicatedConnection.preferLatestPrimary(primary);
                    // Those that the pool has opened meanwhile.
                    primary.flush(AgroalDataSource.FlushMode.ALL);
                }
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
            Optional<Timeline> timeline = Timeline.of(statement);
            refuseIfReplaced(timeline);
            statement.execute("listen modeltree_revision");
            // It may lead to another server.
            missing.none();
            long revisionReadAt = System.nanoTime();
            boolean revisionDue = true;
            boolean firstOfConnection = true;
            while (!self.isStopping()) {
                refuseIfReplaced(timeline);
                queryStarts();
                if (revisionDue) {
                    revisionReadAt = System.nanoTime();
                    readRevision(statement, firstOfConnection);
                    firstOfConnection = false;
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

    /**
     * Reports the timeline that a standby is on now. If it is later than that of the primary, another server has become the
     * primary, and nobody has told the former one, whose commits are never confirmed or get lost.
     */
    void standbyIsOn(Timeline timeline) {
        followed = new Followed(timeline, System.nanoTime());
    }

    private void refuseIfReplaced(Optional<Timeline> own) throws Replaced {
        Followed other = followed;
        if (other != null
                && System.nanoTime() - other.at() < LONGEST_FOLLOWED.toNanos()
                && own.filter(timeline -> timeline.isBefore(other.timeline())).isPresent()) {
            throw new Replaced();
        }
    }

    private void readRevision(Statement statement, boolean firstOfConnection) throws SQLException {
        // Before the query, so that the primary has it unless it has lost it.
        long known = latest.known();
        CatalogState state = state(statement);
        boolean sameHistory = last == null || !firstOfConnection || hasHistoryOf(last, state, statement);
        if (!sameHistory
                || (last != null && state.revision() < last.revision())
                || missing.areLost(state.revision(), known, () -> isConfirming(statement), System.nanoTime())) {
            lost.fire(new LatestRevision.Lost(known, state.revision()));
        }
        last = state;
        latest.advanceTo(state.revision());
    }

    /**
     * Revisions that are known and that the primary does not show, for the thread alone. A standby may show a commit while the
     * primary still waits for another standby to have it.
     */
    static final class MissingRevisions {

        private final boolean hasStandby;
        /** Since when they are missing and no commit waits. */
        private OptionalLong since = OptionalLong.empty();

        MissingRevisions(boolean hasStandby) {
            this.hasStandby = hasStandby;
        }

        /** Whether a commit waits for a synchronous standby. */
        @FunctionalInterface
        interface Confirmation {
            boolean isAwaited() throws SQLException;
        }

        /** Nothing is missing, as far as is known. */
        void none() {
            since = OptionalLong.empty();
        }

        /**
         * Whether the primary lacks a revision for good.
         *
         * @param revision newest revision that the primary shows
         * @param known newest revision that was known before it was asked
         * @param now time as of {@link System#nanoTime()}
         */
        boolean areLost(long revision, long known, Confirmation confirmation, long now) throws SQLException {
            if (revision >= known) {
                none();
                return false;
            }
            if (!hasStandby) {
                return true;
            }
            if (confirmation.isAwaited()) {
                none();
                return false;
            }
            since = OptionalLong.of(since.orElse(now));
            return now - since.getAsLong() > MAX_AHEAD.toNanos();
        }
    }

    /**
     * Whether a commit to this database waits for a synchronous standby. Commits of other users are seen only with the rights
     * of {@code pg_read_all_stats}.
     */
    static boolean isConfirming(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("select exists (select from pg_stat_activity"
                + " where wait_event = 'SyncRep' and datname = current_database())")) {
            row.next();
            return row.getBoolean(1);
        }
    }

    private static CatalogState state(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("select revision, changed_at from catalog_revision")) {
            row.next();
            return new CatalogState(row.getLong(1), row.getTimestamp(2).toInstant());
        }
    }

    /**
     * Whether the database has the same history as before: while there was no connection, it may have been restored and
     * changed again. Revisions that are no longer in the change log are taken for the same.
     */
    private static boolean hasHistoryOf(CatalogState before, CatalogState now, Statement statement)
            throws SQLException {
        if (now.revision() == before.revision()) {
            return now.changedAt().equals(before.changedAt());
        }
        try (ResultSet row = statement.executeQuery(
                "select changed_at from change where revision = " + before.revision() + " limit 1")) {
            return !row.next() || row.getTimestamp(1).toInstant().equals(before.changedAt());
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
