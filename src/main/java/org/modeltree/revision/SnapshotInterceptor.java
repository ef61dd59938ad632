package org.modeltree.revision;

import io.quarkus.arc.Arc;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.transaction.Status;

/** Opens the snapshot that {@link InSnapshot} promises; the isolation level is that of every connection. */
@InSnapshot
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 200)
class SnapshotInterceptor {

    private final Revisions revisions;
    private final Snapshot snapshot;
    private final LatestRevision latest;

    SnapshotInterceptor(Revisions revisions, Snapshot snapshot, LatestRevision latest) {
        this.revisions = revisions;
        this.snapshot = snapshot;
        this.latest = latest;
    }

    @AroundInvoke
    Object read(InvocationContext call) throws Exception {
        if (QuarkusTransaction.getStatus() == Status.STATUS_ACTIVE) {
            return call.proceed();
        }
        boolean answering = Arc.container().requestContext().isActive();
        return QuarkusTransaction.requiringNew().call(() -> answering ? told(call) : call.proceed());
    }

    private Object told(InvocationContext call) throws Exception {
        snapshot.opens(revisions::current);
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
}
