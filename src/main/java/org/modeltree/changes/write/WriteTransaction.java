package org.modeltree.changes.write;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import org.modeltree.changes.CatalogRecords;
import org.modeltree.changes.StoredDocuments;
import org.modeltree.http.WriteResult;
import org.modeltree.revision.Commit;
import org.modeltree.revision.Connections;
import org.modeltree.revision.Deadline;
import org.modeltree.revision.LatestRevision;
import org.modeltree.revision.UsesSql;

/** Runs writes, each in a transaction that holds the lock on the catalog's revision from its first statement to the commit. */
@UsesSql("one connection holds the lock on the revision from the first statement to the commit")
@ApplicationScoped
class WriteTransaction {

    private static final Duration TIME_TO_RESPOND = Duration.ofMillis(500);
    private static final Duration MIN_WAIT = Duration.ofMillis(1);

    private final Connections connections;
    private final WriteSession.WriteParts parts;
    private final WriteSettings settings;
    private final LatestRevision latest;

    WriteTransaction(
            Connections connections,
            CatalogRecords records,
            RecordSqls sqls,
            StoredDocuments documents,
            IdempotentAnswers answers,
            ChangeEntries entries,
            WriteSettings settings,
            LatestRevision latest) {
        this.connections = connections;
        this.parts = new WriteSession.WriteParts(records, sqls, documents, answers, entries, connections);
        this.settings = settings;
        this.latest = latest;
    }

    /**
     * Runs the work in a transaction, which is rolled back if the work throws.
     *
     * @param dryRun whether to roll back although the work succeeds; its result then names the current revision
     */
    WriteResult write(Function<WriteSession, WriteResult> work, boolean dryRun) {
        WriteResult written = Commit.stored(QuarkusTransaction.requiringNew(), ending -> {
            try (Connection connection = connections.open();
                    WriteSession session = new WriteSession(connection, parts, longestWait())) {
                WriteResult result = work.apply(session);
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

    /**
     * Runs the work in a transaction of a connection that the caller has opened for it, and commits, unless the work throws;
     * the caller then closes the connection.
     *
     * @param longest maximum wait for the lock
     * @return the revision of the catalog afterwards
     */
    long write(Connection connection, Duration longest, Consumer<WriteSession> work) throws SQLException {
        connection.setAutoCommit(false);
        long revision;
        try (WriteSession session = new WriteSession(connection, parts, longest)) {
            work.accept(session);
            revision = session.revision();
        }
        Commit.of(connection);
        latest.advanceTo(revision);
        return revision;
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
}
