package org.modeltree.changes.write;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.modeltree.changes.CatalogRecords;
import org.modeltree.changes.RecordFault;
import org.modeltree.changes.RecordType;
import org.modeltree.changes.RevisionLock;
import org.modeltree.changes.StagedRecord;
import org.modeltree.changes.StagingTable;
import org.modeltree.changes.StoredDocuments;
import org.modeltree.http.WriteRequest;
import org.modeltree.http.WriteResult;
import org.modeltree.revision.Connections;
import org.modeltree.revision.UsesSql;

/** Operations of one write, on the connection of its transaction. The first one takes the lock on the revision. */
@UsesSql("one connection holds the lock on the revision from the first statement to the commit")
final class WriteSession implements AutoCloseable {

    private static final int MAX_FAULTS = 20;

    /**
     * How much longer than others a change of many records may take. Together with a request's other limits, this is less than
     * the time that a shutdown grants.
     */
    private static final Duration TIME_FOR_MANY = Duration.ofSeconds(12);

    private static final String BEGIN = "set transaction isolation level read committed;\n" + RevisionLock.STATEMENTS;

    private final Connection connection;
    private final WriteParts parts;
    private final Duration longestWait;
    private StagingTable staging;

    /** What the session works with. */
    record WriteParts(
            CatalogRecords records,
            RecordSqls sqls,
            StoredDocuments documents,
            IdempotentAnswers answers,
            ChangeEntries entries,
            Connections connections) {}

    /**
     * What a write finds at its begin.
     *
     * @param answer stored answer to an earlier request with the same idempotency key
     */
    record Begun(Optional<WriteResult> answer, Found found) {}

    WriteSession(Connection connection, WriteParts parts, Duration longestWait) {
        this.connection = connection;
        this.parts = parts;
        this.longestWait = longestWait;
    }

    /** Prepares for several records. Before the lock is taken, because other writers need not wait for it. */
    void prepareForSeveral() {
        sql(() -> staging = new StagingTable(connection, parts.records));
    }

    /** Takes the lock, and reads what is stored for the target. */
    Begun begin(WriteRequest request, Lookup lookup) {
        return sql(() -> {
            try (Script script = locking(request, lookup.sql())) {
                lookup.bind(script);
                long revision = locked(script);
                Optional<WriteResult> answer = answered(script, request);
                try (ResultSet row = script.nextRow()) {
                    return new Begun(answer, lookup.found(row, revision));
                }
            }
        });
    }

    /** Takes the lock, and returns the stored answer to an earlier request with the same idempotency key. */
    Optional<WriteResult> begin(WriteRequest request) {
        return sql(() -> {
            try (Script script = locking(request, "")) {
                locked(script);
                return answered(script, request);
            }
        });
    }

    /** Lets the transaction be silent for longer, because it computes much while it holds the lock. */
    void mayCompute() {
        sql(() -> {
            RevisionLock.mayCompute(connection);
            return null;
        });
    }

    /** Lets the request take longer than others, because it changes thousands of records. */
    void mayTakeLonger() {
        parts.connections.postpone(connection, TIME_FOR_MANY);
    }

    private Script locking(WriteRequest request, String last) throws SQLException {
        Optional<String> key = request.key();
        List<String> texts = new ArrayList<>(List.of(BEGIN));
        key.ifPresent(given -> texts.add(IdempotentAnswers.FIND));
        if (!last.isEmpty()) {
            texts.add(last);
        }
        Script script = Script.withKeptPlans(connection, texts);
        script.text(RevisionLock.wait(longestWait));
        if (key.isPresent()) {
            parts.answers.bind(script, request, key.get());
        }
        return script;
    }

    /** Sends the script, and returns the revision that is locked. */
    private static long locked(Script script) throws SQLException {
        try {
            // The time limits before the lock.
            script.next().close();
        } catch (SQLException fault) {
            if (RevisionLock.refusal(fault) instanceof RuntimeException refused) {
                throw refused;
            }
            throw fault;
        }
        long revision;
        try (ResultSet row = script.nextRow()) {
            revision = row.getLong(1);
        }
        script.next().close();
        return revision;
    }

    private Optional<WriteResult> answered(Script script, WriteRequest request) throws SQLException {
        if (request.key().isEmpty()) {
            return Optional.empty();
        }
        try (ResultSet rows = script.next()) {
            return parts.answers.found(rows, request);
        }
    }

    /** Stores the answer for repetitions of the request, if it has an idempotency key. */
    void remember(WriteRequest request, WriteResult written) {
        sql(() -> {
            parts.answers.store(connection, request, written);
            return null;
        });
    }

