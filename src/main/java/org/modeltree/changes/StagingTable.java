package org.modeltree.changes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.modeltree.revision.UsesSql;

/**
 * Stages records and writes them to their tables within one transaction: loads them by COPY, compares them with the stored
 * ones, and merges whole sets. It blocks other writers only from {@link #lock} on.
 */
@UsesSql("COPY into a temporary table, and set-based merges")
public final class StagingTable implements AutoCloseable {

    private static final int FETCH_SIZE = 500;

    /** Tables with fewer rows are planned well without statistics. */
    static final int WORTH_ANALYZING = 1_000;

    /** So many staged records may be more than a table had when its statistics were made. */
    private static final int MAY_OUTGROW = 50;

    private static final String CREATE = """
            create temporary table if not exists staged (
                line bigint not null,
                at text not null,
                type text collate "C" not null,
                key text collate "C" not null,
                doc jsonb,
                derived jsonb,
                before jsonb
            ) on commit delete rows;
            create index if not exists staged_by_key on staged (type, key);
            create index if not exists staged_by_line on staged (line);
            create temporary table if not exists remerged (
                line bigint not null,
                doc jsonb,
                derived jsonb
            ) on commit delete rows;
            create temporary table if not exists touched (
                model_id text collate "C" constraint touched_pkey primary key
            ) on commit delete rows;
            """;

    private final Connection connection;
    private final CatalogRecords records;
    private final StagingCopy copy;
    private final StagedTypes types;
    private long added;

    /** Receives faults of staged records. */
    @FunctionalInterface
    public interface Faults {

        /**
         * Receives a fault.
         *
         * @param at position of the record in its file
         */
        void fault(RecordFault fault, String at);
    }

    /**
     * Staged record that differs from the stored one.
     *
     * @param line line number, from 1
     * @param type record type
     * @param key key of the record
     * @param before stored document; null if there is none
     * @param after new document; null to delete the record
     */
    public record Staged(long line, String type, String key, ObjectNode before, ObjectNode after) {}

    /** Number of records by effect. */
    public record Counts(long created, long updated, long unchanged) {}

    /** Creates the temporary tables in the connection's transaction, and sets its isolation level to read committed. */
    public StagingTable(Connection connection, CatalogRecords records) throws SQLException {
        this.connection = connection;
        this.records = records;
        this.copy = new StagingCopy(connection, records);
        this.types = new StagedTypes(records);
        // Foreign keys are checked row by row; a custom plan for each row would be slow.
        run("""
                set transaction isolation level read committed;
                set local client_min_messages = warning;
                set local plan_cache_mode = auto;
                """ + CREATE);
    }

    /** Lifts the limits on time and memory of statements; for work that no request waits for. */
    public void liftLimits() throws SQLException {
        run("set local statement_timeout = 0; set local work_mem = '64MB'");
    }

    /** Stages a record. */
    public void add(StagedRecord record) throws SQLException {
        types.expect(record.type(), record.document() == null);
        added++;
        copy.stage(record);
    }

    /** Says that a statement has staged documents of this type. */
    public void addedByStatement(String type) {
        types.expect(type, false);
    }

    /** Says that a statement has staged deletions of this type. */
    public void deletedByStatement(String type) {
        types.expect(type, true);
    }

    /** Ends the current COPY, so that the connection can run statements; more records may follow. */
    public void flush() throws SQLException {
        copy.end();
    }

    /** Ends staging, and prepares the table for the statements that follow. */
    public void finish() throws SQLException {
        copy.end();
        if (added >= WORTH_ANALYZING) {
            // Tables that are filled from it in its order then store the models of a vendor close together.
            run("cluster staged using staged_by_key");
            run("analyze staged");
        }
    }

    /**
     * Takes the lock on writing, which is held until the transaction ends.
     *
     * @param longest maximum time to wait for another writer
     * @throws org.modeltree.http.problem.Problem.Unavailable if the lock is not free within that time
     */
    public void lock(Duration longest) throws SQLException {
        RevisionLock.take(connection, longest);
    }

    /** Reports records that repeat the type and key of an earlier one. */
    public void duplicates(Faults faults) throws SQLException {
        String pointers = records.types().stream()
                .map(type -> "when '" + type.type() + "' then '" + type.keyPointer() + "'")
                .collect(Collectors.joining(" "));
        faults(List.of(new StagedCheck("""
                select later.line, case later.type %s end, 'duplicates line ' || later.first_line
                from (select line, type, min(line) over (partition by type, key) as first_line from staged) later
                where later.line > later.first_line
                """.formatted(pointers), RecordFault::new)), faults);
    }

