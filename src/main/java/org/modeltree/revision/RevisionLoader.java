package org.modeltree.revision;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.postgresql.PGConnection;

/**
 * Hears of the revisions that other instances make: the database notifies at each commit, and is asked whenever it has
 * been silent for a while, because notifications do not outlive a broken connection and do not pass every pooler.
 */
@ApplicationScoped
class RevisionLoader {

    private static final Logger LOG = Logger.getLogger(RevisionLoader.class);

    private static final Duration LONGEST_GOODBYE = Duration.ofSeconds(1);

    private final DataSource dataSource;
    private final LatestRevision latest;
    private final RevisionSettings settings;
    private volatile boolean over;
    private volatile boolean hearing;
    private Thread thread;

    RevisionLoader(DataSource dataSource, LatestRevision latest, RevisionSettings settings) {
        this.dataSource = dataSource;
        this.latest = latest;
        this.settings = settings;
    }

    void start(@Observes StartupEvent event) {
        thread = new Thread(this::watch, "revision-watch");
        thread.setDaemon(true);
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        over = true;
        if (thread != null) {
            thread.interrupt();
            // Whoever still waits for the database then is woken by the end of its connection.
            thread.join(LONGEST_GOODBYE.toMillis());
        }
    }

    /** Whether the database answered when it was last asked, which is not long ago. */
    boolean hears() {
        return hearing;
    }

    private void watch() {
        boolean told = false;
        while (!over) {
            try (Connection connection = dataSource.getConnection()) {
                listen(connection);
                told = false;
            } catch (SQLException | RuntimeException broken) {
                if (!over && !told) {
                    LOG.warnf("Changes of other instances cannot be heard for now: %s", broken.getMessage());
                    told = true;
                }
                pause();
            }
        }
    }

    /** Until the connection breaks or the service ends. */
    private void listen(Connection connection) throws SQLException {
        PGConnection notifications = connection.unwrap(PGConnection.class);
        connection.setAutoCommit(true);
        try (Statement statement = connection.createStatement()) {
            statement.execute("listen modeltree_revision");
            while (!over) {
                try (ResultSet row = statement.executeQuery("select revision from catalog_revision")) {
                    row.next();
                    latest.reached(row.getLong(1));
                    hearing = true;
                }
                // What is notified is only a reason to ask: anybody may notify anything.
                notifications.getNotifications(
                        (int) Math.max(1, Math.min(settings.poll().toMillis(), Integer.MAX_VALUE)));
            }
        } finally {
            hearing = false;
            try (Statement statement = connection.createStatement()) {
                statement.execute("unlisten *");
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(settings.poll().toMillis());
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
            over = true;
        }
    }
}
