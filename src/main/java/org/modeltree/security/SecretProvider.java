package org.modeltree.security;

import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.modeltree.http.AdmissionQueue;
import org.modeltree.http.AdmissionQueues;
import org.modeltree.http.Problem;
import org.modeltree.revision.DatabaseAccess;
import org.modeltree.revision.Deadline;

/** Knows the bearers of API tokens. */
@ApplicationScoped
class SecretProvider implements IdentityProvider<SecretRequest> {

    private static final int WAITING_LOOKUPS = 500;
    private static final Duration LONGEST_LOOKUP = Duration.ofSeconds(5);

    private final BootstrapToken bootstrap;
    private final TokenService tokens;
    private final DatabaseAccess database;
    private final AdmissionQueue lookups;

    SecretProvider(BootstrapToken bootstrap, TokenService tokens, DatabaseAccess database, AdmissionQueues queues) {
        this.bootstrap = bootstrap;
        this.tokens = tokens;
        this.database = database;
        lookups = queues.create(TokenConnections.LOOKUPS, 0, WAITING_LOOKUPS);
    }

    @Override
    public Class<SecretRequest> getRequestType() {
        return SecretRequest.class;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(SecretRequest request, AuthenticationRequestContext context) {
        Secret secret = request.secret();
        return bootstrap
                .bearer(secret)
                .map(bearer -> Uni.createFrom().item(bearer.identity()))
                .orElseGet(() -> Uni.createFrom().emitter(answer -> lookUp(request, context, answer)));
    }

    /** In turn, so that a flood of tokens takes neither the workers nor the connections of others. */
    private void lookUp(
            SecretRequest request, AuthenticationRequestContext context, UniEmitter<? super SecurityIdentity> answer) {
        if (!database.canWrite()) {
            answer.fail(new Problem.Unavailable("The database cannot be reached."));
            return;
        }
        Context own = Vertx.currentContext();
        Deadline deadline = Deadline.current().orElseGet(() -> Deadline.after(LONGEST_LOOKUP));
        lookups.enter(new AdmissionQueue.Flow(request.client(), "token"), deadline, new AdmissionQueue.Waiter() {
            @Override
            public void admitted(AdmissionQueue.Permit permit) {
                own.runOnContext(now -> context.runBlocking(
                                () -> tokens.bearer(request.secret()).identity())
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
