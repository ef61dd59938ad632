package org.modeltree.changes.write;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.modeltree.http.WriteRequest;
import org.modeltree.http.WriteResult;
import org.modeltree.http.problem.Problem;
import org.modeltree.revision.UsesSql;

/** Answers to requests with an {@code Idempotency-Key}, which a repeated request gets again for a day. */
@UsesSql("part of the round trips of a write")
@ApplicationScoped
public class IdempotentAnswers {

    private static final Duration LIFETIME = Duration.ofHours(24);

    /** Query for the answer to a request with a key; without a row if it is new. */
    static final String FIND = """
            select request, status, location, model_revision, revision, body from idempotent_answer
            where caller = ? and key = ? and answered_at > ?""";

    // Writes of the catalog take turns; others run beside them, and may forget the same answers at the same time.
    private static final String STORE = """
            delete from idempotent_answer where ctid = any(array(
                select ctid from idempotent_answer where answered_at <= ? for update skip locked));
            insert into idempotent_answer (
                caller, key, request, status, location, model_revision, revision, body, answered_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (caller, key) do update
            set request = excluded.request, status = excluded.status, location = excluded.location,
                model_revision = excluded.model_revision, revision = excluded.revision, body = excluded.body,
                answered_at = excluded.answered_at
            returning status""";

    private final Clock clock;

    IdempotentAnswers(Clock clock) {
        this.clock = clock;
    }

    /**
     * The stored answer to a request with a key; empty if it is new.
     *
     * @throws Problem.Refused if the key was used for another request
     */
    public Optional<WriteResult> find(Connection connection, WriteRequest request) throws SQLException {
        try (Script script = new Script(connection, FIND)) {
            bind(script, request, request.idempotencyKey());
            return found(script.next(), request);
        }
    }

    /** Sets the parameters of {@link #FIND}. */
    void bind(Script script, WriteRequest request, String key) throws SQLException {
        script.text(request.caller()).text(key).time(oldest());
    }

    /**
     * The stored answer.
     *
     * @throws Problem.Refused if the key was used for another request
     */
    Optional<WriteResult> found(ResultSet rows, WriteRequest request) throws SQLException {
        if (!rows.next()) {
            return Optional.empty();
        }
        if (!rows.getString("request").equals(request.digest())) {
            throw new Problem.Refused(
                    Problem.Reason.IDEMPOTENCY_KEY_REUSED,
                    "The Idempotency-Key was already used for another request; use a new one.");
        }
        long part = rows.getLong("model_revision");
        return Optional.of(new WriteResult(
                rows.getInt("status"),
                rows.getString("location"),
                part == 0 ? null : Long.valueOf(part),
                rows.getLong("revision"),
                rows.getString("body"),
                true));
    }

    /** Stores the answer for repetitions of the request, if it has a key. */
    public void store(Connection connection, WriteRequest request, WriteResult written) throws SQLException {
        if (request.key().isEmpty()) {
            return;
        }
        try (Script script = new Script(connection, STORE)) {
            script.time(oldest())
                    .text(request.caller())
                    .text(request.key().get())
                    .text(request.digest())
                    .number((long) written.status())
                    .text(written.location())
                    .number(written.part())
                    .number(written.revision())
                    .text(written.body())
                    .time(Timestamp.from(clock.instant()))
                    .nextRow()
                    .close();
        }
    }

    private Timestamp oldest() {
        return Timestamp.from(clock.instant().minus(LIFETIME));
    }
}
