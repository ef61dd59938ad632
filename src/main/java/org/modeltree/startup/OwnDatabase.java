package org.modeltree.startup;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;

/** A PostgreSQL that whoever starts the service has brought: whether it will do, and what to do if not. */
final class OwnDatabase {

    private static final int OLDEST_VERSION = 15;
    private static final int VERSION_UNIT = 10_000;
    private static final String ENCODING = "UTF8";

    /** What to do about what the database says, by its SQLSTATE. */
    private static final Map<String, String> ADVICE = Map.of(
            "28P01", "Check DB_USER and DB_PASSWORD.",
            "28000", "Check DB_USER, and pg_hba.conf of the database.",
            "3D000", "Create it, or correct the name in DB_URL.",
            "53300",
                    "Raise max_connections of the database, or lower quarkus.datasource.jdbc.max-size of its services.",
            "53100", "Make room on its disk.",
            "57P03", "Start again in a moment.",
            "08001", "Check that it runs and that DB_URL names its host and port.",
            "08004", "Check DB_USER and DB_PASSWORD.");

    private OwnDatabase() {}

    /** @throws StartupFailure if the service cannot work on it */
    static void check(String url, Properties properties) {
        String name = "The database " + url.replaceFirst("\\?.*", "");
        try (Connection connection = DriverManager.getConnection(url, properties);
                Statement statement = connection.createStatement()) {
            check(name, statement);
        } catch (SQLException fault) {
            String reason = fault.getMessage().lines().findFirst().orElse("no reason given");
            String advice = ADVICE.getOrDefault(String.valueOf(fault.getSQLState()), "");
            throw new StartupFailure((name + " cannot be used: " + sentence(reason) + " " + advice).strip());
        }
    }

    private static void check(String name, Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("""
                select current_setting('server_version_num')::int, current_setting('server_version'),
                       current_setting('server_encoding'), pg_is_in_recovery(),
                       current_setting('transaction_read_only')::boolean
                """)) {
            row.next();
            if (row.getInt(1) / VERSION_UNIT < OLDEST_VERSION) {
                throw new StartupFailure(name + " cannot be used: it is PostgreSQL " + row.getString(2)
                        + ", and Modeltree needs " + OLDEST_VERSION + " or newer.");
            }
            if (!row.getString(3).equals(ENCODING)) {
                throw new StartupFailure(name + " cannot be used: its encoding is " + row.getString(3) + " and must be "
                        + ENCODING + ". Create one with: create database … encoding 'UTF8' template template0");
            }
            if (row.getBoolean(4)) {
                throw new StartupFailure(
                        name + " cannot be used: it is a standby, which can only be read. DB_URL must name"
                                + " the primary; a standby goes into modeltree.read-replica.url.");
            }
            if (row.getBoolean(5)) {
                throw new StartupFailure(name + " cannot be used: it can only be read."
                        + " Look at default_transaction_read_only of the database and of DB_USER.");
            }
        }
    }

    private static String sentence(String words) {
        return words.endsWith(".") ? words : words + ".";
    }
}
