package org.modeltree.imports.renamed;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.modeltree.changes.CatalogRecords;
import org.modeltree.changes.Merge;
import org.modeltree.changes.RecordType;
import org.modeltree.identity.ProviderNames;
import org.modeltree.revision.UsesSql;

/**
 * Offerings of an import that are stored under another name of their provider, such as {@code bedrock} for {@code
 * amazon-bedrock}. Each moves to our id of the provider with all that is known of it, and is no longer there twice.
 */
@UsesSql("reads and writes staged records on the connection that staged them")
public final class RenamedOfferings {

    /**
     * The staged offerings that are stored under another name of their provider. Parameters: the other names, and our ids of
     * these providers. Returns the line, the stored document under our id, and key and document of the one under the other
     * name.
     */
    private static final String UNDER_OTHER_NAMES = """
            select s.line, s.before, v.provider_id || ' ' || v.provider_model_id as former_key, v.doc as former
            from staged s
            join unnest(?, ?) as n (other, id) on n.id = split_part(s.key, ' ', 1)
            join offering_line v
              on v.provider_id = n.other and v.provider_model_id = substr(s.key, strpos(s.key, ' ') + 1)
            where s.type = 'offering' and s.doc is not null and s.at <> ''
            order by s.line, former_key
            """;

    /** Stages the deletion of an offering. Parameters: key, document. */
    private static final String DELETE = """
            insert into staged (line, at, type, key, before)
            select max(line) + 1, '', 'offering', ?, cast(? as jsonb) from staged
            """;

    /** Sets the stored document of a staged record. Parameters: document, line. */
    private static final String SET_BEFORE = "update staged set before = cast(? as jsonb) where line = ?";

    private final Connection connection;
    private final CatalogRecords records;

    /** The documents under our ids, null where there are none, by the line of the staged record. */
    private final Map<Long, String> before = new LinkedHashMap<>();

    private final Map<String, String> former = new TreeMap<>();

    public RenamedOfferings(Connection connection, CatalogRecords records) {
        this.connection = connection;
        this.records = records;
    }

    /**
     * Lets the staged records be merged with what is stored under the other name. Call it after the staged records are compared
     * with the stored ones, and {@link #move} after they are merged.
     *
     * @param merge rules for an offering that is stored under both names
     */
    public void mergeWithFormer(Merge merge) throws SQLException {
        RecordType type = records.type("offering");
        Map<Long, ObjectNode> bases = new LinkedHashMap<>();
        Map<String, String> names = names();
        if (names.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(UNDER_OTHER_NAMES)) {
            statement.setArray(
                    1, connection.createArrayOf("text", names.keySet().toArray()));
            statement.setArray(
                    2, connection.createArrayOf("text", names.values().toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    long line = rows.getLong("line");
                    String own = rows.getString("before");
                    ObjectNode renamed = records.trusted(rows.getString("former"));
                    String provider = renamed.get("provider").asText();
                    renamed.put("provider", names.get(provider));
                    ObjectNode base =
                            bases.containsKey(line) ? bases.get(line) : own == null ? null : records.trusted(own);
                    bases.put(line, base == null ? renamed : type.merged(base, renamed, merge));
                    before.put(line, own);
                    former.put(rows.getString("former_key"), rows.getString("former"));
                }
            }
        }
        for (Map.Entry<Long, ObjectNode> base : bases.entrySet()) {
            setBefore(base.getKey(), base.getValue().toString());
        }
    }

    /** Our ids of the stored providers that have another one. */
    private Map<String, String> names() throws SQLException {
        Map<String, String> names = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select id from provider")) {
            while (rows.next()) {
                String canonical = ProviderNames.canonical(rows.getString("id"));
                if (!canonical.equals(rows.getString("id"))) {
                    names.put(rows.getString("id"), canonical);
                }
            }
        }
        return names;
    }

    /** Stages the deletion of what is stored under the other names, and reports the keys. */
    public void move(Consumer<String> moved) throws SQLException {
        for (Map.Entry<Long, String> own : before.entrySet()) {
            setBefore(own.getKey(), own.getValue());
        }
        try (PreparedStatement statement = connection.prepareStatement(DELETE)) {
            for (Map.Entry<String, String> one : former.entrySet()) {
                statement.setString(1, one.getKey());
                statement.setString(2, one.getValue());
                statement.executeUpdate();
                moved.accept(one.getKey());
            }
        }
    }

    private void setBefore(long line, String document) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SET_BEFORE)) {
            statement.setString(1, document);
            statement.setLong(2, line);
            statement.executeUpdate();
        }
    }
}
