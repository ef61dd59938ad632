package org.modeltree.security;

import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Supplier;
import org.modeltree.http.admission.AdmissionQueue;
import org.modeltree.http.admission.AdmissionQueues;
import org.modeltree.http.problem.Problem;
import org.modeltree.revision.Deadline;

/**
 * Queue for the verification of one kind of credentials. Only a few are verified at the same time, so that a flood of
 * them does not occupy all worker threads. The queue is fair between clients. Its work runs on the worker threads of
 * Quarkus, so it needs no executor of its own.
 */
public final class IdentityQueue {

    private static final int MAX_WAITING = 500;
    private static final Duration MAX_WAIT = Duration.ofSeconds(5);

    private final String kind;
    private final AdmissionQueue queue;

    /**
     * Creates a queue for one kind of credentials.
     *
     * @param concurrency number of credentials verified at the same time
     * @param reserved number of these places that a single client cannot use; 0 if verification is always fast
     */
    public IdentityQueue(AdmissionQueues queues, String kind, int concurrency, int reserved) {
        this.kind = kind;
        queue = queues.create(concurrency, reserved, MAX_WAITING);
    }

    /**
     * Identity of the caller; verified on a worker thread when it is the client's turn.
     *
     * @param client address of the client that sent the credentials
     */
    public Uni<SecurityIdentity> authenticate(
            String client, AuthenticationRequestContext context, Supplier<AuthenticatedCaller> verification) {
        return Uni.createFrom().emitter(result -> enter(client, context, verification, result));
    }

    private void enter(
            String client,
            AuthenticationRequestContext context,
            Supplier<AuthenticatedCaller> verification,
            UniEmitter<? super SecurityIdentity> result) {
        Context requestContext = Vertx.currentContext();
        Deadline deadline = Deadline.current().orElseGet(() -> Deadline.after(MAX_WAIT));
        queue.enter(new AdmissionQueue.Flow(client, kind), deadline, new AdmissionQueue.Waiter() {
            @Override
            public void admitted(AdmissionQueue.Permit permit) {
                requestContext.runOnContext(
                        now -> context.runBlocking(() -> verification.get().identity())
                                .onTermination()
                                .invoke(permit::release)
                                .subscribe()
                                .with(result::complete, result::fail));
            }

            @Override
            public void refused(AdmissionQueue.Refusal refusal) {
                result.fail(new Problem.Unavailable("Too many requests are waiting. Try again."));
            }
        });
    }
}
