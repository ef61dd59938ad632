package org.modeltree;

import io.micrometer.core.instrument.Metrics;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.flywaydb.core.Flyway;

/**
 * A real PostgreSQL for tests, started once in each JVM that runs some; every test profile gets a database of its own. Migrations
 * run once in each JVM, in a database that is the template of the others.
 */
public class TestDatabase implements QuarkusTestResourceLifecycleManager {

    private static final Logger CHATTER = Logger.getLogger("io.zonky.test.db.postgres.embedded");
    private static final String SHARED = "org.modeltree.test-database-port";
    private static final String MIGRATED = "org.modeltree.test-database-migrated";
    private static final String USER = "postgres";
    private static final String TEMPLATE = "migrated";

    private String database = "modeltree";

    @Override
    public void init(Map<String, String> arguments) {
        database = arguments.getOrDefault("database", database);
    }

    @Override
    public Map<String, String> start() {
        // Quarkus drops them after each run in its development mode only; libraries are shared, see SharedLibraries.
        List.copyOf(Metrics.globalRegistry.getMeters()).forEach(Metrics.globalRegistry::remove);
        return Map.of(
                "quarkus.datasource.jdbc.url",
                migratedDatabase(database),
                // As Main does when nothing is left to migrate.
                "quarkus.flyway.active",
                "false",
                "quarkus.datasource.username",
                USER,
                "quarkus.datasource.password",
                "");
    }

    /** URL of a new and empty database on the shared server. */
    public static synchronized String freshDatabase(String name) {
        return databaseLike("template1", name);
    }

    /** URL of a new database on the shared server, with the tables of this version and without a catalog. */
    public static synchronized String migratedDatabase(String name) {
        // Kept as a system property like the port.
        if (System.getProperty(MIGRATED) == null) {
            Flyway.configure()
                    .dataSource(freshDatabase(TEMPLATE), USER, "")
                    .locations("classpath:db/migration")
                    .load()
                    .migrate();
            System.setProperty(MIGRATED, TEMPLATE);
        }
        return databaseLike(TEMPLATE, name);
    }

    private static String databaseLike(String template, String name) {
        String server = "jdbc:postgresql://localhost:" + port() + "/";
        try (Connection connection = DriverManager.getConnection(server + USER, USER, "");
                Statement statement = connection.createStatement()) {
            statement.execute("drop database if exists \"" + name + "\" with (force)");
            statement.execute("create database \"" + name + "\" template " + template);
            return server + name;
        } catch (SQLException fault) {
            throw new IllegalStateException(fault);
        }
    }

    /** The port is kept as a system property, because each restart of the service loads this class anew. */
    private static int port() {
        String known = System.getProperty(SHARED);
        if (known != null) {
            return Integer.parseInt(known);
        }
        try {
            CHATTER.setLevel(Level.WARNING);
            EmbeddedPostgres server = EmbeddedPostgres.builder()
                    .setLocaleConfig("locale", "C")
                    .setLocaleConfig("encoding", "UTF8")
                    .setServerConfig("unix_socket_directories", "")
                    .setServerConfig("fsync", "off")
                    .setServerConfig("full_page_writes", "off")
                    // Tests empty their catalog again and again. By statistics that are taken in between, statements
                    // of the next test would be planned as if there were no rows.
                    .setServerConfig("autovacuum", "off")
                    .start();
            System.setProperty(SHARED, Integer.toString(server.getPort()));
            return server.getPort();
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    @Override
    public void stop() {
        // The server ends with the run; its other databases are still in use.
    }
}
