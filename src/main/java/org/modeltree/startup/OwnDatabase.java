package org.modeltree.startup;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** Startup check of the database that {@code DB_URL} names; a failure says what to do. */
final class OwnDatabase {

    private static final int MIN_VERSION = 15;
    private static final int VERSION_UNIT = 10_000;
    private static final String ENCODING = "UTF8";

    /** What to do about a failed connection, by SQLSTATE. */
    private static final Map<String, String> ADVICE = Map.of(
            "28P01", "Check DB_USER and DB_PASSWORD.",
            "28000", "Check DB_USER and the pg_hba.conf of the database server.",
            "3D000", "Create the database, or correct its name in DB_URL.",
            "53300",
                    "Raise max_connections on the database server, or lower quarkus.datasource.jdbc.max-size on the"
                            + " services that use it.",
            "53100", "Free some disk space on the database server.",
            "57P03", "Start again when the database server is ready.",
            "08001", "Check DB_URL, and that the database server is running.",
            "08004", "Check DB_USER and DB_PASSWORD.");

    private OwnDatabase() {}

    /**
     * What is in the database.
     *
     * @param isSchemaCurrent whether exactly the migrations of this version have been applied
     * @param missing versions of the migrations that have not been applied, in their order
     * @param hasCatalog whether its schema is current and its catalog was ever changed
     */
    record Contents(boolean isSchemaCurrent, List<String> missing, boolean hasCatalog) {}

    /**
     * Checks the database.
     *
     * @return what it contains
     * @throws StartupFailure if the service cannot use the database
     */
    static Contents check(String url, Properties properties) {
        String name = "The database " + url.replaceFirst("\\?.*", "");
        try (Connection connection = DriverManager.getConnection(url, properties);
                Statement statement = connection.createStatement()) {
            check(name, statement);
            boolean current = SchemaHistory.isCurrent(statement);
            return new Contents(
                    current, current ? List.of() : SchemaHistory.missing(statement), current && hasCatalog(statement));
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
            if (row.getInt(1) / VERSION_UNIT < MIN_VERSION) {
                throw new StartupFailure(name + " cannot be used: it runs PostgreSQL " + row.getString(2)
                        + ". Modeltree needs version " + MIN_VERSION + " or newer.");
            }
            if (!row.getString(3).equals(ENCODING)) {
                throw new StartupFailure(name + " cannot be used: its encoding is " + row.getString(3)
                        + " and must be " + ENCODING
                        + ". Create a new database with: create database … encoding 'UTF8' template template0");
            }
            if (row.getBoolean(4)) {
                throw new StartupFailure(
                        name + " cannot be used: it is a read-only standby. Set DB_URL to the primary and"
                                + " modeltree.read-replica.url to the standby.");
            }
            if (row.getBoolean(5)) {
                throw new StartupFailure(name + " cannot be used: it is read-only."
                        + " Check default_transaction_read_only of the database and of DB_USER.");
            }
        }
    }

    private static boolean hasCatalog(Statement statement) throws SQLException {
        try (ResultSet row =
                statement.executeQuery("select exists (select from catalog_revision where revision > 0)")) {
            row.next();
            return row.getBoolean(1);
        }
    }

    private static String sentence(String text) {
        return text.endsWith(".") ? text : text + ".";
    }
}
