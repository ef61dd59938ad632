package org.modeltree;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** A database with the tables of a former version, for tests of what migrations do with what is stored. */
public final class FormerDatabase implements AutoCloseable {

    private static final String USER = "postgres";

    private final String url;
    private final Connection connection;
    private final Statement statement;

    /** Creates the tables as they were after a migration, such as {@code 18}, and fills them. */
    public FormerDatabase(String name, String version, String... filled) throws SQLException {
        url = TestDatabase.freshDatabase(name);
        migrateTo(version);
        connection = DriverManager.getConnection(url, USER, "");
        statement = connection.createStatement();
        execute(filled);
    }

    /** Runs all newer migrations. */
    public void migrate() {
        flyway().load().migrate();
    }

    /** Runs the newer migrations up to one. */
    public void migrateTo(String version) {
        flyway().target(version).load().migrate();
    }

    private FluentConfiguration flyway() {
        return Flyway.configure().dataSource(url, USER, "").locations("classpath:db/migration");
    }

    /** Runs statements. */
    public void execute(String... statements) throws SQLException {
        for (String sql : statements) {
            statement.execute(sql);
        }
    }

    /** First column of the only row of a query; null if it is null. */
    public String value(String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    /** First column of all rows of a query, each with a line break after it. */
    public String lines(String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            StringBuilder all = new StringBuilder();
            while (rows.next()) {
                all.append(rows.getString(1)).append('\n');
            }
            return all.toString();
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
