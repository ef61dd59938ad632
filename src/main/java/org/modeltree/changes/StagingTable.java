package org.modeltree.changes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import java.util.stream.Collectors;
import org.modeltree.http.problem.Problem;
import org.modeltree.revision.UsesSql;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Takes lines to tables within one transaction: staged by COPY, compared with what is there, merged set by set. Nobody
 * waits for it before {@link #lock}; from there on other writers do.
 */
@UsesSql("COPY into a temporary table, and merges of whole sets")
public final class StagingTable implements AutoCloseable {

    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final int FETCHED_AT_ONCE = 500;
    /** A table with fewer rows than this is planned well without statistics. */
    private static final int WORTH_ANALYZING = 1_000;

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
    private final CatalogRecords lines;
    private CopyIn copy;

    /** Where faults of staged lines are told: the line, and where it stands in its file. */
    @FunctionalInterface
    public interface Faults {

        /** One fault. */
        void fault(RecordFault fault, String at);
    }

    /**
     * What is staged and is not what is there.
     *
     * @param before null where there is nothing yet
     * @param after null where there shall be nothing
     */
    public record Staged(long line, String type, String key, ObjectNode before, ObjectNode after) {}

    /** How many lines changed what. */
    public record Counts(long created, long updated, long unchanged) {}

    /** Stages in the connection's transaction, which has to be read committed. */
    public StagingTable(Connection connection, CatalogRecords lines) throws SQLException {
        this.connection = connection;
        this.lines = lines;
        try (Statement statement = connection.createStatement()) {
            statement.execute("set transaction isolation level read committed");
            statement.execute("set local client_min_messages = warning");
            // A foreign key is checked row by row, by a statement that would be planned for each row.
            statement.execute("set local plan_cache_mode = auto");
            statement.execute(CREATE);
        }
    }

    /** Lets statements take the time and the memory they need; for what is not behind a waiting client. */
    public void patiently() throws SQLException {
        run("set local statement_timeout = 0");
        run("set local work_mem = '64MB'");
    }

    /** Stages a line. */
    public void add(StagedRecord line) throws SQLException {
        if (copy == null) {
            copy = connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("copy staged (line, at, type, key, doc, derived) from stdin with (format csv)");
        }
        send(line.number() + "," + quoted(line.at()) + "," + quoted(line.type()) + "," + quoted(line.key()) + ","
                + json(line.document()) + "," + json(line.derived()) + "\n");
    }

    /** Ends what is being copied, so that the connection can be asked something; further lines may follow. */
    public void flush() throws SQLException {
        endCopy();
    }

    /** Everything is staged. */
    public void staged() throws SQLException {
        endCopy();
        if (hasManyRows("staged")) {
            // What is filled from it by walks through it then lies by key too, so that a vendor's models are together.
            run("cluster staged using staged_by_key");
            run("analyze staged");
        }
    }

    private boolean hasManyRows(String table) throws SQLException {
        return count("select count(*) from (select 1 from " + table + " limit " + WORTH_ANALYZING + ") t")
                >= WORTH_ANALYZING;
    }

    /**
     * Makes other writers wait until the transaction ends, and waits for them.
     *
     * @throws Problem.Unavailable if another writer has it for too long
     */
    public void lock(Duration longest) throws SQLException {
        // Waiting is no work, so the time that a statement may take does not count here.
        run("select set_config('modeltree.statement_timeout', current_setting('statement_timeout'), true)");
        run("set local statement_timeout = 0");
        run("set local lock_timeout = " + longest.toMillis());
        try {
            count("select revision from catalog_revision for update");
        } catch (SQLException fault) {
            if (LOCK_NOT_AVAILABLE.equals(fault.getSQLState())) {
                throw new Problem.Unavailable("Another write is going on. Nothing was changed; try again.");
            }
            throw fault;
        }
        run("select set_config('statement_timeout', current_setting('modeltree.statement_timeout'), true)");
        run("set local lock_timeout = 0");
    }

    /** Lines that say what an earlier one of the same type and key says. */
    public void duplicates(Faults faults) throws SQLException {
        faults("""
                select later.line,
                       case later.type when 'edge' then '/child' when 'card' then '/model'
                           when 'measurement' then '' else '/id' end,
                       'says again what line ' || later.first_line || ' says'
                from (select line, type, min(line) over (partition by type, key) as first_line from staged) later
                where later.line > later.first_line
                """, faults);
    }

    /** Leaves the first of those lines that have the same type and key. */
    public void dropDuplicates() throws SQLException {
        run("""
                delete from staged s using (
                    select line, min(line) over (partition by type, key) as first_line from staged) later
                where later.line = s.line and later.line > later.first_line
                """);
    }

    /** Runs a statement on what is staged. */
    public void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first number of the first row. */
    public long count(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** Looks up what is there. */
    public void compare() throws SQLException {
        for (RecordType kind : lines.kinds()) {
            run("update staged s set before = v.doc from %s v where s.type = '%s' and %s"
                    .formatted(kind.view(), kind.type(), kind.matches()));
        }
    }

    /** Merges what an import says with what is there, where that is something else. */
    public void merge(Merge merge) throws SQLException {
        List<StagedRecord> merged = new ArrayList<>();
        String sql = """
                select line, at, type, doc, before from staged
                where before is not null and doc is not null
                  and before || (doc - '{origin,sources}'::text[]) <> before
                order by line
                """;
        // Two cursors on one connection: what is merged is written when a batch of it is read.
        try (Statement declare = connection.createStatement()) {
            declare.execute("declare differing no scroll cursor for " + sql);
            while (true) {
                try (ResultSet rows = declare.executeQuery("fetch " + FETCHED_AT_ONCE + " from differing")) {
                    while (rows.next()) {
                        RecordType kind = lines.kind(rows.getString("type"));
                        ObjectNode after = kind.merged(
                                lines.known(rows.getString("before")), lines.known(rows.getString("doc")), merge);
                        merged.add(kind.prepared(after).at(rows.getLong("line"), rows.getString("at")));
                    }
                }
                if (merged.isEmpty()) {
                    break;
                }
                rewrite(merged);
                merged.clear();
            }
            declare.execute("close differing");
        }
        // What is there says all that these lines say, and who said it is not worth a change.
        run("""
                update staged set doc = before
                where before is not null and doc is not null and before || (doc - '{origin,sources}'::text[]) = before
                """);
        run("update staged s set doc = r.doc, derived = r.derived from remerged r where r.line = s.line");
    }

    private void rewrite(List<StagedRecord> merged) throws SQLException {
        copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("copy remerged (line, doc, derived) from stdin with (format csv)");
        for (StagedRecord line : merged) {
            send(line.number() + "," + json(line.document()) + "," + json(line.derived()) + "\n");
        }
        endCopy();
    }

    /** Forgets the lines that change nothing, and counts the others. */
    public Counts changes() throws SQLException {
        long unchanged;
        try (Statement statement = connection.createStatement()) {
            unchanged = statement.executeLargeUpdate("delete from staged where doc is not distinct from before");
        }
        long created = count("select count(*) from staged where before is null");
        long all = count("select count(*) from staged");
        return new Counts(created, all - created, unchanged);
    }

    /** What is wrong between the lines, and between them and what is there; at most so many faults of each sort. */
    public void faults(Faults faults, int most) throws SQLException {
        for (RecordType kind : lines.kinds()) {
            for (String query : kind.faults()) {
                faults(
                        "select * from (" + query + ") f (line, pointer, detail) order by 1, 2, 3 limit " + most,
                        faults);
            }
        }
    }

    private void faults(String sql, Faults faults) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select f.*, s.at,"
                        + " case when f.pointer <> '' then s.doc #>> string_to_array(ltrim(f.pointer, '/'), '/') end"
                        + " from (" + sql
                        + ") f (line, pointer, detail) join staged s on s.line = f.line order by f.line, f.pointer")) {
            while (rows.next()) {
                faults.fault(
                        new RecordFault(rows.getLong(1), rows.getString(2), rows.getString(3), rows.getString(5)),
                        rows.getString("at"));
            }
        }
    }

    /** Leaves out these lines. */
    public void drop(Iterable<Long> numbers) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("delete from staged where line = ?")) {
            for (Long number : numbers) {
                statement.setLong(1, number);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    /** Hands on what is staged, by line, with what is there. */
    public void each(Consumer<Staged> consumer) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(FETCHED_AT_ONCE);
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
     * Makes what is staged be so: counts the revision, keeps the models that change as they were, and runs what the kinds
     * of lines want.
     *
     * @param step is told how many of how many statements are done
     * @return the new revision
     */
    public long apply(Instant now, ObjLongConsumer<String> step) throws SQLException {
        long revision;
        try (PreparedStatement statement = connection.prepareStatement(
                "update catalog_revision set revision = revision + 1, changed_at = ? returning revision")) {
            statement.setTimestamp(1, Timestamp.from(now));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                revision = row.getLong(1);
            }
        }
        List<RecordType> kinds = lines.kinds();
        for (RecordType kind : kinds) {
            if (kind.model() != null) {
                run("""
                        insert into touched (model_id)
                        select s.doc ->> '%1$s' from staged s where s.type = '%2$s' and s.doc is not null
                        union
                        select s.before ->> '%1$s' from staged s where s.type = '%2$s' and s.before is not null
                        on conflict on constraint touched_pkey do nothing
                        """.formatted(kind.model(), kind.type()));
            }
        }
        boolean large = hasManyRows("touched");
        // Of a table that was never looked at a thousand rows are expected, for which all models would be read.
        run("analyze touched");
        run("""
                insert into model_version (model_id, revision, until_revision, state)
                select s.id, (s.state ->> 'revision')::bigint, r.revision, s.state
                from touched t join model_state s on s.id = t.model_id cross join catalog_revision r
                """);
        List<RecordType> reversed = new ArrayList<>(kinds);
        Collections.reverse(reversed);
        for (RecordType kind : reversed) {
            for (String sql : kind.deletes()) {
                run(sql);
            }
        }
        long done = 0;
        for (RecordType kind : kinds) {
            for (String sql : kind.merges()) {
                run(sql);
            }
            step.accept(kind.type(), ++done);
        }
        if (large) {
            // What was empty or small until now would be planned as if it still were, here and for the next readers.
            run("analyze "
                    + kinds.stream().flatMap(kind -> kind.fills().stream()).collect(Collectors.joining(", ")));
        }
        for (RecordType kind : kinds) {
            for (String sql : kind.ends()) {
                run(sql);
            }
        }
        return revision;
    }

    @Override
    public void close() throws SQLException {
        if (copy != null && copy.isActive()) {
            copy.cancelCopy();
        }
    }

    private ObjectNode document(String text) {
        return text == null ? null : lines.known(text);
    }

    private void send(String row) throws SQLException {
        byte[] bytes = row.getBytes(StandardCharsets.UTF_8);
        copy.writeToCopy(bytes, 0, bytes.length);
    }

    private void endCopy() throws SQLException {
        if (copy != null) {
            copy.endCopy();
            copy = null;
        }
    }

    private String json(ObjectNode document) {
        return document == null ? "" : quoted(lines.text(document));
    }

    private static String quoted(String value) {
        return "\"" + value.replace("\"", "\"\"") + "\"";
    }
}
