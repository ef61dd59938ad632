package org.modeltree.security;

import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Knows the bearers of API tokens. */
@ApplicationScoped
class SecretProvider implements IdentityProvider<SecretRequest> {

    private final BootstrapToken bootstrap;
    private final TokenService tokens;

    SecretProvider(BootstrapToken bootstrap, TokenService tokens) {
        this.bootstrap = bootstrap;
        this.tokens = tokens;
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
                .orElseGet(() -> context.runBlocking(() -> tokens.bearer(secret).identity()));
    }
}
