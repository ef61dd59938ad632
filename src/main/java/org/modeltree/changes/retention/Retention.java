package org.modeltree.changes.retention;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;
import org.modeltree.revision.DedicatedConnection;
import org.modeltree.revision.UsesSql;
import org.modeltree.revision.background.BackgroundThread;
import org.modeltree.revision.background.BackgroundThreads;

/**
 * Removes entries of the change log, former versions and reports of imports that are older than settings allow. Ages are by the
 * clocks of the instances that wrote; an entry that is too young keeps all later ones, whatever their times say. Works in small transactions that lock no row that a write needs. One instance at a time does it.
 */
@ApplicationScoped
@UsesSql("a connection of its own, so that it takes none from requests")
class Retention {

    private static final Logger LOG = Logger.getLogger(Retention.class);
    private static final int AT_ONCE = 2_000;
    private static final Duration SHORTEST = Duration.ofDays(1);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(1);
    /** After a look that failed. */
    private static final Duration RETRY = Duration.ofMinutes(1);
    /** The start has more urgent work. */
    private static final Duration FIRST_LOOK = Duration.ofSeconds(1);

    private final RetentionSettings settings;
    private final DedicatedConnection connections;
    private final BackgroundThreads threads;
    private BackgroundThread thread;

    Retention(RetentionSettings settings, DedicatedConnection connections, BackgroundThreads threads) {
        this.settings = settings;
        this.connections = connections;
        this.threads = threads;
    }

    void start(@Observes StartupEvent event) {
        requireADay(RetentionSettings.CHANGES, settings.changes());
        requireADay(RetentionSettings.VERSIONS, settings.versions());
        requireADay("modeltree.retention.import-reports", settings.importReports());
        if (isSet(settings.versions())
                && isSet(settings.changes())
                && settings.versions().compareTo(settings.changes()) > 0) {
            throw new ConfigurationException(RetentionSettings.VERSIONS + " must not be longer than "
                    + RetentionSettings.CHANGES + ", because the change log says when versions ended");
        }
        if (isSet(settings.changes()) || isSet(settings.versions()) || isSet(settings.importReports())) {
            thread = threads.start("retention", this::run);
        }
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        if (thread != null) {
            thread.stop(STOP_TIMEOUT);
        }
    }

    private static boolean isSet(Duration kept) {
        return !kept.isZero();
    }

    private static void requireADay(String key, Duration kept) {
        if (isSet(kept) && kept.compareTo(SHORTEST) < 0) {
            throw new ConfigurationException(key + " must be 0s, which keeps everything, or at least 1d");
        }
    }

    private void run(BackgroundThread self) {
        boolean logged = false;
        LockSupport.parkNanos(FIRST_LOOK.toNanos());
        while (!self.isStopping()) {
            Duration pause = settings.interval();
            try (Connection connection = connections.open("retention")) {
                clean(connection, self);
                logged = false;
            } catch (SQLException failed) {
                pause = pause.compareTo(RETRY) < 0 ? pause : RETRY;
                if (!self.isStopping() && !logged) {
                    LOG.warnf("What is too old cannot be removed now: %s", failed.getMessage());
                    logged = true;
                }
            }
            self.progressed();
            if (!self.isStopping()) {
                LockSupport.parkNanos(pause.toNanos());
            }
        }
    }

    private void clean(Connection connection, BackgroundThread self) throws SQLException {
        if (!isAlone(connection)) {
            return;
        }
        connection.setAutoCommit(false);
        // Versions first, because the change log says when they ended.
        if (isSet(settings.versions())) {
            removeVersions(connection, self);
        }
        if (isSet(settings.changes())) {
            removeChanges(connection, self);
        }
        if (isSet(settings.importReports())) {
            removeReports(connection, self);
        }
    }

