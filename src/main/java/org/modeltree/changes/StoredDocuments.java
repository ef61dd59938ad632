package org.modeltree.changes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.modeltree.revision.UsesSql;
import org.modeltree.revision.sql.ReadConnection;

/** Stored documents of all record types, as their views give them. */
@UsesSql("the views of record types have no entities")
@ApplicationScoped
public class StoredDocuments {

    private final ReadConnection reader;
    private final CatalogRecords records;

    StoredDocuments(ReadConnection reader, CatalogRecords records) {
        this.reader = reader;
        this.records = records;
    }

    /** The stored document with this key. */
    public Optional<ObjectNode> read(RecordType type, String key) {
        return reader.read(connection -> current(connection, type, key));
    }

    /** Stored documents with these keys, in the order of the keys; keys without a document are left out. */
    public List<ObjectNode> read(RecordType type, Collection<String> keys) {
        String sql = "select v.doc from " + type.view() + " v join (select u.key collate \"C\" as key, u.place"
                + " from unnest(cast(? as text[])) with ordinality u (key, place)) s on " + type.matches()
                + " order by s.place";
        return reader.read(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setArray(1, connection.createArrayOf("text", keys.toArray()));
                return documents(statement);
            }
        });
    }

    /** Stored documents of a type that belong to a model. */
    public List<ObjectNode> parts(RecordType type, String model) {
        return documents(type, type.belongs(), model);
    }

    /** Keys of the documents of a type that belong to a model. Of thousands, they are read in a fraction of the time. */
    public List<String> keysOfParts(RecordType type, String model) {
        String sql = "select " + type.key() + " from " + type.view() + " v where " + type.belongs() + " order by "
                + type.order();
        return reader.read(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setString(1, model);
                List<String> keys = new ArrayList<>();
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        keys.add(rows.getString(1));
                    }
                }
                return keys;
            }
        });
    }

    /** Stored documents of a type that name a model without belonging to it. */
    List<ObjectNode> mentions(RecordType type, String model) {
        return type.mentions()
                .map(condition -> documents(type, condition, model))
                .orElse(List.of());
    }

    private List<ObjectNode> documents(RecordType type, String condition, String model) {
        return reader.read(connection -> {
            String sql = "select v.doc from " + type.view() + " v where " + condition + " order by " + type.order();
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setString(1, model);
                return documents(statement);
            }
        });
    }

    private List<ObjectNode> documents(PreparedStatement statement) throws SQLException {
        List<ObjectNode> documents = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                documents.add(records.trusted(rows.getString(1)));
            }
        }
        return documents;
    }

    /** Number of stored records of a type for which a condition on a model holds, at most {@code limit}. */
    private long count(RecordType type, String condition, String model, int limit) {
        return reader.read(connection -> {
            String sql = "select count(*) from (select 1 from " + type.view() + " v where " + condition + " limit "
                    + limit + ") as found";
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setString(1, model);
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    return row.getLong(1);
                }
            }
        });
    }

    /** The stored document with this key, read on a connection whose transaction may have changed it. */
    public Optional<ObjectNode> current(Connection connection, RecordType type, String key) throws SQLException {
        String sql = "select v.doc from " + type.view() + " v join (select cast(? as text) collate \"C\" as key) s on "
                + type.matches();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, key);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(records.trusted(row.getString(1))) : Optional.empty();
            }
        }
    }

    /** The stored documents with these keys, by key, read on a connection whose transaction may have changed them. */
    public Map<String, ObjectNode> current(Connection connection, RecordType type, List<String> keys)
            throws SQLException {
        String sql = "select s.key, v.doc from " + type.view()
                + " v join (select u.key collate \"C\" as key from unnest(cast(? as text[])) u (key)) s on "
                + type.matches();
        Map<String, ObjectNode> documents = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf("text", keys.toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    documents.put(rows.getString(1), records.trusted(rows.getString(2)));
                }
            }
        }
        return documents;
    }

    /** Stored documents that belong to a model or name it, but not its own. */
    public List<ObjectNode> about(String model) {
        return records.types().stream()
                .flatMap(type -> Stream.concat(
                        type.model() == null || type.modelKeys().contains("id")
                                ? Stream.empty()
                                : parts(type, model).stream(),
                        mentions(type, model).stream()))
                .toList();
    }

    /** Number of the documents of {@link #about(String)}, at most {@code limit}. */
    public long countAbout(String model, int limit) {
        long count = 0;
        for (RecordType type : records.types()) {
            List<String> conditions = new ArrayList<>();
            if (type.model() != null && !type.modelKeys().contains("id")) {
                conditions.add(type.belongs());
            }
            type.mentions().ifPresent(conditions::add);
            for (String condition : conditions) {
                count += count(type, condition, model, limit);
            }
        }
        return Math.min(count, limit);
    }
}