    /** The stored documents with these keys, by key. */
    Map<String, ObjectNode> current(RecordType type, List<String> keys) {
        return sql(() -> parts.documents.current(connection, type, keys));
    }

    /** What is stored for a target now. */
    Found find(Lookup lookup) {
        return sql(() -> {
            try (Script script = new Script(connection, "select revision from catalog_revision;\n" + lookup.sql())) {
                lookup.bind(script);
                long revision;
                try (ResultSet row = script.nextRow()) {
                    revision = row.getLong(1);
                }
                try (ResultSet row = script.nextRow()) {
                    return lookup.found(row, revision);
                }
            }
        });
    }

    /** Conflicts of a single record with the stored state. */
    List<RecordFault> check(RecordWrite write) {
        return sql(write::check);
    }

    /** A write of a single record; {@code before} is the stored document as the database wrote it, or null. */
    RecordWrite write(StagedRecord record, String before) {
        return new RecordWrite(connection, parts.records, parts.sqls, record, before);
    }

    /**
     * Stores a checked record, and writes the change log.
     *
     * @return what is stored for the target then
     */
    Found apply(RecordWrite write, Lookup lookup, Instant now, String actor) {
        return sql(() -> write.apply(lookup, now, parts.entries.of(write.changed(), actor)));
    }

    /**
     * Stages the records, and returns their conflicts with each other and with the stored state.
     *
     * @throws IllegalStateException if two of them are the same record, because one of them would be lost
     */
    List<RecordFault> stage(List<StagedRecord> toStage) {
        Set<List<String>> staged = new HashSet<>();
        for (StagedRecord record : toStage) {
            if (!staged.add(List.of(record.type(), record.key()))) {
                throw new IllegalStateException("staged twice: " + record.type() + " " + record.key());
            }
        }
        return sql(() -> {
            if (staging == null) {
                staging = new StagingTable(connection, parts.records);
            }
            for (int i = 0; i < toStage.size(); i++) {
                staging.add(toStage.get(i).at(i + 1L, ""));
            }
            staging.finish();
            staging.compare();
            staging.dropUnchanged();
            return faults();
        });
    }

    /** Leaves these records out, and returns the conflicts of the others. */
    List<RecordFault> unstage(Collection<Long> lines) {
        return sql(() -> {
            staging.drop(lines);
            return faults();
        });
    }

    private List<RecordFault> faults() throws SQLException {
        List<RecordFault> faults = new ArrayList<>();
        staging.faults((fault, at) -> faults.add(fault), MAX_FAULTS);
        return faults;
    }

    /** Applies the staged records, if any changes something, and writes the change log. */
    void apply(Instant now, String actor) {
        sql(() -> {
            List<StagingTable.Staged> changed = new ArrayList<>();
            staging.each(changed::add);
            if (!changed.isEmpty()) {
                parts.entries.write(connection, changed, staging.apply(now), now, actor);
            }
            return null;
        });
    }

    /** The current revision of the catalog. */
    long revision() {
        return sql(() -> staging.count("select revision from catalog_revision"));
    }

    /**
     * Applies the staged records, and writes the entry of the change to the change log, followed by one for each other
     * record, so that the log has what was moved and dropped.
     *
     * @return the new revision; the current one if nothing changes
     */
    long applyAsOne(Instant now, String actor, CombinedChange change) {
        return sql(() -> {
            WriteTarget result = change.result();
            List<StagingTable.Staged> results = new ArrayList<>();
            List<StagingTable.Staged> others = new ArrayList<>();
            staging.each(record -> {
                boolean isResult = result != null
                        && record.type().equals(result.type())
                        && record.key().equals(result.key());
                (isResult ? results : others).add(record);
            });
            if (results.isEmpty() && others.isEmpty()) {
                return revision();
            }
            long revision = staging.apply(now);
            parts.entries.writeCombined(
                    connection, change, results.isEmpty() ? null : results.get(0), revision, now, actor);
            parts.entries.write(connection, others, revision, now, actor);
            return revision;
        });
    }

    @Override
    public void close() throws SQLException {
        if (staging != null) {
            staging.close();
        }
    }

    private static <T> T sql(Statements<T> statements) {
        try {
            return statements.run();
        } catch (SQLException fault) {
            throw new IllegalStateException(fault);
        }
    }

    /** Statements that may throw {@link SQLException}. */
    @FunctionalInterface
    private interface Statements<T> {
        T run() throws SQLException;
    }
}
