package org.modeltree.webhooks;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.function.Supplier;
import org.hibernate.Session;
import org.modeltree.changes.write.IdempotentAnswers;
import org.modeltree.http.WriteRequest;
import org.modeltree.http.WriteResult;
import org.modeltree.revision.Commit;

/**
 * Runs writes of webhooks, which are not changes of the catalog: they wait for no other write, and create no revision. A write
 * with an {@code Idempotency-Key} that was done within a day returns its first answer.
 */
@ApplicationScoped
class WebhookWrites {

    private static final String READ_COMMITTED = "set transaction isolation level read committed";

    private final EntityManager entities;
    private final IdempotentAnswers answers;

    WebhookWrites(EntityManager entities, IdempotentAnswers answers) {
        this.entities = entities;
        this.answers = answers;
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
                            request.key().isPresent() ? answers.find(connection, request) : Optional.empty();
                    WriteResult result = found.isPresent() ? found.get() : work.get();
                    if (found.isEmpty()) {
                        answers.store(connection, request, result);
                    }
                    ending.commit(connection, result);
                }));
    }

    /** The stored answer to an earlier request with the same key; a write looks for it once more. */
    Optional<WriteResult> earlier(WriteRequest request) {
        return request.key().isEmpty()
                ? Optional.empty()
                : QuarkusTransaction.requiringNew()
                        .call(() -> entities.unwrap(Session.class)
                                .doReturningWork(connection -> answers.find(connection, request)));
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
}
