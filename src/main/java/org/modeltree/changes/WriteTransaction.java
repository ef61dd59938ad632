package org.modeltree.changes;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.hibernate.jdbc.ReturningWork;
import org.modeltree.http.WriteRequest;
import org.modeltree.http.WriteResult;
import org.modeltree.http.problem.Problem;
import org.modeltree.revision.Commit;
import org.modeltree.revision.Connections;
import org.modeltree.revision.Deadline;
import org.modeltree.revision.LatestRevision;
import org.modeltree.revision.UsesSql;

/** One write: a transaction that holds the catalog's revision from its first statement to its last. */
@UsesSql("one connection holds the lock on the revision from the first statement to the commit")
@ApplicationScoped
class WriteTransaction {

    private static final Duration KEYS_ARE_HONOURED = Duration.ofHours(24);
    private static final int MAX_FAULTS = 20;
    private static final Duration FOR_THE_ANSWER = Duration.ofMillis(500);
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(1);

    private final Connections connections;
    private final EntityManager entities;
    private final CatalogRecords lines;
    private final WriteSettings settings;
    private final Clock clock;
    private final LatestRevision latest;

    WriteTransaction(
            Connections connections,
            EntityManager entities,
            CatalogRecords lines,
            WriteSettings settings,
            Clock clock,
            LatestRevision latest) {
        this.connections = connections;
        this.entities = entities;
        this.lines = lines;
        this.settings = settings;
        this.clock = clock;
        this.latest = latest;
    }

    /** Runs the work; whatever it throws, nothing of it is done. */
    WriteResult write(Function<Session, WriteResult> work) {
        WriteResult written = Commit.stored(QuarkusTransaction.requiringNew(), ending -> {
            try (Connection connection = connections.open();
                    StagingTable staging = new StagingTable(connection, lines)) {
                staging.lock(longestWait());
                ending.commit(connection, work.apply(new Session(connection, staging)));
            }
        });
        // Only now is it committed; whoever reads once this is answered reads it.
        latest.reached(written.revision());
        return written;
    }

    /** Whoever waits is told so before the time for the whole request is over. */
    private Duration longestWait() {
        Duration longest = settings.longestWait();
        return Deadline.current()
                .map(deadline -> deadline.remaining().minus(FOR_THE_ANSWER))
                .filter(left -> left.compareTo(longest) < 0)
                .map(left -> left.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : left)
                .orElse(longest);
    }

    /** The document that is there. */
    Optional<ObjectNode> read(RecordType kind, String key) {
        return reading(connection -> current(connection, kind, key));
    }

