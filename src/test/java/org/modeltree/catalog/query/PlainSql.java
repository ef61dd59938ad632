package org.modeltree.catalog.query;

import jakarta.persistence.EntityManager;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flywaydb.core.Flyway;
import org.hibernate.Session;
import org.hibernate.query.NativeQuery;
import org.modeltree.TestDatabase;

/** An empty catalog in PostgreSQL that runs SQL with named parameters, without Hibernate and Quarkus. */
final class PlainSql implements AutoCloseable {

    private static final Pattern PARAMETER = Pattern.compile("(?<!:):([a-zA-Z][a-zA-Z0-9]*)");

    private final Connection connection;

    private PlainSql(Connection connection) {
        this.connection = connection;
    }

    /** A new database with the schema of the service. */
    static PlainSql open(String name) throws SQLException {
        String url = TestDatabase.freshDatabase(name);
        Flyway.configure().dataSource(url, "postgres", "").load().migrate();
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

    /** An entity manager whose session runs native queries of one column, and nothing else. */
    EntityManager entityManager() {
        Session session = proxy(Session.class, (method, arguments) -> switch (method) {
            case "createNativeQuery" -> nativeQuery((String) arguments[0]);
            default -> throw new UnsupportedOperationException(method);
        });
        return proxy(EntityManager.class, (method, arguments) -> switch (method) {
            case "unwrap" -> session;
            default -> throw new UnsupportedOperationException(method);
        });
    }

    private NativeQuery<?> nativeQuery(String sql) {
        Map<String, Object> parameters = new HashMap<>();
        NativeQuery<?>[] self = new NativeQuery<?>[1];
        self[0] = proxy(NativeQuery.class, (method, arguments) -> switch (method) {
            case "setParameter" -> {
                parameters.put((String) arguments[0], arguments[1]);
                yield self[0];
            }
            case "getResultList" ->
                rows(sql, parameters).stream().map(row -> row.get(0)).toList();
            case "getSingleResult" -> rows(sql, parameters).get(0).get(0);
            default -> throw new UnsupportedOperationException(method);
        });
        return self[0];
    }

    private interface Call {
        Object answer(String method, Object[] arguments) throws SQLException;
    }

    private static <T> T proxy(Class<T> type, Call call) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> call.answer(method.getName(), arguments)));
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
