package org.modeltree.changes.log;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;
import org.modeltree.changes.CatalogRecords;
import org.modeltree.http.config.CacheSettings;
import org.modeltree.revision.DedicatedConnection;
import org.modeltree.revision.LatestRevision;
import org.modeltree.revision.UsesSql;
import org.modeltree.revision.background.BackgroundThread;
import org.modeltree.revision.background.BackgroundThreads;
import org.modeltree.revision.dependency.ChangedParts;
import org.modeltree.revision.dependency.RevisionChanges;

/**
 * Follows the change log: as soon as this instance knows of a new revision, from its own write, from a notification or from
 * its poll, a thread reads which parts of the catalog it changed, and the tallies that moved. Answers that are made of other
 * parts stay valid. While the log cannot be read, no answer outlives a revision.
 */
@ApplicationScoped
@UsesSql("a connection of its own, so that a busy pool delays no answer")
class CatchUp {

    private static final Logger LOG = Logger.getLogger(CatchUp.class);
    /** A larger import changes so much that hardly an answer outlives it. */
    private static final int MAX_ROWS = 20_000;

    private static final Duration RECONNECT_DELAY = Duration.ofMillis(200);
    /** Shows whether an idle connection still works, before a write needs it. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);

    private static final Duration RETRY_DELAY = Duration.ofMillis(20);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(1);

    private final DedicatedConnection connections;
    private final ChangesSince changes;
    private final LatestRevision latest;
    private final ChangedParts changed;
    private final TalliesInMemory tallies;
    private final BackgroundThreads threads;
    private final boolean hasCache;
    private BackgroundThread thread;

    CatchUp(
            DedicatedConnection connections,
            CatalogRecords records,
            LatestRevision latest,
            ChangedParts changed,
            TalliesInMemory tallies,
            BackgroundThreads threads,
            CacheSettings cache) {
        this.connections = connections;
        this.changes = new ChangesSince(records, MAX_ROWS);
        this.latest = latest;
        this.changed = changed;
        this.tallies = tallies;
        this.threads = threads;
        hasCache = cache.maxBytes() > 0 || cache.factsMaxBytes() > 0;
    }

    void start(@Observes StartupEvent event) {
        // Without it nothing outlives a revision, not even a tally: that is what an instance without caches is for.
        if (hasCache) {
            thread = threads.start("catch-up", this::follow);
            latest.whenAdvanced(thread::wake);
        }
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        if (thread != null) {
            // A query that is still running after this time ends with its connection.
            thread.stop(STOP_TIMEOUT);
        }
    }

    private void follow(BackgroundThread self) {
        boolean logged = false;
        while (!self.isStopping()) {
            try (Connection connection = connections.open("catch-up")) {
                changed.follow(true);
                logged = false;
                follow(connection, self);
            } catch (SQLException broken) {
                if (!self.isStopping() && !logged) {
                    LOG.warnf(
                            "The change log cannot be read; each write invalidates all answers: %s",
                            broken.getMessage());
                    logged = true;
                }
                // A lost database is expected and handled, so the thread counts as healthy.
                self.progressed();
                LockSupport.parkNanos(RECONNECT_DELAY.toNanos());
            } finally {
                // Nobody waits for a thread that has ended.
                changed.follow(false);
            }
        }
    }

    /** Reads the log until the connection breaks or the service stops. */
    private void follow(Connection connection, BackgroundThread self) throws SQLException {
        // One snapshot for what changed and for the tallies that moved.
        connection.setReadOnly(true);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setAutoCommit(false);
        long readAt = System.nanoTime();
        try (PreparedStatement statement = changes.prepare(connection)) {
            while (!self.isStopping()) {
                boolean isIdle = changed.completeTo() >= 0 && changed.completeTo() >= latest.known();
                if (!isIdle || System.nanoTime() - readAt > HEARTBEAT.toNanos()) {
                    readAt = System.nanoTime();
                    read(connection, statement);
                    latest.advanceTo(changed.completeTo());
                    self.progressed();
                    if (changed.completeTo() < latest.known()) {
                        // A standby may show a commit first, and a restored database has fewer revisions.
                        LockSupport.parkNanos(RETRY_DELAY.toNanos());
                    }
                } else {
                    // A new revision wakes the thread, also if it comes just before this line.
                    LockSupport.parkNanos(this, HEARTBEAT.toNanos());
                }
            }
        }
    }

    private void read(Connection connection, PreparedStatement statement) throws SQLException {
        RevisionChanges read = changes.read(statement, changed.completeTo());
        if (read.parts().isPresent() && !read.movedTallies().isEmpty()) {
            readTallies(connection, read);
        }
        connection.commit();
        // Last, because requests that need what moved wait for this.
        read.recordIn(changed);
    }

    /** Without them, requests read the tallies themselves; the log is followed nevertheless. */
    private void readTallies(Connection connection, RevisionChanges read) throws SQLException {
        try {
            tallies.read(connection, read);
        } catch (SQLException | RuntimeException failed) {
            LOG.warnf("Tallies that moved cannot be read in advance: %s", failed.getMessage());
            // Also shows whether the connection still works.
            connection.rollback();
        }
    }
}
