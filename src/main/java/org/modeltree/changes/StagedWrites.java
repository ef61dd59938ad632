package org.modeltree.changes;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.modeltree.revision.UsesSql;

/** Writes of staged records to their tables: which record types they concern, and the statements of those types. */
@UsesSql("set-based merges from a temporary table")
final class StagedWrites {

    private final Connection connection;
    private final CatalogRecords records;
    private final Set<String> writtenTypes = new HashSet<>();
    private final Set<String> deletedTypes = new HashSet<>();

    StagedWrites(Connection connection, CatalogRecords records) {
        this.connection = connection;
        this.records = records;
    }

    /** Says that a record of this type is staged, to be written or to be deleted. */
    void expect(String type, boolean deletion) {
        (deletion ? deletedTypes : writtenTypes).add(type);
    }

    /** Types of staged records, in the order of all types. */
    List<RecordType> types() {
        return records.types().stream()
                .filter(type -> writtenTypes.contains(type.type()) || deletedTypes.contains(type.type()))
                .toList();
    }

    /** Types whose checks and statements concern a staged record, in the order of all types. */
    List<RecordType> affectedTypes() {
        return records.types().stream()
                .filter(type -> hasWritesFor(type) || hasDeletionsFor(type))
                .toList();
    }

    private boolean hasWritesFor(RecordType type) {
        return writtenTypes.contains(type.type())
                || writtenTypes.stream().map(records::type).anyMatch(type::reactsToWritesOf);
    }

    private boolean hasDeletionsFor(RecordType type) {
        return deletedTypes.contains(type.type())
                || deletedTypes.stream().map(records::type).anyMatch(type::reactsToDeletionsOf);
    }

    /**
     * Applies the staged records: increments the revision, archives the current version of each changed model, and runs the
     * statements of the record types.
     *
     * @param many whether so many records are staged that statistics of tables that grow are worth their time
     * @return the new revision
     */
    long apply(Instant now, boolean many) throws SQLException {
        long revision;
        try (PreparedStatement statement = connection.prepareStatement(
                "update catalog_revision set revision = revision + 1, changed_at = ? returning revision")) {
            statement.setTimestamp(1, Timestamp.from(now));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                revision = row.getLong(1);
            }
        }
        // Statements that need no answer are sent together: a write of one record takes few round trips.
        List<String> script = new ArrayList<>();
        boolean touchesModels = touchModels(script);
        boolean large = false;
        if (touchesModels && many) {
            run(script);
            large = hasManyModels();
        }
        List<RecordType> affected = affectedTypes();
        List<RecordType> reversed = new ArrayList<>(affected);
        Collections.reverse(reversed);
        for (RecordType type : reversed) {
            if (hasDeletionsFor(type)) {
                script.addAll(type.deletes());
            }
        }
        for (RecordType type : affected) {
            if (hasWritesFor(type)) {
                script.addAll(type.merges());
            }
        }
        String growing =
                affected.stream().flatMap(type -> type.growingTables().stream()).collect(Collectors.joining(", "));
        if (large && !growing.isEmpty()) {
            // Stale statistics of tables that were small would mislead the next statements and readers.
            script.add("analyze " + growing);
        }
        for (RecordType type : affected) {
            script.addAll(type.afterMerges());
        }
        if (touchesModels) {
            for (RecordType type : records.types()) {
                script.addAll(type.modelUpdates());
            }
        }
        run(script);
        return revision;
    }

    /**
     * Adds the statements that fill {@code touched} and archive the current version of the models in it.
     *
     * @return whether a type whose records belong to models is staged
     */
    private boolean touchModels(List<String> script) {
        String models = types().stream()
                .filter(type -> type.model() != null)
                .map(type -> """
                        select s.doc ->> '%1$s' from staged s where s.type = '%2$s' and s.doc is not null
                        union
                        select s.before ->> '%1$s' from staged s where s.type = '%2$s' and s.before is not null
                        """.formatted(type.model(), type.type()))
                .collect(Collectors.joining("union\n"));
        if (models.isEmpty()) {
            return false;
        }
        script.add("insert into touched (model_id)\n" + models);
        // Without statistics the planner expects a thousand rows, and would read all models.
        script.add("analyze touched");
        script.add("""
                insert into model_version (model_id, revision, until_revision, state)
                select s.id, (s.state ->> 'revision')::bigint, r.revision, s.state
                from touched t join model_state s on s.id = t.model_id cross join catalog_revision r
                """);
        return true;
    }

    private boolean hasManyModels() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select count(*) from (select 1 from touched limit " + StagingTable.WORTH_ANALYZING + ") t")) {
            row.next();
            return row.getLong(1) >= StagingTable.WORTH_ANALYZING;
        }
    }

    /** Runs the statements in one round trip, and empties the list. */
    private void run(List<String> script) throws SQLException {
        if (!script.isEmpty()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(String.join(";\n", script));
            }
            script.clear();
        }
    }
}
