package org.modeltree.statements;

import io.quarkus.arc.Arc;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;

/** PostgreSQL's driver, wrapped so that it records the statements of all requests. */
public class CountingDriver implements Driver {

    private static final List<String> SENT = new CopyOnWriteArrayList<>();
    private static final AtomicInteger TRANSACTIONS = new AtomicInteger();

    private final Driver postgres = new org.postgresql.Driver();

    /**
     * Traffic since the last reset.
     *
     * @param statements SQL, without begin and commit
     */
    record Sent(List<String> statements, int transactions) {}

    /** Returns the traffic and resets it. */
    static Sent take() {
        Sent sent = new Sent(List.copyOf(SENT), TRANSACTIONS.getAndSet(0));
        SENT.clear();
        return sent;
    }

    @Override
    public Connection connect(String url, Properties properties) throws SQLException {
        Connection connection = postgres.connect(url, properties);
        return connection == null
                ? null
                : (Connection) proxy(Connection.class, (proxy, method, arguments) -> {
                    switch (method.getName()) {
                        case "prepareStatement", "prepareCall" -> {
                            return statement(
                                    connection,
                                    method.getReturnType(),
                                    (Statement) call(connection, method, arguments),
                                    (String) arguments[0]);
                        }
                        case "createStatement" -> {
                            return statement(
                                    connection, Statement.class, (Statement) call(connection, method, arguments), null);
                        }
                        case "commit", "rollback" -> countTransaction();
                        default -> {
                            // Only statements and transactions are counted.
                        }
                    }
                    return call(connection, method, arguments);
                });
    }

    private static Object statement(Connection connection, Class<?> type, Statement statement, String prepared) {
        return proxy(type, (proxy, method, arguments) -> {
            if (method.getName().startsWith("execute")) {
                note(prepared == null && arguments != null ? (String) arguments[0] : prepared);
                if (connection.getAutoCommit()) {
                    countTransaction();
                }
            }
            return call(statement, method, arguments);
        });
    }

    private static Object proxy(Class<?> type, InvocationHandler handler) {
        return Proxy.newProxyInstance(CountingDriver.class.getClassLoader(), new Class<?>[] {type}, handler);
    }

    private static Object call(Object on, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(on, arguments);
        } catch (InvocationTargetException fault) {
            throw fault.getCause();
        }
    }

    /** Whether the statement belongs to a request, and not to a background thread. */
    private static boolean isForRequest() {
        return Arc.container() != null && Arc.container().requestContext().isActive();
    }

    private static void note(String sql) {
        if (isForRequest()) {
            SENT.add(sql);
        }
    }

    private static void countTransaction() {
        if (isForRequest()) {
            TRANSACTIONS.incrementAndGet();
        }
    }

    @Override
    public boolean acceptsURL(String url) throws SQLException {
        return postgres.acceptsURL(url);
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties properties) throws SQLException {
        return postgres.getPropertyInfo(url, properties);
    }

    @Override
    public int getMajorVersion() {
        return postgres.getMajorVersion();
    }

    @Override
    public int getMinorVersion() {
        return postgres.getMinorVersion();
    }

    @Override
    public boolean jdbcCompliant() {
        return postgres.jdbcCompliant();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return postgres.getParentLogger();
    }
}
