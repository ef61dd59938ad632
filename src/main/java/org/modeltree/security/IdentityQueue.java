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

/** Looks at credentials of one kind in turn, a few at once, so that a flood of them does not take the workers of others. */
public final class IdentityQueue {

    private static final int PLACES = 500;
    private static final Duration MAX_WAIT = Duration.ofSeconds(5);

    private final String kind;
    private final AdmissionQueue queue;

    /**
     * A queue for credentials of a kind.
     *
     * @param atOnce how many are looked at at once
     * @param kept how many of them are kept from each client for others; 0 where looking is short
     */
    public IdentityQueue(AdmissionQueues queues, String kind, int atOnce, int kept) {
        this.kind = kind;
        queue = queues.create(atOnce, kept, PLACES);
    }

    /**
     * Who bears credentials; asked for on a worker, when it is the client's turn.
     *
     * @param client address that they are shown from
     */
    public Uni<SecurityIdentity> inTurn(
            String client, AuthenticationRequestContext context, Supplier<AuthenticatedCaller> bearer) {
        return Uni.createFrom().emitter(answer -> enter(client, context, bearer, answer));
    }

    private void enter(
            String client,
            AuthenticationRequestContext context,
            Supplier<AuthenticatedCaller> bearer,
            UniEmitter<? super SecurityIdentity> answer) {
        Context own = Vertx.currentContext();
        Deadline deadline = Deadline.current().orElseGet(() -> Deadline.after(MAX_WAIT));
        queue.enter(new AdmissionQueue.Flow(client, kind), deadline, new AdmissionQueue.Waiter() {
            @Override
            public void admitted(AdmissionQueue.Permit permit) {
                own.runOnContext(now -> context.runBlocking(() -> bearer.get().identity())
                        .onTermination()
                        .invoke(permit::release)
                        .subscribe()
                        .with(answer::complete, answer::fail));
            }

            @Override
            public void refused(AdmissionQueue.Refusal refusal) {
                answer.fail(new Problem.Unavailable("Too many requests are waiting. Try again."));
            }
        });
    }
}
