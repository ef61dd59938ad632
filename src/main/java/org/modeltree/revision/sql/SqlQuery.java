package org.modeltree.revision.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.postgresql.PGConnection;
import org.postgresql.PGStatement;

/**
 * A query with its values.
 *
 * @param <T> type of a row
 */
public final class SqlQuery<T> {

    /** Value of {@code prepareThreshold} with which the driver never prepares a statement on the server. */
    private static final int NEVER = 0;

    private static final int FETCHED_AT_ONCE = 1_000;

    private final ReadConnection reader;
    private final Template template;
    private final RowReader<T> rows;
    private final boolean kept;
    private final Map<String, Object> values = new HashMap<>();
    private ToLongFunction<T> revision;
    private List<T> found;

    SqlQuery(ReadConnection reader, Template template, RowReader<T> rows, boolean kept) {
        this.reader = reader;
        this.template = template;
        this.rows = rows;
        this.kept = kept;
    }

    /**
     * Sets a parameter: a text, number, flag, day, instant, null, an array of texts, or a list of values for {@code in}.
     * Values without a parameter are ignored.
     */
    public SqlQuery<T> with(String name, Object value) {
        values.put(name, value);
        return this;
    }

    /** Sets several parameters. */
    public SqlQuery<T> with(Map<String, Object> more) {
        values.putAll(more);
        return this;
    }

    /**
     * Says that each row has the revision of the catalog. So what was read before and what this query reads belong to one
     * snapshot if their revisions are the same, and need no transaction.
     */
    public SqlQuery<T> withRevision(ToLongFunction<T> ofRow) {
        revision = ofRow;
        return this;
    }

    /**
     * Sends the query together with the next one of this snapshot, so that both take one round trip. Its rows are there when
     * they are asked for. Only for queries by key.
     */
    public SqlQuery<T> ahead() {
        reader.sendAlong(this);
        return this;
    }

    /**
     * All rows, in their order.
     *
     * @throws FailedStatement if the query fails
     */
    public List<T> list() {
        if (found == null) {
            List<SqlQuery<?>> sent = new ArrayList<>(List.of(this));
            if (kept) {
                reader.alongside().stream().filter(other -> other != this).forEach(sent::add);
            }
            if (revision == null) {
                reader.read(connection -> run(connection, sent));
            } else {
                reader.readWithRevision(connection -> {
                    run(connection, sent);
                    return found.isEmpty() ? OptionalLong.empty() : OptionalLong.of(revision.applyAsLong(found.get(0)));
                });
            }
        }
        return found;
    }

    /**
     * The first row; empty if there is none.
     *
     * @throws FailedStatement if the query fails
     */
    public Optional<T> first() {
        List<T> found = list();
        return found.isEmpty() ? Optional.empty() : Optional.ofNullable(found.get(0));
    }

    /**
     * Gives all rows to a reader, in their order. Only some of them are in memory at a time; so only in a snapshot, because
     * without a transaction the driver reads all at once.
     *
     * @throws FailedStatement if the query fails
     */
    public void each(Consumer<T> reader) {
        this.reader.inTransaction(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(template.text(values))) {
                prepareOnServer(connection, statement, kept);
                statement.setFetchSize(FETCHED_AT_ONCE);
                bind(connection, statement, 1);
                try (ResultSet result = statement.executeQuery()) {
                    while (result.next()) {
                        reader.accept(rows.read(result));
                    }
                }
                return null;
            }
        });
    }

    /** Runs queries in one round trip, of which the first decides whether the server keeps them. */
    private static Void run(Connection connection, List<SqlQuery<?>> queries) throws SQLException {
        StringBuilder text = new StringBuilder();
        for (SqlQuery<?> query : queries) {
            text.append(text.isEmpty() ? "" : ";\n").append(query.template.text(query.values));
        }
        try (PreparedStatement statement = connection.prepareStatement(text.toString())) {
            prepareOnServer(connection, statement, queries.get(0).kept);
            int at = 1;
            for (SqlQuery<?> query : queries) {
                at = query.bind(connection, statement, at);
            }
            statement.execute();
            for (SqlQuery<?> query : queries) {
                try (ResultSet rows = statement.getResultSet()) {
                    query.take(rows);
                }
                statement.getMoreResults();
            }
            return null;
        }
    }

    private void take(ResultSet result) throws SQLException {
        List<T> all = new ArrayList<>();
        while (result.next()) {
            all.add(rows.read(result));
        }
        found = all;
    }

    /**
     * Statements that the server keeps get a plan for all values once that is as good as the plans for single ones. An
     * operator who forbids them, because of what is between the service and the database, has the last word.
     */
    private static void prepareOnServer(Connection connection, PreparedStatement statement, boolean kept)
            throws SQLException {
        if (connection.unwrap(PGConnection.class).getPrepareThreshold() != NEVER) {
            statement.unwrap(PGStatement.class).setPrepareThreshold(kept ? 1 : NEVER);
        }
    }

    /** Sets the values of the parameters from this one on, and returns the number of the next. */
    private int bind(Connection connection, PreparedStatement statement, int first) throws SQLException {
        int at = first;
        for (String name : template.names()) {
            Object value = values.get(name);
            if (value == null && !values.containsKey(name)) {
                throw new IllegalStateException("the parameter " + name + " has no value");
            }
            if (value instanceof Collection<?> list) {
                for (Object one : list) {
                    set(connection, statement, at++, one);
                }
            } else {
                set(connection, statement, at++, value);
            }
        }
        return at;
    }

    private static void set(Connection connection, PreparedStatement statement, int at, Object value)
            throws SQLException {
        if (value == null) {
            statement.setNull(at, Types.NULL);
        } else if (value instanceof String text) {
            statement.setString(at, text);
        } else if (value instanceof String[] texts) {
            statement.setArray(at, connection.createArrayOf("text", texts));
        } else if (value instanceof Instant instant) {
            statement.setObject(at, instant.atOffset(ZoneOffset.UTC));
        } else {
            statement.setObject(at, value);
        }
    }
}
