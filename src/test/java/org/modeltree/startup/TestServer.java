package org.modeltree.startup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.modeltree.TestDatabase;

/** The PostgreSQL that all tests share, used as an operator's own. */
public final class TestServer {

    static final String USER = "postgres";

    private TestServer() {}

    /** Environment of a service on a new, empty database. */
    public static Map<String, String> freshDatabase(String name) {
        return Map.of("DB_URL", TestDatabase.freshDatabase(name), "DB_USER", USER, "DB_PASSWORD", "");
    }

    /** Environment of a service on a new database that has the tables of this version, and no catalog. */
    public static Map<String, String> migratedDatabase(String name) {
        return Map.of("DB_URL", TestDatabase.migratedDatabase(name), "DB_USER", USER, "DB_PASSWORD", "");
    }

    /** Pid of its main process. */
    static long pid() throws IOException {
        Path directory = Path.of(ask(TestDatabase.freshDatabase("bystander"), "show data_directory"));
        return Long.parseLong(
                Files.readAllLines(directory.resolve("postmaster.pid")).get(0).strip());
    }

    /** Inserts a line at the top of pg_hba.conf. */
    static void admit(String url, String rule) throws IOException {
        Path rules = Path.of(ask(url, "show hba_file"));
        Files.writeString(rules, rule + "\n" + Files.readString(rules));
        ask(url, "select pg_reload_conf()");
    }

    static void execute(String url, String sql) {
        try (Connection connection = DriverManager.getConnection(url, USER, "");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException fault) {
            throw new IllegalStateException(fault);
        }
    }

    static String ask(String url, String sql) {
        try (Connection connection = DriverManager.getConnection(url, USER, "");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        } catch (SQLException fault) {
            throw new IllegalStateException(fault);
        }
    }
}