    private static boolean isAlone(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(RetentionSql.LOCK)) {
            row.next();
            return row.getBoolean(1);
        }
    }

    /**
     * How far something is removed.
     *
     * @param changes last revision whose entries are removed
     * @param versions revision up to which ended versions are removed
     */
    private record Floors(long changes, long versions) {}

    private static Floors floors(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(RetentionSql.FLOORS)) {
            row.next();
            return new Floors(row.getLong(1), row.getLong(2));
        }
    }

    /** The end of a number of revisions that are all too old. */
    private record Until(long revision, Timestamp time) {}

    /** The last of the next revisions that is older; null if none is. */
    private static Until lastOld(Connection connection, long after, Duration kept) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(RetentionSql.LAST_OLD)) {
            statement.setLong(1, after);
            statement.setInt(2, AT_ONCE);
            statement.setString(3, kept.toString());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                Timestamp time = row.getTimestamp("until_at");
                return time == null ? null : new Until(row.getLong("until"), time);
            }
        }
    }

    private void removeChanges(Connection connection, BackgroundThread self) throws SQLException {
        long from = floors(connection).changes();
        Until until = lastOld(connection, from, settings.changes());
        while (until != null && !self.isStopping()) {
            try (PreparedStatement move = connection.prepareStatement(RetentionSql.MOVE_CHANGES)) {
                move.setLong(1, until.revision());
                move.setTimestamp(2, until.time());
                move.executeUpdate();
            }
            for (String deletion : new String[] {RetentionSql.DELETE_CHANGES, RetentionSql.DELETE_MOVES}) {
                try (PreparedStatement delete = connection.prepareStatement(deletion)) {
                    delete.setLong(1, from);
                    delete.setLong(2, until.revision());
                    delete.executeUpdate();
                }
            }
            connection.commit();
            self.progressed();
            from = until.revision();
            until = lastOld(connection, from, settings.changes());
        }
        connection.commit();
    }

    private void removeVersions(Connection connection, BackgroundThread self) throws SQLException {
        Floors floors = floors(connection);
        // Not from where the log begins: it may have been kept for a shorter time than versions are now.
        long until = floors.versions();
        for (Until next = lastOld(connection, until, settings.versions());
                next != null && !self.isStopping();
                next = lastOld(connection, until, settings.versions())) {
            until = next.revision();
        }
        if (until > floors.versions()) {
            try (PreparedStatement move = connection.prepareStatement(RetentionSql.MOVE_VERSIONS)) {
                move.setLong(1, until);
                move.executeUpdate();
            }
        }
        connection.commit();
        // Also without a later revision: the last time may have ended before its end.
        removeEnded(connection, self, until);
    }

    private static void removeEnded(Connection connection, BackgroundThread self, long until) throws SQLException {
        try (PreparedStatement last = connection.prepareStatement(RetentionSql.LAST_VERSION);
                PreparedStatement delete = connection.prepareStatement(RetentionSql.DELETE_VERSIONS)) {
            String model = "";
            long revision = 0;
            while (!self.isStopping()) {
                last.setString(1, model);
                last.setLong(2, revision);
                last.setInt(3, AT_ONCE);
                try (ResultSet row = last.executeQuery()) {
                    if (!row.next()) {
                        connection.commit();
                        return;
                    }
                    delete.setString(1, model);
                    delete.setLong(2, revision);
                    model = row.getString(1);
                    revision = row.getLong(2);
                }
                delete.setString(3, model);
                delete.setLong(4, revision);
                delete.setLong(5, until);
                delete.executeUpdate();
                connection.commit();
                self.progressed();
            }
        }
    }

    private void removeReports(Connection connection, BackgroundThread self) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(RetentionSql.DELETE_REPORTS)) {
            int removed;
            do {
                delete.setString(1, settings.importReports().toString());
                delete.setInt(2, AT_ONCE);
                removed = delete.executeUpdate();
                connection.commit();
                self.progressed();
            } while (removed == AT_ONCE && !self.isStopping());
        }
    }
}
