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
    private static final String DISK_FULL = "53100";

    /** How long a read waits for the primary to show what a standby has shown; usually it takes a round trip to the standby. */
    private static final Duration LONGEST_CONFIRMATION = Duration.ofSeconds(1);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(10);
    /** Between looks for a server that can answer. */
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(50);
    /** How long a read looks for a server that can answer, unless its request must be answered before. */
    private static final Duration LONGEST_SEARCH = Duration.ofSeconds(5);

    /** Before it is asked whether a commit waits at all. Few, because a client can invent the number. */
    private static final int FIRST_PAUSES = 3;

    private final Revisions revisions;
    private final Snapshot snapshot;
    private final LatestRevision latest;
    private final ChangedParts changed;
    private final AnswerParts parts;
    private final AgroalDataSource primary;
    private final DatabaseMonitor primaryMonitor;
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
            DatabaseMonitor primaryMonitor,
            ReplicaMonitor replica,
            ConnectionDeadlines deadlines,
            EntityManager entities) {
        this.revisions = revisions;
        this.snapshot = snapshot;
        this.latest = latest;
        this.changed = changed;
        this.parts = parts;
        this.primary = primary;
        this.primaryMonitor = primaryMonitor;
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
            return inSnapshot(call, primary, deadlines::open);
        } finally {
            request.terminate();
        }
    }

    private Object inRequest(InvocationContext call) throws Exception {
        if (isReadOfCatalog(call)) {
            return onReplicaOrPrimary(call);
        }
        return snapshot.seen().isPresent()
                ? onPrimary(call, required(), deadlines::open)
                : inSnapshot(call, primary, deadlines::open);
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
        snapshot.begin(revisions::state, primary, deadlines::open, false, revision);
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

    /**
     * Reads on the standby or on the primary. If neither can answer, which a change of the primary brings about, it is tried
     * again until one can: a read may be repeated, because it changes nothing.
     */
    private Object onReplicaOrPrimary(InvocationContext call) throws Exception {
        long minRevision = required();
        if (!replica.isConfigured()) {
            return onPrimary(call, minRevision, deadlines::open);
        }
        // A client may have invented a revision that no server will ever have.
        Duration longest = minRevision > latest.known() ? LONGEST_CONFIRMATION : LONGEST_SEARCH;
        long began = System.nanoTime();
        AnswerParts.Named before = parts.named();
        while (true) {
            if (replica.has(minRevision)) {
                try {
                    Object result = inSnapshot(call, replica.dataSource(), deadlines::open);
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
            boolean isLast = System.nanoTime() - began > longest.toNanos() || isNearlyOver();
            if (isLast || !replica.isAlive() || !primaryMonitor.isSilent()) {
                try {
                    return onPrimary(call, minRevision, deadlines::openForRead);
                } catch (RuntimeException fault) {
                    if (isLast || !mayBeAnsweredSoon(fault)) {
                        throw fault;
                    }
                }
                parts.restore(before);
            }
            Thread.sleep(LONGEST_PAUSE.toMillis());
        }
    }

    /** Whether the request must be answered before a further attempt could end. */
    private static boolean isNearlyOver() {
        return Deadline.current()
                .filter(deadline -> deadline.remaining().compareTo(LONGEST_PAUSE.multipliedBy(4)) < 0)
                .isPresent();
    }

    /** Whether the primary failed in a way that passes, and a server is expected to answer. */
    private boolean mayBeAnsweredSoon(RuntimeException fault) {
        return (replica.wasAliveJustNow() || primaryMonitor.isReachable())
                && Deadline.current().filter(Deadline::hasPassed).isEmpty()
                && sqlCause(fault)
                        .map(SQLException::getSQLState)
                        // A full disk stays full.
                        .map(state -> isUnavailable(state) && !state.equals(DISK_FULL))
                        // No state: the pool has no connection, or the primary waits for a standby.
                        .orElse(sqlCause(fault).isPresent());
    }

    /**
     * Reads on the primary; again, if it does not show a change yet that the client or this instance has seen. A synchronous
     * standby shows a change a moment before the primary does, which waits for its confirmation. There is one such change at
     * most, because writers take turns. A greater number of a client is of no revision of this catalog.
     */
    private Object onPrimary(InvocationContext call, long minRevision, ConnectionDeadlines.Opener connections)
            throws Exception {
        long began = System.nanoTime();
        Duration pause = FIRST_PAUSE;
        boolean mayPause = true;
        for (int pauses = 0; ; pauses++) {
            AnswerParts.Named before = parts.named();
            Object result = null;
            RuntimeException fault = null;
            try {
                result = inSnapshot(call, primary, connections);
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

    private Object inSnapshot(InvocationContext call, DataSource server, ConnectionDeadlines.Opener connections)
            throws Exception {
        AnswerParts.Named before = parts.named();
        try {
            Object result = inSnapshot(call, server, connections, true);
            if (!snapshot.mustRepeat()) {
                return result;
            }
        } catch (RuntimeException fault) {
            if (!snapshot.mustRepeat()) {
                throw fault;
            }
        }
        parts.restore(before);
        return inSnapshot(call, server, connections, false);
    }

    private Object inSnapshot(
            InvocationContext call, DataSource server, ConnectionDeadlines.Opener connections, boolean mayBeSingle)
            throws Exception {
        snapshot.begin(
                revisions::state,
                server,
                connections,
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
