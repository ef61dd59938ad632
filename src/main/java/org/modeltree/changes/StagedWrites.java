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
     * @param many whether so many records are staged that statistics of the tables that they fill may be worth their time
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
        List<String> outgrown = List.of();
        if (types.belongToModels()) {
            touchModels(script);
            if (many) {
                run(script);
                outgrown = outgrownTables();
            }
        }
        script.addAll(types.writes());
        if (!outgrown.isEmpty()) {
            // Stale statistics of tables that were small would mislead the next statements and readers.
            script.add("analyze " + String.join(", ", outgrown));
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

    /**
     * Tables whose statistics will be wrong: all that grow if many models are touched, otherwise those that had fewer rows than
     * there are such models when the statistics were made.
     */
    private List<String> outgrownTables() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                select c.relname
                from (select count(*) as models from (select 1 from touched limit %1$d) t) touched, pg_class c
                where c.oid = any (cast(? as regclass[])) and (models >= %1$d or c.reltuples < models)
                order by c.relname
                """.formatted(StagingTable.WORTH_ANALYZING))) {
            statement.setArray(
                    1, connection.createArrayOf("text", types.growingTables().toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                List<String> tables = new ArrayList<>();
                while (rows.next()) {
                    tables.add(rows.getString(1));
                }
                return tables;
            }
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
