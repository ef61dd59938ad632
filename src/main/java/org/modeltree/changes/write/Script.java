package org.modeltree.changes.write;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.Collection;
import org.modeltree.revision.UsesSql;
import org.postgresql.PGConnection;
import org.postgresql.PGStatement;

/**
 * Statements that are sent together, in one round trip. The server keeps them with their plans from the first time on: to plan
 * the statements of a write takes longer than to run them.
 */
@UsesSql("several statements in one round trip")
final class Script implements AutoCloseable {

    /** Value of {@code prepareThreshold} with which an operator forbids kept statements. */
    private static final int NEVER = 0;

    private final PreparedStatement statement;
    private int parameters;
    private boolean executed;

    /**
     * A script whose statements keep their plans, which must not depend on values: each reads by keys. The mode ends with
     * the script, because other statements of the transaction are planned for their values.
     */
    static Script withKeptPlans(Connection connection, Collection<String> statements) throws SQLException {
        return new Script(
                connection,
                "set local plan_cache_mode = force_generic_plan;\n" + String.join(";\n", statements)
                        + ";\nset local plan_cache_mode = auto");
    }

    Script(Connection connection, String text) throws SQLException {
        statement = connection.prepareStatement(text);
        if (connection.unwrap(PGConnection.class).getPrepareThreshold() != NEVER) {
            statement.unwrap(PGStatement.class).setPrepareThreshold(1);
        }
    }

    /** Sets the next parameter to a text, or to null. */
    Script text(String value) throws SQLException {
        statement.setString(++parameters, value);
        return this;
    }

    /** Sets the next parameter to a JSON document, or to null. The server parses it once, as it infers the type. */
    Script json(String document) throws SQLException {
        statement.setObject(++parameters, document, Types.OTHER);
        return this;
    }

    /** Sets the next parameter to a number, or to null. */
    Script number(Long value) throws SQLException {
        statement.setObject(++parameters, value, Types.BIGINT);
        return this;
    }

    /** Sets the next parameter to a time. */
    Script time(Timestamp value) throws SQLException {
        statement.setTimestamp(++parameters, value);
        return this;
    }

    /** Sends the statements at the first call; returns the rows of the next statement that has any columns. */
    ResultSet next() throws SQLException {
        boolean hasRows = executed ? statement.getMoreResults() : statement.execute();
        executed = true;
        while (!hasRows) {
            if (statement.getUpdateCount() < 0) {
                throw new IllegalStateException("no statement is left");
            }
            hasRows = statement.getMoreResults();
        }
        return statement.getResultSet();
    }

    /** As {@link #next()}, on its first row. */
    ResultSet nextRow() throws SQLException {
        ResultSet rows = next();
        if (!rows.next()) {
            throw new IllegalStateException("the statement has no row");
        }
        return rows;
    }

    @Override
    public void close() throws SQLException {
        statement.close();
    }
}
