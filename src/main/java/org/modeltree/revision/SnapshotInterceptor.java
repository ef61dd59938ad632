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

    SnapshotInterceptor(Revisions revisions, Snapshot snapshot) {
        this.revisions = revisions;
        this.snapshot = snapshot;
    }

    @AroundInvoke
    Object read(InvocationContext call) throws Exception {
        if (QuarkusTransaction.getStatus() == Status.STATUS_ACTIVE) {
            return call.proceed();
        }
        return QuarkusTransaction.requiringNew().call(() -> {
            long revision = revisions.current();
            if (Arc.container().requestContext().isActive()) {
                snapshot.opened(revision);
            }
            return call.proceed();
        });
    }
}
