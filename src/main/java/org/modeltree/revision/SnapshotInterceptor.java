package org.modeltree.revision;

import io.quarkus.arc.Arc;
import io.quarkus.arc.ManagedContext;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.narayana.jta.QuarkusTransactionException;
import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.transaction.Status;
import java.sql.SQLException;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Opens the snapshot that {@link InSnapshot} promises; the isolation level is that of every connection. It is one of the
 * standby if that has all that the client and this instance know of, and one of the primary otherwise.
 */
@InSnapshot
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 200)
class SnapshotInterceptor {

    private static final Logger LOG = Logger.getLogger(SnapshotInterceptor.class);
    /** A query that a standby cancels because its replay has to go on, or breaks off in a deadlock with it. */
    private static final Set<String> CONFLICTS = Set.of("40001", "40P01");

    private static final String QUERY_CANCELED = "57014";

    private final Revisions revisions;
    private final Snapshot snapshot;
    private final LatestRevision latest;
    private final ReplicaMonitor replica;

    SnapshotInterceptor(Revisions revisions, Snapshot snapshot, LatestRevision latest, ReplicaMonitor replica) {
        this.revisions = revisions;
        this.snapshot = snapshot;
        this.latest = latest;
        this.replica = replica;
    }

    @AroundInvoke
    Object read(InvocationContext call) throws Exception {
        if (QuarkusTransaction.getStatus() == Status.STATUS_ACTIVE) {
            return call.proceed();
        }
        ManagedContext request = Arc.container().requestContext();
        if (request.isActive()) {
            return replica.isThere() && mayBeOld(call) ? told(call) : told(call, false);
        }
        // Nobody is told anything here, but without a request nothing can be read.
        request.activate();
        try {
            return QuarkusTransaction.requiringNew().call(call::proceed);
        } finally {
            request.terminate();
        }
    }

    private boolean mayBeOld(InvocationContext call) {
        InSnapshot binding = call.getInterceptorBinding(InSnapshot.class);
        return snapshot.seen().isPresent() && !binding.onPrimary();
    }

    private Object told(InvocationContext call) throws Exception {
        long least = Math.max(snapshot.seen().orElse(0), latest.known());
        if (replica.has(least)) {
            try {
                Object result = told(call, true);
                if (hasRead(least)) {
                    return result;
                }
            } catch (RuntimeException refused) {
                if (!isForPrimary(refused, least)) {
                    throw refused;
                }
            }
            replica.ask();
        }
        return told(call, false);
    }

    /** Who answers may be another one than who was asked what it has, or one that was made anew from an old backup. */
    private boolean hasRead(long least) {
        return snapshot.revision().orElse(-1) >= least;
    }

    private Object told(InvocationContext call, boolean onReplica) throws Exception {
        return QuarkusTransaction.requiringNew().call(() -> {
            snapshot.opens(revisions::current, onReplica);
            try {
                Object result = call.proceed();
                snapshot.revision().ifPresent(latest::reached);
                return result;
            } catch (RuntimeException refused) {
                tryToTell(refused);
                throw refused;
            } finally {
                snapshot.closes();
            }
        });
    }

    /** An answer that there is no such thing is of a revision too. */
    private void tryToTell(RuntimeException refused) {
        try {
            snapshot.revision();
        } catch (RuntimeException broken) {
            // The transaction can answer no more; why, the first of the two says.
            refused.addSuppressed(broken);
        }
    }

    /** Whether the primary may know better. A query that takes too long takes it there too. */
    private boolean isForPrimary(RuntimeException refused, long least) {
        for (Throwable cause = refused; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return isForPrimary(sql);
            }
        }
        // The end of a transaction that has only read fails with its connection.
        return refused instanceof QuarkusTransactionException || !hasRead(least);
    }

    private boolean isForPrimary(SQLException fault) {
        String state = fault.getSQLState();
        if (Deadline.current().filter(Deadline::hasPassed).isPresent()) {
            // The request took too long, and was cut off by us. That says nothing of the standby.
            return false;
        }
        if (isAway(state)) {
            replica.failed();
            LOG.debugf("The standby did not answer: %s", fault.getMessage());
            return true;
        }
        return CONFLICTS.contains(state);
    }

    /** 08: no connection; 57: it shuts down or starts; 53: out of resources; none: the pool gave up waiting. */
    private static boolean isAway(String state) {
        return state == null
                || state.startsWith("08")
                || (state.startsWith("57") && !state.equals(QUERY_CANCELED))
                || state.startsWith("53");
    }
}
