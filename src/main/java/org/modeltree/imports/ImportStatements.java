package org.modeltree.imports;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;
import org.modeltree.changes.CatalogRecords;
import org.modeltree.changes.OriginPriority;
import org.modeltree.changes.Origins;
import org.modeltree.changes.RecordType;
import org.modeltree.revision.UsesSql;

/** Statements of one import on its connection, with their rows as records. */
@UsesSql("reads and removes staged records on the connection that staged them")
final class ImportStatements {

    /**
     * A model that stays as it is, deleted or not.
     *
     * @param id id of the model
     * @param origin origin that decides
     */
    record RetainedModel(String id, String origin) {}

    /**
     * A measurement that stays, because its origin is more trusted than the import's.
     *
     * @param model id of the model
     * @param benchmark id of the benchmark
     * @param raw raw value that stays
     * @param origin origin of that value
     * @param refused raw value in the imported catalog
     */
    record RetainedMeasurement(String model, String benchmark, JsonNode raw, String origin, JsonNode refused) {}

    private static final int FETCH_SIZE = 500;
    /** Imports that can be undone. */
    private static final int MAX_UNDOABLE = 20;

    private final Connection connection;
    private final CatalogRecords records;

    ImportStatements(Connection connection, CatalogRecords records) {
        this.connection = connection;
        this.records = records;
    }

