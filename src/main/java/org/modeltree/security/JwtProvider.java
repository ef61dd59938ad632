package org.modeltree.security;

import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Knows the bearers of the issuer's tokens. */
@ApplicationScoped
class JwtProvider implements IdentityProvider<JwtRequest> {

    private final JwtIssuer issuer;

    JwtProvider(JwtIssuer issuer) {
        this.issuer = issuer;
    }

    @Override
    public Class<JwtRequest> getRequestType() {
        return JwtRequest.class;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(JwtRequest request, AuthenticationRequestContext context) {
        // Blocking, because the issuer's keys may have to be fetched first.
        return context.runBlocking(() -> issuer.bearer(request.token()).identity());
    }
}