    /**
     * Leaves one record of each type and key: the first, which {@link RecordType#combinesRepeated combines} facts of the
     * others if it is of such a type.
     *
     * @param merge rules by which later facts replace earlier ones
     */
    public void combineDuplicates(Merge merge) throws SQLException {
        StagedMerge merging = new StagedMerge(connection, records, copy);
        for (RecordType type : types.types()) {
            if (type.combinesRepeated()) {
                merging.combine(type, merge);
            }
        }
        run("""
                delete from staged s using (
                    select line, min(line) over (partition by type, key) as first_line from staged) later
                where later.line = s.line and later.line > later.first_line
                """);
    }

    /** Merges staged documents of an import with the stored documents that differ. */
    public void merge(Merge merge) throws SQLException {
        // The stored documents already contain these facts; another origin alone is no change.
        run("""
                update staged set doc = before
                where before is not null and doc is not null and before || (doc - '{origin,sources}'::text[]) = before
                """);
        new StagedMerge(connection, records, copy).withStored(merge);
    }

    /** Runs a statement in the transaction. */
    public void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** First column of the first row of a query. */
    public long count(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** Loads the stored documents of the staged records. */
    public void compare() throws SQLException {
        String updates = types.types().stream()
                .map(type -> "update staged s set before = v.doc from %s v where s.type = '%s' and %s"
                        .formatted(type.view(), type.type(), type.matches()))
                .collect(Collectors.joining(";\n"));
        if (!updates.isEmpty()) {
            run(updates);
        }
    }

    /** Deletes staged records that change nothing, and counts the others. */
    public Counts dropUnchanged() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("delete from staged where doc is not distinct from before;\n"
                    + "select count(*) filter (where before is null), count(before) from staged");
            long unchanged = statement.getLargeUpdateCount();
            statement.getMoreResults();
            try (ResultSet row = statement.getResultSet()) {
                row.next();
                return new Counts(row.getLong(1), row.getLong(2), unchanged);
            }
        }
    }

    /** Reports conflicts among staged records, and between them and stored ones; at most {@code limit} for each check. */
    public void faults(Faults faults, int limit) throws SQLException {
        faults(types.checks(limit), faults);
    }

    /** Reports the faults that queries find, one query after the other, in one round trip. */
    private void faults(List<StagedCheck> checks, Faults faults) throws SQLException {
        if (checks.isEmpty()) {
            return;
        }
        String script = checks.stream()
                .map(check -> "select f.*, s.at, " + StagedCheck.VALUE + " from (" + check.query()
                        + ") f (line, pointer, detail) join staged s on s.line = f.line order by f.line, f.pointer")
                .collect(Collectors.joining(";\n"));
        try (Statement statement = connection.createStatement()) {
            statement.execute(script);
            for (StagedCheck check : checks) {
                try (ResultSet rows = statement.getResultSet()) {
                    while (rows.next()) {
                        faults.fault(
                                check.fault()
                                        .of(rows.getLong(1), rows.getString(2), rows.getString(3), rows.getString(5)),
                                rows.getString("at"));
                    }
                }
                statement.getMoreResults();
            }
        }
    }

    /** Deletes the staged records with these line numbers. */
    public void drop(Iterable<Long> numbers) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("delete from staged where line = ?")) {
            for (Long number : numbers) {
                statement.setLong(1, number);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    /** Passes the staged records to a consumer, by line number. */
    public void each(Consumer<Staged> consumer) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(FETCH_SIZE);
            try (ResultSet rows =
                    statement.executeQuery("select line, type, key, before, doc from staged order by line")) {
                while (rows.next()) {
                    consumer.accept(new Staged(
                            rows.getLong("line"),
                            rows.getString("type"),
                            rows.getString("key"),
                            document(rows.getString("before")),
                            document(rows.getString("doc"))));
                }
            }
        }
    }

    /**
     * Applies the staged records: increments the revision, archives the current version of each changed model, and runs the
     * statements of the record types.
     *
     * @return the new revision
     */
    public long apply(Instant now) throws SQLException {
        return new StagedWrites(connection, types).apply(now, added >= MAY_OUTGROW);
    }

    @Override
    public void close() throws SQLException {
        copy.close();
    }

    private ObjectNode document(String text) {
        return text == null ? null : records.trusted(text);
    }
}
