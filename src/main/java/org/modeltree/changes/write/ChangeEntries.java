package org.modeltree.changes.write;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.flipkart.zjsonpatch.DiffFlags;
import com.flipkart.zjsonpatch.JsonDiff;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.modeltree.changes.CatalogRecords;
import org.modeltree.changes.RecordType;
import org.modeltree.changes.StagingTable;
import org.modeltree.revision.UsesSql;

/** Entries of the change log. */
@UsesSql("batches of rows")
@ApplicationScoped
class ChangeEntries {

    private static final String COLUMNS =
            "revision, changed_at, kind, type, subject, model_id, patch, actor, moved_from, benchmark_id";

    /** Inserts entries in the order of the arrays, in which they get their ids. A row in a statement of its own takes three times as long. */
    private static final String INSERT = "insert into change (" + COLUMNS + """
            )
            select ?, ?, e.kind, e.type, e.subject, e.model_id, cast(e.patch as jsonb), ?, e.moved_from, e.benchmark_id
            from unnest(
                cast(? as text[]), cast(? as text[]), cast(? as text[]), cast(? as text[]), cast(? as text[]),
                cast(? as text[]), cast(? as text[])) with ordinality
                e (kind, type, subject, model_id, patch, moved_from, benchmark_id, at)
            order by e.at
            """;

    /** Entries in one statement, so that their texts take little memory at a time. */
    private static final int MAX_TOGETHER = 1_000;

    /** Inserts an entry at the current revision, which its transaction has just made. */
    static final String INSERT_NOW = "insert into change (" + COLUMNS + """
            )
            select r.revision, r.changed_at, ?, ?, ?, ?, cast(? as jsonb), ?, ?, ? from catalog_revision r""";

    private static final String INSERT_COMBINED = """
            insert into change (revision, changed_at, kind, type, subject, model_id, patch, actor, import_id)
            values (?, ?, ?, ?, ?, ?, cast(? as jsonb), ?, ?)
            """;

    /** In the order of the arrays of {@link #INSERT}. */
    private static final List<Function<Entry, String>> VALUES = List.of(
            Entry::kind, Entry::type, Entry::subject, Entry::model, Entry::patch, Entry::movedFrom, Entry::benchmark);

    private final CatalogRecords records;

    ChangeEntries(CatalogRecords records) {
        this.records = records;
    }

    /**
     * Entry about one record.
     *
     * @param model id of the model that the record belongs to; null if it belongs to none
     * @param patch JSON Patch, as text
     * @param movedFrom id of the model that the record belonged to, if that is another one; null if not
     * @param benchmark id of the benchmark that the record measures; null if it measures none
     */
    record Entry(
            String kind,
            String type,
            String subject,
            String model,
            String patch,
            String actor,
            String movedFrom,
            String benchmark) {

        void bind(Script script) throws SQLException {
            script.text(kind)
                    .text(type)
                    .text(subject)
                    .text(model)
                    .json(patch)
                    .text(actor)
                    .text(movedFrom)
                    .text(benchmark);
        }
    }

    /** The entry about a changed record. */
    Entry of(StagingTable.Staged record, String actor) {
        RecordType type = records.type(record.type());
        String former = id(record.before(), type.model());
        String latter = record.after() == null ? former : id(record.after(), type.model());
        boolean moved = record.before() != null && !Objects.equals(former, latter);
        return new Entry(
                record.before() == null ? "create" : record.after() == null ? "delete" : "update",
                record.type(),
                record.key(),
                latter,
                records.text(patch(record.before(), record.after())),
                actor,
                moved ? former : null,
                id(record.after() == null ? record.before() : record.after(), type.benchmark()));
    }

    /** Writes an entry for each changed record. */
    void write(Connection connection, List<StagingTable.Staged> changed, long revision, Instant now, String actor)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            for (int from = 0; from < changed.size(); from += MAX_TOGETHER) {
                List<Entry> entries = changed.subList(from, Math.min(changed.size(), from + MAX_TOGETHER)).stream()
                        .map(record -> of(record, actor))
                        .toList();
                statement.setLong(1, revision);
                statement.setTimestamp(2, Timestamp.from(now));
                statement.setString(3, actor);
                int column = 4;
                for (Function<Entry, String> value : VALUES) {
                    statement.setArray(
                            column++,
                            connection.createArrayOf(
                                    "text", entries.stream().map(value).toArray(String[]::new)));
                }
                statement.executeUpdate();
            }
        }
    }

    /**
     * Writes the entry of several changes that are one.
     *
     * @param result the changed record whose patch the entry has; null if it has none
     */
    void writeCombined(
            Connection connection,
            CombinedChange change,
            StagingTable.Staged result,
            long revision,
            Instant now,
            String actor)
            throws SQLException {
        WriteTarget target = change.result();
        try (PreparedStatement statement = connection.prepareStatement(INSERT_COMBINED)) {
            statement.setLong(1, revision);
            statement.setTimestamp(2, Timestamp.from(now));
            statement.setString(3, change.kind());
            statement.setString(4, target == null ? null : target.type());
            statement.setString(5, change.subject());
            statement.setString(6, target == null ? null : target.model());
            statement.setString(7, result == null ? null : records.text(patch(result.before(), result.after())));
            statement.setString(8, actor);
            statement.setString(9, change.importId());
            statement.executeUpdate();
        }
    }

    /** The value of a key of a document; null without a document or a key. */
    static String id(ObjectNode document, String key) {
        return document == null || key == null ? null : document.get(key).asText();
    }

    /** A stored document as clients see it: without its type and the keys in its path. */
    ObjectNode shown(ObjectNode stored) {
        String type = stored.get("type").asText();
        ObjectNode shown = records.published(stored);
        shown.remove("type");
        shown.remove(records.type(type).identity());
        return shown;
    }

    /** The change as a JSON Patch (RFC 6902) of the document as clients see it; a deletion includes the deleted document. */
    private ArrayNode patch(ObjectNode before, ObjectNode after) {
        ArrayNode patch = JsonNodeFactory.instance.arrayNode();
        if (before == null) {
            patch.addObject().put("op", "add").put("path", "").set("value", shown(after));
        } else if (after == null) {
            patch.addObject().put("op", "test").put("path", "").set("value", shown(before));
            patch.addObject().put("op", "remove").put("path", "");
        } else {
            JsonNode diff = JsonDiff.asJson(shown(before), shown(after), DiffFlags.dontNormalizeOpIntoMoveAndCopy());
            diff.forEach(patch::add);
        }
        return patch;
    }
}
