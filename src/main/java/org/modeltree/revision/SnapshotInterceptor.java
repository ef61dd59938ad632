package org.modeltree.revision;

import io.agroal.api.AgroalDataSource;
import io.quarkus.arc.Arc;
import io.quarkus.arc.ManagedContext;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Status;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.modeltree.revision.dependency.AnswerParts;
import org.modeltree.revision.dependency.ChangedParts;
import org.modeltree.revision.sql.FailedStatement;

/**
 * Implementation of {@link InSnapshot}. The snapshot comes from the repeatable-read isolation level of all connections.
 * It is read on the standby if the standby has every revision that the client and this instance know of, otherwise on
 * the primary.
 */
@InSnapshot
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 200)
class SnapshotInterceptor {

    private static final Logger LOG = Logger.getLogger(SnapshotInterceptor.class);
    /** Errors of a query that conflicts with the standby's replay. */
    private static final Set<String> CONFLICTS = Set.of("40001", "40P01");

    private static final String QUERY_CANCELED = "57014";

    /** How long a read waits for the primary to show what a standby has shown; usually it takes a round trip to the standby. */
    private static final Duration LONGEST_CONFIRMATION = Duration.ofSeconds(1);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(10);
    /** Before it is asked whether a commit waits at all. Few, because a client can invent the number. */
    private static final int FIRST_PAUSES = 3;

    private final Revisions revisions;
    private final Snapshot snapshot;
    private final LatestRevision latest;
    private final ChangedParts changed;
    private final AnswerParts parts;
    private final AgroalDataSource primary;
    private final ReplicaMonitor replica;
    private final ConnectionDeadlines deadlines;
    private final EntityManager entities;

    SnapshotInterceptor(
            Revisions revisions,
            Snapshot snapshot,
            LatestRevision latest,
            ChangedParts changed,
            AnswerParts parts,
            AgroalDataSource primary,
            ReplicaMonitor replica,
            ConnectionDeadlines deadlines,
            EntityManager entities) {
        this.revisions = revisions;
        this.snapshot = snapshot;
        this.latest = latest;
        this.changed = changed;
        this.parts = parts;
        this.primary = primary;
        this.replica = replica;
        this.deadlines = deadlines;
        this.entities = entities;
    }

    @AroundInvoke
    Object read(InvocationContext call) throws Exception {
        ManagedContext request = Arc.container().requestContext();
        boolean inRequest = request.isActive();
        if ((inRequest && snapshot.isOpen()) || QuarkusTransaction.getStatus() == Status.STATUS_ACTIVE) {
            return call.proceed();
        }
        if (inRequest && snapshot.isInMemoryOnly()) {
            return inMemory(call);
        }
        if (inRequest) {
            return inRequest(call);
        }
        // A snapshot belongs to a request, so background work gets one.
        request.activate();
        try {
            return inSnapshot(call, primary);
        } finally {
            request.terminate();
        }
    }

    private Object inRequest(InvocationContext call) throws Exception {
        if (isReadOfCatalog(call)) {
            return onReplicaOrPrimary(call);
        }
        return snapshot.seen().isPresent() ? onPrimary(call, required()) : inSnapshot(call, primary);
    }

    /** The newest revision that the client or this instance knows of. */
    private long required() {
        return Math.max(snapshot.seen().orElse(0), latest.known());
    }

    private Object inMemory(InvocationContext call) throws Exception {
        OptionalLong revision = revisionInMemory(call);
        if (revision.isEmpty()) {
            snapshot.leaveMemory();
        }
        snapshot.begin(revisions::state, primary, deadlines, false, revision);
        try {
            Object result = call.proceed();
            // So that it is known when the answer is complete.
            snapshot.beginsInMemory();
            return result;
        } finally {
            snapshot.end();
        }
    }

    /** The newest revision of which all changes are known, if no newer one exists as far as the client and this instance know. */
    private OptionalLong revisionInMemory(InvocationContext call) {
        if (!isReadOfCatalog(call)) {
            return OptionalLong.empty();
        }
        long complete = changed.completeTo();
        return complete >= required() ? OptionalLong.of(complete) : OptionalLong.empty();
    }

    private boolean isReadOfCatalog(InvocationContext call) {
        InSnapshot binding = call.getInterceptorBinding(InSnapshot.class);
        return snapshot.seen().isPresent() && !binding.onPrimary();
    }

    private Object onReplicaOrPrimary(InvocationContext call) throws Exception {
        long minRevision = required();
        if (replica.isConfigured() && replica.has(minRevision)) {
            AnswerParts.Named before = parts.named();
            try {
                Object result = inSnapshot(call, replica.dataSource());
                if (hasRead(minRevision)) {
                    return result;
                }
            } catch (RuntimeException fault) {
                if (!shouldRetry(fault, minRevision)) {
                    throw fault;
                }
            }
            parts.restore(before);
            replica.pollSoon();
        }
        return onPrimary(call, minRevision);
    }

