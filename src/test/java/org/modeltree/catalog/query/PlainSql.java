package org.modeltree.catalog.query;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.modeltree.TestDatabase;
import org.modeltree.revision.sql.FailedStatement;
import org.modeltree.revision.sql.ReadConnection;
import org.modeltree.revision.sql.Sql;

/** An empty catalog in PostgreSQL that runs SQL with named parameters, without Hibernate and Quarkus. */
final class PlainSql implements AutoCloseable {

    private static final Pattern PARAMETER = Pattern.compile("(?<!:):([a-zA-Z][a-zA-Z0-9]*)");

    private final Connection connection;

    private PlainSql(Connection connection) {
        this.connection = connection;
    }

    /** A new database with the schema of the service. */
    static PlainSql open(String name) throws SQLException {
        String url = TestDatabase.migratedDatabase(name);
        Connection connection = DriverManager.getConnection(url, "postgres", "");
        // Settings of a statement that hold until the end of the transaction reach the next one, as they do in the
        // service.
        connection.setAutoCommit(false);
        return new PlainSql(connection);
    }

    /** Runs a statement that returns no rows. */
    void update(String sql, Map<String, ?> parameters) throws SQLException {
        try (PreparedStatement statement = prepared(sql, parameters)) {
            statement.executeUpdate();
        }
    }

    /** Rows of a query, each a list of its columns. */
    List<List<Object>> rows(String sql, Map<String, ?> parameters) throws SQLException {
        try (PreparedStatement statement = prepared(sql, parameters);
                ResultSet result = statement.executeQuery()) {
            List<List<Object>> rows = new ArrayList<>();
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                List<Object> row = new ArrayList<>();
                for (int column = 1; column <= columns; column++) {
                    Object value = result.getObject(column);
                    row.add(value instanceof java.sql.Date day ? day.toLocalDate() : value);
                }
                rows.add(row);
            }
            return rows;
        }
    }

    private PreparedStatement prepared(String sql, Map<String, ?> parameters) throws SQLException {
        List<Object> values = new ArrayList<>();
        Matcher matcher = PARAMETER.matcher(sql);
        StringBuilder positional = new StringBuilder();
        while (matcher.find()) {
            Object value = parameters.get(matcher.group(1));
            List<?> all = value instanceof List<?> list ? list : List.of(value);
            values.addAll(all);
            matcher.appendReplacement(
                    positional, String.join(", ", all.stream().map(each -> "?").toList()));
        }
        matcher.appendTail(positional);
        PreparedStatement statement = connection.prepareStatement(positional.toString());
        for (int i = 0; i < values.size(); i++) {
            Object value = values.get(i);
            statement.setObject(
                    i + 1, value instanceof String[] texts ? connection.createArrayOf("text", texts) : value);
        }
        return statement;
    }

    /** Queries as the service sends them. */
    Sql sql() {
        return new Sql(new ReadConnection() {
            @Override
            public <T> T read(Work<T> work) {
                try {
                    return work.on(connection);
                } catch (SQLException fault) {
                    throw new FailedStatement(fault);
                }
            }
        });
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
