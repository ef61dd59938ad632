package org.modeltree.revision.trace;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Set;

/**
 * A connection each of whose statements is a span. The text of a statement has no values: they are parameters, which are not part
 * of the span.
 */
final class TracedConnection implements InvocationHandler {

    private static final int MAX_TEXT = 2_000;
    private static final Set<String> ENDS = Set.of("commit", "rollback");
    private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("db.system.name");
    private static final AttributeKey<String> TEXT = AttributeKey.stringKey("db.query.text");
    private static final AttributeKey<String> OPERATION = AttributeKey.stringKey("db.operation.name");
    private static final AttributeKey<String> STATE = AttributeKey.stringKey("db.response.status_code");
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

    private final Connection connection;
    private final Tracer tracer;
    private final Context parent;

    private TracedConnection(Connection connection, Tracer tracer, Context parent) {
        this.connection = connection;
        this.tracer = tracer;
        this.parent = parent;
    }

    static Connection of(Connection connection, Tracer tracer, Context parent) {
        return proxy(Connection.class, new TracedConnection(connection, tracer, parent));
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(TracedConnection.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    @Override
    @SuppressWarnings("ReferenceEquality")
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        String text = arguments != null && arguments[0] instanceof String sql ? sql : "";
        return switch (method.getName()) {
            case "createStatement" -> proxy(Statement.class, statement(call(connection, method, arguments), ""));
            case "prepareStatement" ->
                proxy(PreparedStatement.class, statement(call(connection, method, arguments), text));
            case "prepareCall" -> proxy(CallableStatement.class, statement(call(connection, method, arguments), text));
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default ->
                ENDS.contains(method.getName())
                        ? traced(method.getName(), () -> call(connection, method, arguments))
                        : call(connection, method, arguments);
        };
    }

    @SuppressWarnings("ReferenceEquality")
    private InvocationHandler statement(Object statement, String prepared) {
        return (proxy, method, arguments) -> {
            if (method.getName().startsWith("execute")) {
                String text = arguments != null && arguments[0] instanceof String sql ? sql : prepared;
                return traced(text, () -> call(statement, method, arguments));
            }
            return switch (method.getName()) {
                case "equals" -> proxy == arguments[0];
                case "hashCode" -> System.identityHashCode(proxy);
                default -> call(statement, method, arguments);
            };
        };
    }

    private interface Call {

        Object call() throws Throwable;
    }

    private Object traced(String text, Call work) throws Throwable {
        String operation = operation(text);
        Span span = tracer.spanBuilder(operation)
                .setSpanKind(SpanKind.CLIENT)
                .setParent(parent)
                .setAttribute(SYSTEM, "postgresql")
                .setAttribute(OPERATION, operation)
                .setAttribute(TEXT, text.substring(0, Math.min(text.length(), MAX_TEXT)))
                .startSpan();
        try {
            return work.call();
        } catch (SQLException fault) {
            // Not its message, which quotes values.
            span.setStatus(StatusCode.ERROR);
            span.setAttribute(ERROR, fault.getClass().getName());
            if (fault.getSQLState() != null) {
                span.setAttribute(STATE, fault.getSQLState());
            }
            throw fault;
        } finally {
            span.end();
        }
    }

    /** First word of a statement, such as SELECT. */
    private static String operation(String text) {
        String[] words = text.strip().split("[\\s(;]+", 2);
        return words[0].isEmpty() ? "BATCH" : words[0].toUpperCase(Locale.ROOT);
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException fault) {
            throw fault.getCause();
        }
    }
}
