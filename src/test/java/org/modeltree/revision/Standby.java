package org.modeltree.revision;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.modeltree.TestDatabase;
import org.modeltree.revision.sql.Timeline;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** Second database that follows the first one only on demand, which a real standby cannot do as precisely. */
public class Standby implements QuarkusTestResourceLifecycleManager {

    private static final String PRIMARY = "replicated";
    private static final String FOLLOWER = "follower";
    private static final String USER = "postgres";
    private static final String SERVER = "org.modeltree.replica-server";

    @Override
    public Map<String, String> start() {
        String primary = TestDatabase.freshDatabase(PRIMARY);
        String follower = TestDatabase.migratedDatabase(FOLLOWER);
        System.setProperty(SERVER, primary.substring(0, primary.length() - PRIMARY.length()));
        // Not superusers, because connection limits do not apply to them.
        execute(USER, "drop role if exists " + PRIMARY);
        execute(USER, "create role " + PRIMARY + " login");
        // The test server commits asynchronously, and such commits wait for no standby.
        execute(USER, "alter role " + PRIMARY + " set synchronous_commit = on");
        execute(USER, "alter database " + PRIMARY + " owner to " + PRIMARY);
        execute(USER, "drop role if exists " + FOLLOWER);
        execute(USER, "create role " + FOLLOWER + " login in role pg_read_all_data");
        Map<String, String> settings = new HashMap<>();
        settings.put("quarkus.datasource.jdbc.url", primary);
        settings.put("quarkus.datasource.username", PRIMARY);
        settings.put("quarkus.datasource.password", "");
        settings.put("modeltree.read-replica.url", follower);
        settings.put("modeltree.read-replica.user", FOLLOWER);
        return settings;
    }

    @Override
    public void stop() {
        // The server is stopped at the end of the test run.
    }

    /** Copies the primary's data to the follower. */
    static void catchUp() {
        try (Connection from = connect(PRIMARY);
                Connection to = connect(FOLLOWER)) {
            from.setAutoCommit(false);
            from.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            to.setAutoCommit(false);
            CopyManager source = from.unwrap(PGConnection.class).getCopyAPI();
            CopyManager target = to.unwrap(PGConnection.class).getCopyAPI();
            try (Statement statement = to.createStatement()) {
                // Without triggers, because the copied rows already contain their results.
                statement.execute("set local session_replication_role = replica");
                List<String> tables = tables(statement);
                statement.execute("truncate " + String.join(", ", tables));
                for (String table : tables) {
                    ByteArrayOutputStream rows = new ByteArrayOutputStream();
                    source.copyOut("copy " + table + " to stdout", rows);
                    target.copyIn("copy " + table + " from stdin", new ByteArrayInputStream(rows.toByteArray()));
                }
            }
            to.commit();
            from.commit();
        } catch (SQLException fault) {
            throw new IllegalStateException(fault);
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    private static List<String> tables(Statement statement) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery("""
                select quote_ident(tablename) from pg_tables
                where schemaname = 'public' and tablename <> 'flyway_schema_history'
                order by tablename
                """)) {
            while (rows.next()) {
                tables.add(rows.getString(1));
            }
        }
        return tables;
    }

    /** Changes only the follower, without triggers and foreign keys. */
    static void onlyThere(String sql) {
        execute(FOLLOWER, "set session_replication_role = replica; " + sql);
    }

    /** Changes only the primary, without triggers, so that the service learns nothing of it. */
    static void onlyOnPrimary(String sql) {
        execute(PRIMARY, "set session_replication_role = replica; " + sql);
    }

    /** Closes all connections to the follower and refuses new ones. */
    static void followerIsAway(boolean away) {
        isAway(FOLLOWER, away);
    }

    /** Closes all connections to the primary and refuses new ones. */
    static void primaryIsAway(boolean away) {
        isAway(PRIMARY, away);
    }

    /** Lets commits wait for a standby that does not exist, or no longer. */
    static void commitsWait(boolean wait) {
        execute(
                USER,
                wait
                        ? "alter system set synchronous_standby_names = 'nobody'"
                        : "alter system reset synchronous_standby_names");
        execute(USER, "select pg_reload_conf()");
    }

    /** Whether a commit waits for a standby. */
    static boolean isCommitWaiting() {
        try (Connection connection = connect(PRIMARY);
                Statement statement = connection.createStatement()) {
            return DatabaseMonitor.isConfirming(statement);
        } catch (SQLException fault) {
            throw new IllegalStateException(fault);
        }
    }

    /** The timeline of the server. */
    static Timeline timeline() {
        try (Connection connection = connect(PRIMARY);
                Statement statement = connection.createStatement()) {
            return Timeline.of(statement).orElseThrow();
        } catch (SQLException fault) {
            throw new IllegalStateException(fault);
        }
    }

    private static void isAway(String database, boolean away) {
        execute(USER, "alter role " + database + " connection limit " + (away ? 0 : -1));
        if (away) {
            execute(USER, "select pg_terminate_backend(pid) from pg_stat_activity where usename = '" + database + "'");
        }
    }

    private static void execute(String database, String sql) {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException fault) {
            throw new IllegalStateException(fault);
        }
    }

    private static Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(System.getProperty(SERVER) + database, USER, "");
    }
}