    /**
     * Reads on the primary; again, if it does not show a change yet that the client or this instance has seen. A synchronous
     * standby shows a change a moment before the primary does, which waits for its confirmation. There is one such change at
     * most, because writers take turns. A greater number of a client is of no revision of this catalog.
     */
    private Object onPrimary(InvocationContext call, long minRevision) throws Exception {
        long began = System.nanoTime();
        Duration pause = FIRST_PAUSE;
        boolean mayPause = true;
        for (int pauses = 0; ; pauses++) {
            AnswerParts.Named before = parts.named();
            Object result = null;
            RuntimeException fault = null;
            try {
                result = inSnapshot(call, primary);
            } catch (RuntimeException failed) {
                fault = failed;
            }
            OptionalLong read = snapshot.revision();
            boolean mayLack = read.isPresent()
                    && read.getAsLong() == minRevision - 1
                    && (fault == null || sqlCause(fault).isEmpty());
            if (!mayLack || !mayPause) {
                if (fault != null) {
                    throw fault;
                }
                return result;
            }
            // After a "no", the change may have become visible meanwhile, so it is read once more.
            mayPause = pauses < FIRST_PAUSES || isConfirming();
            if (mayPause) {
                if (System.nanoTime() - began > LONGEST_CONFIRMATION.toNanos()) {
                    throw new FailedStatement(new LatestRevision.Unconfirmed());
                }
                Thread.sleep(pause.toMillis());
                pause = pause.multipliedBy(2);
            }
            parts.restore(before);
        }
    }

    private boolean isConfirming() throws SQLException {
        try (Connection connection = deadlines.open(primary);
                Statement statement = connection.createStatement()) {
            return DatabaseMonitor.isConfirming(statement);
        }
    }

    /** Checked after the read: another server may have answered than was polled, or one restored from an old backup. */
    private boolean hasRead(long minRevision) {
        return snapshot.revision().orElse(-1) >= minRevision;
    }

    private Object inSnapshot(InvocationContext call, DataSource server) throws Exception {
        AnswerParts.Named before = parts.named();
        try {
            Object result = inSnapshot(call, server, true);
            if (!snapshot.mustRepeat()) {
                return result;
            }
        } catch (RuntimeException fault) {
            if (!snapshot.mustRepeat()) {
                throw fault;
            }
        }
        parts.restore(before);
        return inSnapshot(call, server, false);
    }

    private Object inSnapshot(InvocationContext call, DataSource server, boolean mayBeSingle) throws Exception {
        snapshot.begin(
                revisions::state,
                server,
                deadlines,
                mayBeSingle,
                mayBeSingle ? revisionInMemory(call) : OptionalLong.empty());
        try {
            Object result = call.proceed();
            snapshot.revision().ifPresent(latest::advanceTo);
            snapshot.commit();
            return result;
        } catch (RuntimeException fault) {
            tryToReadRevision(fault);
            throw fault;
        } finally {
            if (snapshot.end()) {
                // Hibernate's session lasts as long as the request, which may read a second snapshot.
                entities.clear();
            }
        }
    }

    /**
     * Reads the revision while the transaction lasts, because a response such as a 404 carries it too. Not after a failed
     * statement: its transaction can read nothing more, and without a connection, another attempt takes as long again.
     */
    private void tryToReadRevision(RuntimeException fault) {
        if (sqlCause(fault).isPresent() || snapshot.mustRepeat()) {
            return;
        }
        try {
            snapshot.revision();
        } catch (RuntimeException broken) {
            // The transaction has failed; the first exception says why.
            fault.addSuppressed(broken);
        }
    }

    /** Whether to retry on the primary. Not after a timeout, because the query would take too long there as well. */
    private boolean shouldRetry(RuntimeException fault, long minRevision) {
        return sqlCause(fault).map(this::shouldRetry).orElseGet(() -> !hasRead(minRevision));
    }

    private static Optional<SQLException> sqlCause(RuntimeException fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return Optional.of(sql);
            }
        }
        return Optional.empty();
    }

    private boolean shouldRetry(SQLException fault) {
        String state = fault.getSQLState();
        if (Deadline.current().filter(Deadline::hasPassed).isPresent()) {
            // We cut the request off at its deadline, which says nothing about the standby.
            return false;
        }
        if (isUnavailable(state)) {
            replica.failed();
            LOG.debugf("The standby did not answer: %s", fault.getMessage());
            return true;
        }
        return CONFLICTS.contains(state);
    }

    /**
     * Whether the server is unavailable. 08: no connection; 57: shutting down or starting up; 53: out of resources; no
     * state: the pool timed out.
     */
    private static boolean isUnavailable(String state) {
        return state == null
                || state.startsWith("08")
                || (state.startsWith("57") && !state.equals(QUERY_CANCELED))
                || state.startsWith("53");
    }
}
