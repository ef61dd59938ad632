package org.modeltree.revision;

import io.agroal.api.AgroalDataSource;
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
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;
import org.modeltree.revision.background.BackgroundThread;
import org.modeltree.revision.background.BackgroundThreads;

/**
 * Knows how far the standby has come, if there is one. A thread of its own asks, so that no reader waits for the answer:
 * often while the standby is behind what this instance has heard of, and now and then otherwise, to see that it lives.
 */
@ApplicationScoped
class ReplicaMonitor {

    /** Name of its data source. */
    static final String NAME = "replica";

    private static final Logger LOG = Logger.getLogger(ReplicaMonitor.class);

    private static final long NONE = -1;
    private static final Duration WHILE_BEHIND = Duration.ofMillis(20);
    private static final Duration WHILE_AWAY = Duration.ofSeconds(2);
    private static final Duration MAX_ANSWER = Duration.ofSeconds(1);
    private static final Duration MAX_GOODBYE = Duration.ofSeconds(1);

    /** A release that has just changed the schema reads from a standby only when the change has come there too. */
    private static final String MIGRATIONS = "(select count(*) from flyway_schema_history where success)";

    private final AgroalDataSource primary;
    private final InjectableInstance<AgroalDataSource> replica;
    private final boolean there;
    private final LatestRevision latest;
    private final RevisionSettings settings;
    private volatile long revision = NONE;
    private volatile boolean failed;
    private final BackgroundThreads threads;
    private BackgroundThread thread;

    ReplicaMonitor(
            AgroalDataSource primary,
            @DataSource(NAME) InjectableInstance<AgroalDataSource> replica,
            ReplicaSettings replicaSettings,
            LatestRevision latest,
            RevisionSettings settings,
            BackgroundThreads threads) {
        this.primary = primary;
        this.replica = replica;
        this.there = replicaSettings.url().filter(url -> !url.isBlank()).isPresent();
        this.latest = latest;
        this.settings = settings;
        this.threads = threads;
    }

    void start(@Observes StartupEvent event) {
        if (there) {
            thread = threads.start("replica-monitor", this::watch);
        }
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        if (thread != null) {
            thread.stop(MAX_GOODBYE);
        }
    }

    /** Whether there is a standby at all, alive or not. */
    boolean isThere() {
        return there;
    }

    /** Whether the standby lives, as far as is known, and has come to some revision. */
    boolean lives() {
        return revision != NONE && !failed;
    }

    /** Whether the standby lives and is known to have this revision. What it is not known to have is looked for. */
    boolean has(long least) {
        if (lives() && revision >= least) {
            return true;
        }
        ask();
        return false;
    }

    /** There is a reason to think that it has come to another revision than is known. */
    void ask() {
        if (thread != null) {
            thread.wake();
        }
    }

    /** A read was not answered by the standby, so it is left alone for a while. */
    void failed() {
        failed = true;
        if (thread != null) {
            thread.wake();
        }
    }

    /** Where the standby is; only to be asked if there is one. */
    AgroalDataSource dataSource() {
        return replica.get();
    }

    private void watch(BackgroundThread self) {
        boolean told = false;
        long migrations = NONE;
        while (!self.isStopping()) {
            try {
                if (migrations == NONE) {
                    migrations = migrations();
                }
                try (Connection connection = dataSource().getConnection()) {
                    told = false;
                    ask(connection, migrations, self);
                }
            } catch (SQLException | RuntimeException broken) {
                revision = NONE;
                if (!self.isStopping() && !told) {
                    LOG.warnf("The standby cannot be read from for now: %s", broken.getMessage());
                    told = true;
                }
            }
            if (!self.isStopping()) {
                sendAway();
                rest(WHILE_AWAY);
                failed = false;
            }
        }
    }

    /** Whoever waits for a server that has gone silent is sent to the primary. */
    private void sendAway() {
        try {
            dataSource().flush(AgroalDataSource.FlushMode.ALL);
        } catch (RuntimeException broken) {
            // Then they wait as long as a connection may take; the watch goes on.
            LOG.debugf(broken, "The connections to the standby cannot be closed");
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

    /** Until the connection breaks, a reader is failed, or the service ends. */
    private void ask(Connection connection, long migrations, BackgroundThread self) throws SQLException {
        connection.setAutoCommit(true);
        connection.setNetworkTimeout(Runnable::run, (int) MAX_ANSWER.toMillis());
        try (Statement statement = connection.createStatement()) {
            while (!self.isStopping() && !failed) {
                try (ResultSet row =
                        statement.executeQuery("select revision, " + MIGRATIONS + " from catalog_revision")) {
                    row.next();
                    revision = row.getLong(2) < migrations ? NONE : row.getLong(1);
                }
                self.progressed();
                if (revision < latest.known()) {
                    rest(WHILE_BEHIND);
                } else {
                    LockSupport.parkNanos(settings.poll().toNanos());
                }
            }
        } finally {
            revision = NONE;
        }
    }

    private static void rest(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException ending) {
            // Whoever interrupts has said that the thread is stopping.
            Thread.currentThread().interrupt();
        }
    }
}
