package org.modeltree.changes;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.modeltree.http.WriteRequest;
import org.modeltree.http.WriteResult;
import org.modeltree.http.problem.Problem;
import org.modeltree.revision.Commit;
import org.modeltree.revision.Connections;
import org.modeltree.revision.Deadline;
import org.modeltree.revision.LatestRevision;
import org.modeltree.revision.UsesSql;

/** Runs writes, each in a transaction that holds the lock on the catalog's revision from start to commit. */
@UsesSql("one connection holds the lock on the revision from the first statement to the commit")
@ApplicationScoped
class WriteTransaction {

    private static final Duration IDEMPOTENCY_KEY_LIFETIME = Duration.ofHours(24);
    private static final int MAX_FAULTS = 20;
    private static final Duration TIME_TO_RESPOND = Duration.ofMillis(500);
    private static final Duration MIN_WAIT = Duration.ofMillis(1);

    private static final String LOG = """
            insert into change (revision, changed_at, kind, type, subject, model_id, patch, actor, moved_from, benchmark_id)
            values (?, ?, ?, ?, ?, ?, cast(? as jsonb), ?, ?, ?)
            """;

    private static final String LOG_ONE = """
            insert into change (revision, changed_at, kind, type, subject, model_id, patch, actor, import_id)
            values (?, ?, ?, ?, ?, ?, cast(? as jsonb), ?, ?)
            """;

    private final Connections connections;
    private final CatalogRecords records;
    private final StoredDocuments documents;
    private final WriteSettings settings;
    private final Clock clock;
    private final LatestRevision latest;

    WriteTransaction(
            Connections connections,
            CatalogRecords records,
            StoredDocuments documents,
            WriteSettings settings,
            Clock clock,
            LatestRevision latest) {
        this.connections = connections;
        this.records = records;
        this.documents = documents;
        this.settings = settings;
        this.clock = clock;
        this.latest = latest;
    }

    /**
     * Runs the work in a transaction, which is rolled back if the work throws.
     *
     * @param dryRun whether to roll back although the work succeeds; its result then names the current revision
     */
    WriteResult write(Function<Session, WriteResult> work, boolean dryRun) {
        WriteResult written = Commit.stored(QuarkusTransaction.requiringNew(), ending -> {
            try (Connection connection = connections.open();
                    StagingTable staging = new StagingTable(connection, records)) {
                staging.lock(longestWait());
                WriteResult result = work.apply(new Session(connection, staging));
                if (dryRun) {
                    ending.rollBack(connection, result);
                } else {
                    ending.commit(connection, result);
                }
            }
        });
        // After the commit, so that reads that follow the response see the write.
        latest.advanceTo(written.revision());
        return written;
    }

    /** Maximum wait for the lock; leaves time to respond before the request's deadline. */
    private Duration longestWait() {
        Duration maxWait = settings.longestWait();
        return Deadline.current()
                .map(deadline -> deadline.remaining().minus(TIME_TO_RESPOND))
                .filter(left -> left.compareTo(maxWait) < 0)
                .map(left -> left.compareTo(MIN_WAIT) < 0 ? MIN_WAIT : left)
                .orElse(maxWait);
    }

    /** Operations of a write. */
    final class Session {

        private final Connection connection;
        private final StagingTable staging;

        private Session(Connection connection, StagingTable staging) {
            this.connection = connection;
            this.staging = staging;
        }

        /** Stored answer to an earlier request with the same idempotency key. */
        Optional<WriteResult> answered(WriteRequest request) {
            return request.key()
                    .flatMap(key -> sql(() -> {
                        try (PreparedStatement statement = connection.prepareStatement("""
                        select request, status, location, model_revision, revision, body from idempotent_answer
                        where caller = ? and key = ? and answered_at > ?
                        """)) {
                            statement.setString(1, request.caller());
                            statement.setString(2, key);
                            statement.setTimestamp(3, oldestValidAnswer());
                            try (ResultSet row = statement.executeQuery()) {
                                if (!row.next()) {
                                    return Optional.empty();
                                }
                                if (!row.getString("request").equals(request.digest())) {
                                    throw new Problem.Refused(
                                            Problem.Reason.IDEMPOTENCY_KEY_REUSED,
                                            "The Idempotency-Key was already used for another request; use a new one.");
                                }
                                long part = row.getLong("model_revision");
                                return Optional.of(new WriteResult(
                                        row.getInt("status"),
                                        row.getString("location"),
                                        part == 0 ? null : Long.valueOf(part),
                                        row.getLong("revision"),
                                        row.getString("body"),
                                        true));
                            }
                        }
                    }));
        }

        /** Stores the answer for repetitions of the request, if it has an idempotency key. */
        void remember(WriteRequest request, WriteResult written) {
            request.key()
                    .ifPresent(key -> sql(() -> {
                        try (PreparedStatement expired =
                                connection.prepareStatement("delete from idempotent_answer where answered_at <= ?")) {
                            expired.setTimestamp(1, oldestValidAnswer());
                            expired.executeUpdate();
                        }
                        try (PreparedStatement statement = connection.prepareStatement("""
                        insert into idempotent_answer (
                            caller, key, request, status, location, model_revision, revision, body, answered_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """)) {
                            statement.setString(1, request.caller());
                            statement.setString(2, key);
                            statement.setString(3, request.digest());
                            statement.setInt(4, written.status());
                            statement.setString(5, written.location());
                            statement.setObject(6, written.part(), java.sql.Types.BIGINT);
                            statement.setLong(7, written.revision());
                            statement.setString(8, written.body());
                            statement.setTimestamp(9, Timestamp.from(clock.instant()));
                            return statement.executeUpdate();
                        }
                    }));
        }

