package org.modeltree.changes;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.modeltree.revision.UsesSql;

/** Writes of staged records to their tables, by the statements of their types. */
@UsesSql("set-based merges from a temporary table")
final class StagedWrites {

    /** Archives the current version of the models in {@code touched}. */
    static final String ARCHIVE = """
            insert into model_version (model_id, revision, until_revision, state)
            select s.id, (s.state ->> 'revision')::bigint, r.revision, s.state
            from touched t join model_state s on s.id = t.model_id cross join catalog_revision r
            """;

    private final Connection connection;
    private final StagedTypes types;

    StagedWrites(Connection connection, StagedTypes types) {
        this.connection = connection;
        this.types = types;
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
        // Statements that need no answer are sent together: a write of few records takes few round trips.
        List<String> script = new ArrayList<>();
        boolean large = false;
        if (types.belongToModels()) {
            touchModels(script);
            if (many) {
                run(script);
                large = hasManyModels();
            }
        }
        script.addAll(types.writes());
        String growing = String.join(", ", types.growingTables());
        if (large && !growing.isEmpty()) {
            // Stale statistics of tables that were small would mislead the next statements and readers.
            script.add("analyze " + growing);
        }
        script.addAll(types.followUps());
        run(script);
        return revision;
    }

    /** Adds the statements that fill {@code touched} and archive the current version of the models in it. */
    private void touchModels(List<String> script) {
        String models = types.types().stream()
                .filter(type -> type.model() != null)
                .map(type -> """
                        select s.doc ->> '%1$s' from staged s where s.type = '%2$s' and s.doc is not null
                        union
                        select s.before ->> '%1$s' from staged s where s.type = '%2$s' and s.before is not null
                        """.formatted(type.model(), type.type()))
                .collect(Collectors.joining("union\n"));
        script.add("insert into touched (model_id)\n" + models);
        // Without statistics the planner expects a thousand rows, and would read all models.
        script.add("analyze touched");
        script.add(ARCHIVE);
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