    /** Labels of all benchmarks, by id. */
    Map<String, String> benchmarks() throws SQLException {
        Map<String, String> labels = new TreeMap<>();
        try (PreparedStatement statement = connection.prepareStatement("select id, label from benchmark");
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                labels.put(rows.getString("id"), rows.getString("label"));
            }
        }
        return labels;
    }

    /** Removes staged records of deleted models, and staged deletions of existing models; reports the models. */
    void forgetDeleted(Consumer<RetainedModel> retained) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ImportSql.FORGET_DELETED);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                retained.accept(new RetainedModel(rows.getString("id"), Origins.CURATOR));
            }
        }
        try (PreparedStatement statement = connection.prepareStatement(ImportSql.DELETE_NOTHING);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                retained.accept(new RetainedModel(rows.getString("id"), rows.getString("origin")));
            }
        }
    }

    /** Removes staged records about aliases of the latest model of a series; reports the aliases. */
    void forgetMovingAliases(Consumer<String> forgotten) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ImportSql.FORGET_MOVING_ALIASES);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                forgotten.accept(rows.getString("id"));
            }
        }
    }

    /**
     * Removes the aliases of staged models that already belong to another model.
     *
     * @param reported whether to pass them on, with the places of their entries
     */
    void dropTakenAliases(boolean reported, BiConsumer<String, String> dropped) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ImportSql.DROP_TAKEN_ALIASES)) {
            statement.setBoolean(1, reported);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    dropped.accept(rows.getString("at"), rows.getString("alias"));
                }
            }
        }
    }

    /** Removes staged measurements of a benchmark that a more trusted origin has measured; reports those that stay. */
    void dropLessTrusted(OriginPriority trust, Consumer<RetainedMeasurement> retained) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ImportSql.KEEP_MEASUREMENTS)) {
            Array order = connection.createArrayOf("text", trust.order().toArray());
            statement.setArray(1, order);
            statement.setArray(2, order);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    retained.accept(new RetainedMeasurement(
                            rows.getString("model_id"),
                            rows.getString("benchmark_id"),
                            json(rows.getString("raw")),
                            rows.getString("origin"),
                            json(rows.getString("refused"))));
                }
            }
        }
    }

    /**
     * Follows a decision about an offering that is staged already.
     *
     * @param key provider and the provider's id, with a space between
     * @param model its model; null to leave the offering out
     */
    void redecide(String key, String model) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ImportSql.REDECIDE)) {
            statement.setString(1, model);
            statement.setString(2, key);
            statement.executeUpdate();
        }
        try (PreparedStatement statement = connection.prepareStatement(ImportSql.LEAVE_OUT)) {
            statement.setString(1, key);
            statement.executeUpdate();
        }
    }

    /** Marks the staged offerings that are stored with facts of another catalog. */
    void listElsewhere(String origin) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ImportSql.LIST_ELSEWHERE)) {
            statement.setString(1, origin);
            statement.executeUpdate();
        }
    }

    /**
     * Remembers that the file lists the stored offerings of its catalog.
     *
     * @param others keys of offerings that the file lists and that are not staged
     */
    void seen(LocalDate day, String origin, Collection<String> others) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ImportSql.SEEN)) {
            statement.setObject(1, day);
            statement.setArray(2, connection.createArrayOf("text", others.toArray()));
            statement.setString(3, origin);
            statement.setObject(4, day);
            statement.executeUpdate();
        }
    }

    /**
     * An offering that its catalog no longer lists.
     *
     * @param key provider and the provider's id, with a space between
     * @param elsewhere whether another catalog lists it
     */
    record Unlisted(String key, boolean elsewhere) {}

    /**
     * Stages the offerings of a catalog that its complete file does not list, and reports them.
     *
     * @param unmatched keys of the offerings that the file lists and that are not staged
     */
    void stageNoLongerListed(LocalDate day, String origin, Collection<String> unmatched, Consumer<Unlisted> gone)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ImportSql.NO_LONGER_LISTED)) {
            statement.setObject(1, day);
            statement.setString(2, origin);
            Array listed = connection.createArrayOf("text", unmatched.toArray());
            statement.setArray(3, listed);
            statement.setString(4, origin);
            statement.setString(5, "[{\"origin\": \"" + origin + "\"}]");
            statement.setArray(6, listed);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    gone.accept(new Unlisted(rows.getString("key"), rows.getBoolean("elsewhere")));
                }
            }
        }
    }

    private JsonNode json(String value) {
        return records.trusted("{\"value\":" + value + "}").get("value");
    }

    /**
     * Passes on each fact that the staged records change, with the number of characters of its values.
     *
     * @param origin origin of the import
     */
    void changes(String origin, ObjIntConsumer<ImportReport.FactChange> changes) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(FETCH_SIZE);
            try (ResultSet rows = statement.executeQuery(ImportSql.changes(records.types(), origin))) {
                while (rows.next()) {
                    String before = rows.getString("before");
                    String after = rows.getString("after");
                    changes.accept(
                            new ImportReport.FactChange(
                                    rows.getString("type"),
                                    rows.getString("key"),
                                    rows.getString("model"),
                                    rows.getString("fact"),
                                    json(String.valueOf(before)),
                                    json(String.valueOf(after)),
                                    rows.getString("origin")),
                            String.valueOf(before).length()
                                    + String.valueOf(after).length());
                }
            }
        }
    }

    /**
     * Keeps what the staged records change, so that the import can be undone; forgets the changes of older imports. Called
     * before the records are applied, and {@link #applied} after it.
     */
    void keepChanges(String importId) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ImportSql.KEEP_CHANGES)) {
            statement.setString(1, importId);
            statement.executeUpdate();
        }
        try (PreparedStatement statement = connection.prepareStatement(ImportSql.FORGET_CHANGES)) {
            statement.setString(1, importId);
            statement.setInt(2, MAX_UNDOABLE - 1);
            statement.executeUpdate();
        }
        try (Statement statement = connection.createStatement()) {
            // The statements that follow, and an undo, would read the whole catalog once for each record if the table
            // seemed empty.
            statement.execute("analyze import_change");
        }
    }

    /** Completes the kept changes with the documents as they are stored. */
    void applied(String importId) throws SQLException {
        for (RecordType type : records.types()) {
            String sql = "update import_change s set after = v.doc from " + type.view()
                    + " v where s.import_id = ? and s.type = ? and " + type.matches();
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setString(1, importId);
                statement.setString(2, type.type());
                statement.executeUpdate();
            }
        }
    }

    /** Writes the import to the change log. */
    void log(long revision, Instant now, ImportJob job) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "insert into change (revision, changed_at, kind, actor, import_id) values (?, ?, 'import', ?, ?)")) {
            statement.setLong(1, revision);
            statement.setTimestamp(2, Timestamp.from(now));
            statement.setString(3, job.actor());
            statement.setString(4, job.id());
            statement.executeUpdate();
        }
    }
}
