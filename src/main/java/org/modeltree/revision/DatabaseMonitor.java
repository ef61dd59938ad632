package org.modeltree.revision;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.AgroalConnectionFactoryConfiguration;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;
import org.modeltree.revision.background.BackgroundThread;
import org.modeltree.revision.background.BackgroundThreads;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * Knows whether the primary answers, and which revisions other instances make. Its connection is not one of the pool, so
 * that it knows however busy the pool is. The database notifies it at each commit, and is asked whenever it has been
 * silent for a while, because notifications do not outlive a broken connection and do not pass every pooler.
 */
@ApplicationScoped
class DatabaseMonitor {

    private static final Logger LOG = Logger.getLogger(DatabaseMonitor.class);

    /** A database that does not answer such a small question for so long does not answer any other. */
    private static final Duration MAX_SILENCE = Duration.ofSeconds(5);

    private static final Duration HEARTBEAT = Duration.ofMillis(500);
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(200);
    private static final Duration MAX_ANSWER = Duration.ofSeconds(10);
    private static final Duration MAX_GOODBYE = Duration.ofSeconds(1);
    private static final String CONNECT_TIMEOUT_SECONDS = "1";
    private static final String LOGIN_TIMEOUT_SECONDS = "3";

    private final AgroalDataSource primary;
    private final LatestRevision latest;
    private final RevisionSettings settings;
    private final BackgroundThreads threads;
    private BackgroundThread thread;

    /** Whether the connection is there, as far as is known; before the first attempt nothing speaks against it. */
    private volatile boolean connected = true;

    /** Since when an answer is awaited, as {@link System#nanoTime()}. */
    private volatile long askedAt;

    private volatile boolean awaiting;
    private volatile long answeredAt = System.nanoTime();

    DatabaseMonitor(
            AgroalDataSource primary, LatestRevision latest, RevisionSettings settings, BackgroundThreads threads) {
        this.primary = primary;
        this.latest = latest;
        this.settings = settings;
        this.threads = threads;
    }

    void start(@Observes StartupEvent event) {
        thread = threads.start("database-monitor", this::watch);
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        if (thread != null) {
            // Whoever still waits for the database then is woken by the end of its connection.
            thread.stop(MAX_GOODBYE);
        }
    }

    /** Whether the primary answers: it did when it was last asked, or was asked too shortly ago to tell. */
    boolean isReachable() {
        return connected && !(awaiting && System.nanoTime() - askedAt > MAX_SILENCE.toNanos());
    }

    /** How long ago the primary answered last. */
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
                    // What the pool keeps leads to the same server; whoever took it would fail with it later.
                    primary.flush(AgroalDataSource.FlushMode.GRACEFUL);
                }
                connected = false;
                awaiting = false;
                if (!self.isStopping() && !logged) {
                    LOG.warnf("The database does not answer: %s", broken.getMessage());
                    logged = true;
                }
                // Expected to happen, and handled.
                self.progressed();
                LockSupport.parkNanos(BETWEEN_ATTEMPTS.toNanos());
            }
        }
    }

    private Connection connect() throws SQLException {
        AgroalConnectionFactoryConfiguration factory =
                primary.getConfiguration().connectionPoolConfiguration().connectionFactoryConfiguration();
        Properties properties = new Properties();
        properties.putAll(factory.jdbcProperties());
        properties.put("connectTimeout", CONNECT_TIMEOUT_SECONDS);
        properties.put("loginTimeout", LOGIN_TIMEOUT_SECONDS);
        if (factory.principal() instanceof NamePrincipal user) {
            properties.putAll(user.asProperties());
        }
        for (Object credential : factory.credentials()) {
            if (credential instanceof SimplePassword password) {
                properties.putAll(password.asProperties());
            }
        }
        ask();
        return DriverManager.getConnection(factory.jdbcUrl(), properties);
    }

    /** Until the connection breaks or the service ends. */
    private void listen(Connection connection, BackgroundThread self) throws SQLException {
        PGConnection notifications = connection.unwrap(PGConnection.class);
        connection.setNetworkTimeout(Runnable::run, (int) MAX_ANSWER.toMillis());
        try (Statement statement = connection.createStatement()) {
            statement.execute("listen modeltree_revision");
            long revisionAskedAt = System.nanoTime();
            boolean revisionDue = true;
            while (!self.isStopping()) {
                ask();
                if (revisionDue) {
                    revisionAskedAt = System.nanoTime();
                    try (ResultSet row = statement.executeQuery("select revision from catalog_revision")) {
                        row.next();
                        latest.reached(row.getLong(1));
                    }
                } else {
                    statement.execute("select");
                }
                answered(self);
                // What is notified is only a reason to ask: anybody may notify anything.
                PGNotification[] received = notifications.getNotifications((int) untilNextQuestion());
                boolean notified = received != null && received.length > 0;
                revisionDue = notified
                        || System.nanoTime() - revisionAskedAt
                                >= settings.poll().toNanos();
            }
        }
    }

    private long untilNextQuestion() {
        return Math.max(1, Math.min(settings.poll().toMillis(), HEARTBEAT.toMillis()));
    }

    private void ask() {
        askedAt = System.nanoTime();
        awaiting = true;
    }

    private void answered(BackgroundThread self) {
        answeredAt = System.nanoTime();
        awaiting = false;
        connected = true;
        self.progressed();
    }
}
