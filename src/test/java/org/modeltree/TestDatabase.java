package org.modeltree;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A real PostgreSQL for tests, started once in a run of them; every test profile gets a database of its own. */
public class TestDatabase implements QuarkusTestResourceLifecycleManager {

    private static final Logger CHATTER = Logger.getLogger("io.zonky.test.db.postgres.embedded");
    private static final String SHARED = "org.modeltree.test-database-port";
    private static final String USER = "postgres";

    private String database = "modeltree";

    @Override
    public void init(Map<String, String> arguments) {
        database = arguments.getOrDefault("database", database);
    }

    @Override
    public Map<String, String> start() {
        return Map.of(
                "quarkus.datasource.jdbc.url",
                freshDatabase(database),
                "quarkus.datasource.username",
                USER,
                "quarkus.datasource.password",
                "");
    }

    /** URL of a new and empty database on the shared server. */
    public static synchronized String freshDatabase(String name) {
        String server = "jdbc:postgresql://localhost:" + port() + "/";
        try (Connection connection = DriverManager.getConnection(server + USER, USER, "");
                Statement statement = connection.createStatement()) {
            statement.execute("drop database if exists \"" + name + "\" with (force)");
            statement.execute("create database \"" + name + "\"");
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
                    .setServerConfig("fsync", "off")
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