        private Timestamp oldestValidAnswer() {
            return Timestamp.from(clock.instant().minus(IDEMPOTENCY_KEY_LIFETIME));
        }

        /** The stored document with this key. */
        Optional<ObjectNode> current(RecordType type, String key) {
            return sql(() -> documents.current(connection, type, key));
        }

        /** Revision of the model that the target belongs to, or of the target itself; null if it does not exist. */
        Long revision(WriteTarget target) {
            // A type whose records belong to no model has a table of the same name.
            String table = target.model() == null ? target.type() : "model";
            String id = target.model() == null ? target.key() : target.model();
            return sql(() -> {
                try (PreparedStatement statement =
                        connection.prepareStatement("select revision from " + table + " where id = ?")) {
                    statement.setString(1, id);
                    try (ResultSet row = statement.executeQuery()) {
                        return row.next() ? Long.valueOf(row.getLong(1)) : null;
                    }
                }
            });
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
                for (int i = 0; i < toStage.size(); i++) {
                    staging.add(toStage.get(i).at(i + 1L, ""));
                }
                staging.finish();
                staging.compare();
                staging.dropUnchanged();
                List<RecordFault> faults = new ArrayList<>();
                staging.faults((fault, at) -> faults.add(fault), MAX_FAULTS);
                return faults;
            });
        }

        /**
         * Applies the staged records and writes the change log.
         *
         * @return the new revision; the current one if nothing changes
         */
        long apply(String actor, BiFunction<ObjectNode, ObjectNode, ArrayNode> patch) {
            return sql(() -> {
                List<StagingTable.Staged> changed = new ArrayList<>();
                staging.each(changed::add);
                if (changed.isEmpty()) {
                    return staging.count("select revision from catalog_revision");
                }
                Instant now = clock.instant();
                long revision = staging.apply(now);
                log(changed, revision, now, actor, patch);
                return revision;
            });
        }

        /** The current revision of the catalog. */
        long revision() {
            return sql(() -> staging.count("select revision from catalog_revision"));
        }

        /** Leaves these records out, and returns the conflicts of the others. */
        List<RecordFault> unstage(Collection<Long> lines) {
            return sql(() -> {
                staging.drop(lines);
                List<RecordFault> faults = new ArrayList<>();
                staging.faults((fault, at) -> faults.add(fault), MAX_FAULTS);
                return faults;
            });
        }

        /**
         * Applies the staged records, and writes the entry of the change to the change log, followed by one for each other
         * record, so that the log has what was moved and dropped.
         *
         * @return the new revision; the current one if nothing changes
         */
        long applyAsOne(String actor, CombinedChange change, BiFunction<ObjectNode, ObjectNode, ArrayNode> patch) {
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
                Instant now = clock.instant();
                long revision = staging.apply(now);
                try (PreparedStatement statement = connection.prepareStatement(LOG_ONE)) {
                    statement.setLong(1, revision);
                    statement.setTimestamp(2, Timestamp.from(now));
                    statement.setString(3, change.kind());
                    statement.setString(4, result == null ? null : result.type());
                    statement.setString(5, change.subject());
                    statement.setString(6, result == null ? null : result.model());
                    statement.setString(
                            7,
                            results.isEmpty()
                                    ? null
                                    : records.text(patch.apply(
                                            results.get(0).before(),
                                            results.get(0).after())));
                    statement.setString(8, actor);
                    statement.setString(9, change.importId());
                    statement.executeUpdate();
                }
                log(others, revision, now, actor, patch);
                return revision;
            });
        }

        private void log(
                List<StagingTable.Staged> changed,
                long revision,
                Instant now,
                String actor,
                BiFunction<ObjectNode, ObjectNode, ArrayNode> patch)
                throws SQLException {
            try (PreparedStatement statement = connection.prepareStatement(LOG)) {
                for (StagingTable.Staged record : changed) {
                    RecordType type = records.type(record.type());
                    String former = id(record.before(), type.model());
                    String latter = record.after() == null ? former : id(record.after(), type.model());
                    boolean moved = record.before() != null && !Objects.equals(former, latter);
                    statement.setLong(1, revision);
                    statement.setTimestamp(2, Timestamp.from(now));
                    statement.setString(
                            3, record.before() == null ? "create" : record.after() == null ? "delete" : "update");
                    statement.setString(4, record.type());
                    statement.setString(5, record.key());
                    statement.setString(6, latter);
                    statement.setString(7, records.text(patch.apply(record.before(), record.after())));
                    statement.setString(8, actor);
                    statement.setString(9, moved ? former : null);
                    statement.setString(
                            10, id(record.after() == null ? record.before() : record.after(), type.benchmark()));
                    statement.addBatch();
                }
                statement.executeBatch();
            }
        }

        private String id(ObjectNode document, String key) {
            return document == null || key == null ? null : document.get(key).asText();
        }

        private <T> T sql(Statements<T> statements) {
            try {
                return statements.run();
            } catch (SQLException fault) {
                throw new IllegalStateException(fault);
            }
        }
    }

    /** Statements that may throw {@link SQLException}. */
    @FunctionalInterface
    private interface Statements<T> {
        T run() throws SQLException;
    }
}
