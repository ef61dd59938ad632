package org.modeltree.webhooks;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.hibernate.Session;
import org.modeltree.http.WriteRequest;
import org.modeltree.http.WriteResult;
import org.modeltree.http.problem.Problem;
import org.modeltree.revision.Commit;

/**
 * Runs writes of webhooks, which are not changes of the catalog: they wait for no other write, and create no revision. A write
 * with an {@code Idempotency-Key} that was done within a day returns its first answer.
 */
@ApplicationScoped
class WebhookWrites {

    private static final Duration LIFETIME = Duration.ofHours(24);
    private static final String READ_COMMITTED = "set transaction isolation level read committed";

    private static final String FIND = """
            select request, status, location, model_revision, revision, body from idempotent_answer
            where caller = ? and key = ? and answered_at > ?
            """;

    private static final String STORE = """
            insert into idempotent_answer (
                caller, key, request, status, location, model_revision, revision, body, answered_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (caller, key) do update
            set request = excluded.request, status = excluded.status, location = excluded.location,
                model_revision = excluded.model_revision, revision = excluded.revision, body = excluded.body,
                answered_at = excluded.answered_at
            """;

    private final EntityManager entities;
    private final Clock clock;

    WebhookWrites(EntityManager entities, Clock clock) {
        this.entities = entities;
        this.clock = clock;
    }

    /**
     * Runs a write in a transaction.
     *
     * @param work makes the answer; nothing is stored if it throws
     */
    WriteResult write(WriteRequest request, Supplier<WriteResult> work) {
        return Commit.stored(
                QuarkusTransaction.requiringNew(),
                ending -> entities.unwrap(Session.class).doWork(connection -> {
                    execute(connection, READ_COMMITTED);
                    if (request.key().isPresent()) {
                        lock(connection, request);
                    }
                    Optional<WriteResult> found =
                            request.key().isPresent() ? find(connection, request) : Optional.empty();
                    WriteResult result = found.isPresent() ? found.get() : work.get();
                    if (found.isEmpty() && request.key().isPresent()) {
                        store(connection, request, result);
                    }
                    ending.commit(connection, result);
                }));
    }

    private static void execute(Connection connection, String text) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(text);
        }
    }

    /** Of two requests with one key, the second one waits for the answer to the first. */
    private static void lock(Connection connection, WriteRequest request) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("select pg_advisory_xact_lock(hashtextextended(?, 29))")) {
            statement.setString(1, request.caller() + "\n" + request.idempotencyKey());
            statement.execute();
        }
    }

    private Optional<WriteResult> find(Connection connection, WriteRequest request) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FIND)) {
            statement.setString(1, request.caller());
            statement.setString(2, request.idempotencyKey());
            statement.setTimestamp(3, Timestamp.from(clock.instant().minus(LIFETIME)));
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                if (!row.getString("request").equals(request.digest())) {
                    throw new Problem.Refused(
                            Problem.Reason.IDEMPOTENCY_KEY_REUSED,
                            "The Idempotency-Key was already used for another request; use a new one.");
                }
                long version = row.getLong("model_revision");
                return Optional.of(new WriteResult(
                        row.getInt("status"),
                        row.getString("location"),
                        version == 0 ? null : Long.valueOf(version),
                        row.getLong("revision"),
                        row.getString("body"),
                        true));
            }
        }
    }

    private void store(Connection connection, WriteRequest request, WriteResult result) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(STORE)) {
            statement.setString(1, request.caller());
            statement.setString(2, request.idempotencyKey());
            statement.setString(3, request.digest());
            statement.setInt(4, result.status());
            statement.setString(5, result.location());
            if (result.part() == null) {
                statement.setNull(6, Types.BIGINT);
            } else {
                statement.setLong(6, result.part());
            }
            statement.setLong(7, result.revision());
            statement.setString(8, result.body());
            statement.setTimestamp(9, Timestamp.from(clock.instant()));
            statement.executeUpdate();
        }
    }
}
