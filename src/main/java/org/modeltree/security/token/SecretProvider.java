package org.modeltree.security.token;

import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.modeltree.http.admission.AdmissionQueues;
import org.modeltree.http.problem.Problem;
import org.modeltree.revision.DatabaseAccess;
import org.modeltree.security.IdentityQueue;

/** Identity provider for API tokens. */
@ApplicationScoped
class SecretProvider implements IdentityProvider<SecretRequest> {

    private final BootstrapToken bootstrap;
    private final TokenService tokens;
    private final DatabaseAccess database;
    private final IdentityQueue lookups;

    SecretProvider(BootstrapToken bootstrap, TokenService tokens, DatabaseAccess database, AdmissionQueues queues) {
        this.bootstrap = bootstrap;
        this.tokens = tokens;
        this.database = database;
        lookups = new IdentityQueue(queues, "token", TokenConnections.LOOKUPS, 0);
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
                .map(admin -> Uni.createFrom().item(admin.identity()))
                .orElseGet(() -> lookUp(request, context));
    }

    private Uni<SecurityIdentity> lookUp(SecretRequest request, AuthenticationRequestContext context) {
        return database.canWrite()
                ? lookups.authenticate(request.client(), context, () -> tokens.bearer(request.secret()))
                : Uni.createFrom().failure(new Problem.Unavailable("The database cannot be reached."));
    }
}
