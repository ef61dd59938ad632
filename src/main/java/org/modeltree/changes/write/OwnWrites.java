package org.modeltree.changes.write;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.modeltree.changes.RecordFault;
import org.modeltree.http.WriteRequest;
import org.modeltree.revision.UsesSql;

/** Writes of the service itself, which no request asks for. They are changes like all others, with entries in the change log. */
@UsesSql("the transaction of a connection that the caller owns")
@ApplicationScoped
public class OwnWrites {

    /** Name of the writer in the change log. */
    public static final String ACTOR = "modeltree";

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    private static final WriteRequest NO_REQUEST = new WriteRequest("", ByteBuffer.allocate(0), null, null, "", ACTOR);

    private final WriteTransaction transactions;
    private final CombinedWrites records;
    private final Clock clock;

    OwnWrites(WriteTransaction transactions, CombinedWrites records, Clock clock) {
        this.transactions = transactions;
        this.records = records;
        this.clock = clock;
    }

    /** Finds out what to write. */
    @FunctionalInterface
    public interface Changes {

        /**
         * The changes to make, whose facts keep their origins; none to make no revision.
         *
         * @param connection connection whose transaction holds the lock on the revision; what else is written on it is
         *     committed with the changes
         */
        List<RelatedChange> on(Connection connection) throws SQLException;
    }

    /**
     * Makes changes as one revision, under the lock that all writers take.
     *
     * @param connection a connection that nobody else uses; after a failure the caller closes it
     * @return the revision of the catalog afterwards
     * @throws org.modeltree.http.problem.Problem.Unavailable if another writer holds the lock for 5 seconds
     * @throws IllegalStateException if the changes conflict with the rest of the catalog
     */
    public long make(Connection connection, Changes changes) throws SQLException {
        return transactions.write(connection, LONGEST_WAIT, session -> {
            session.prepareForSeveral();
            session.begin(NO_REQUEST);
            session.mayCompute();
            List<RelatedChange> wanted;
            try {
                wanted = changes.on(connection);
            } catch (SQLException fault) {
                throw new IllegalStateException(fault);
            }
            if (wanted.isEmpty()) {
                return;
            }
            List<RecordFault> faults =
                    session.stage(wanted.stream().map(records::asStated).toList());
            if (!faults.isEmpty()) {
                throw new IllegalStateException("a change of the service's own conflicts: " + faults);
            }
            session.apply(clock.instant(), ACTOR);
        });
    }
}