    /** The documents of one type that belong to a model. */
    List<ObjectNode> parts(RecordType kind, String model) {
        return reading(connection -> {
            List<ObjectNode> parts = new ArrayList<>();
            String sql =
                    "select v.doc from " + kind.view() + " v where " + kind.belongs() + " order by " + kind.order();
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setString(1, model);
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        parts.add(lines.known(rows.getString(1)));
                    }
                }
            }
            return parts;
        });
    }

    /**
     * Reads on the connection that the transaction has already. The data source would give one of the primary, whoever
     * the transaction reads from.
     */
    private <T> T reading(ReturningWork<T> work) {
        return QuarkusTransaction.joiningExisting()
                .call(() -> entities.unwrap(org.hibernate.Session.class).doReturningWork(work));
    }

    private Optional<ObjectNode> current(Connection connection, RecordType kind, String key) throws SQLException {
        String sql = "select v.doc from " + kind.view() + " v join (select cast(? as text) collate \"C\" as key) s on "
                + kind.matches();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, key);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(lines.known(row.getString(1))) : Optional.empty();
            }
        }
    }

    /** What can be done within a write. */
    final class Session {

        private final Connection connection;
        private final StagingTable staging;

        private Session(Connection connection, StagingTable staging) {
            this.connection = connection;
            this.staging = staging;
        }

        /** The answer that the same request got before, if it came with a key. */
        Optional<WriteResult> answered(WriteRequest request) {
            return request.key()
                    .flatMap(key -> sql(() -> {
                        try (PreparedStatement statement = connection.prepareStatement("""
                        select request, status, location, model_revision, revision, body from idempotent_answer
                        where caller = ? and key = ? and answered_at > ?
                        """)) {
                            statement.setString(1, request.caller());
                            statement.setString(2, key);
                            statement.setTimestamp(3, oldestHonoured());
                            try (ResultSet row = statement.executeQuery()) {
                                if (!row.next()) {
                                    return Optional.empty();
                                }
                                if (!row.getString("request").equals(request.digest())) {
                                    throw new Problem.Refused(
                                            Problem.Reason.IDEMPOTENCY_KEY_REUSED,
                                            "The Idempotency-Key was given with another request before; take a new one.");
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

        /** Keeps the answer for a repetition of the request. */
        void remember(WriteRequest request, WriteResult written) {
            request.key()
                    .ifPresent(key -> sql(() -> {
                        try (PreparedStatement old =
                                connection.prepareStatement("delete from idempotent_answer where answered_at <= ?")) {
                            old.setTimestamp(1, oldestHonoured());
                            old.executeUpdate();
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

        private Timestamp oldestHonoured() {
            return Timestamp.from(clock.instant().minus(KEYS_ARE_HONOURED));
        }

        /** The document that is there. */
        Optional<ObjectNode> current(RecordType kind, String key) {
            return sql(() -> WriteTransaction.this.current(connection, kind, key));
        }

        /** Revision of the subject's model, or of the subject where it belongs to none; null where there is none. */
        Long revision(WriteTarget subject) {
            // The table of a type that belongs to no model has its name.
            String table = subject.model() == null ? subject.type() : "model";
            String id = subject.model() == null ? subject.key() : subject.model();
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

        /** Stages the lines and looks for what is wrong with them, as things are. */
        List<RecordFault> stage(List<StagedRecord> all) {
            return sql(() -> {
                for (int i = 0; i < all.size(); i++) {
                    staging.add(all.get(i).at(i + 1L, ""));
                }
                staging.staged();
                staging.compare();
                staging.changes();
                List<RecordFault> faults = new ArrayList<>();
                staging.faults((fault, at) -> faults.add(fault), MAX_FAULTS);
                return faults;
            });
        }

        /**
         * Makes what is staged be so.
         *
         * @return the new revision; the one that is where nothing changes
         */
        long apply(String actor, BiFunction<ObjectNode, ObjectNode, ArrayNode> patch) {
            return sql(() -> {
                List<StagingTable.Staged> changed = new ArrayList<>();
                staging.each(changed::add);
                if (changed.isEmpty()) {
                    return staging.count("select revision from catalog_revision");
                }
                Instant now = clock.instant();
                long revision = staging.apply(now, (type, done) -> {});
                try (PreparedStatement statement = connection.prepareStatement("""
                        insert into change (revision, changed_at, kind, type, subject, model_id, patch, actor)
                        values (?, ?, ?, ?, ?, ?, cast(? as jsonb), ?)
                        """)) {
                    for (StagingTable.Staged one : changed) {
                        ObjectNode document = one.after() == null ? one.before() : one.after();
                        String model = lines.kind(one.type()).model();
                        statement.setLong(1, revision);
                        statement.setTimestamp(2, Timestamp.from(now));
                        statement.setString(
                                3, one.before() == null ? "create" : one.after() == null ? "delete" : "update");
                        statement.setString(4, one.type());
                        statement.setString(5, one.key());
                        statement.setString(
                                6, model == null ? null : document.get(model).asText());
                        statement.setString(7, lines.text(patch.apply(one.before(), one.after())));
                        statement.setString(8, actor);
                        statement.addBatch();
                    }
                    statement.executeBatch();
                }
                return revision;
            });
        }

        private <T> T sql(Statements<T> statements) {
            try {
                return statements.run();
            } catch (SQLException fault) {
                throw new IllegalStateException(fault);
            }
        }
    }

    /** Statements that may fail. */
    @FunctionalInterface
    private interface Statements<T> {
        T run() throws SQLException;
    }
}
