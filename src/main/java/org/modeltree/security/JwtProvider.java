package org.modeltree.security;

import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.modeltree.http.admission.AdmissionQueues;

/** Identity provider for the JWTs of the configured issuer. */
@ApplicationScoped
class JwtProvider implements IdentityProvider<JwtRequest> {

    /** Verification is fast unless the token names an unknown key; then the issuer is asked, which may be slow. */
    private static final int CONCURRENCY = 8;

    private static final int RESERVED_FOR_OTHERS = 4;

    private final JwtIssuer issuer;
    private final IdentityQueue verifications;

    JwtProvider(JwtIssuer issuer, AdmissionQueues queues) {
        this.issuer = issuer;
        verifications = new IdentityQueue(queues, "jwt", CONCURRENCY, RESERVED_FOR_OTHERS);
    }

    @Override
    public Class<JwtRequest> getRequestType() {
        return JwtRequest.class;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(JwtRequest request, AuthenticationRequestContext context) {
        return verifications.authenticate(request.client(), context, () -> issuer.bearer(request.token()));
    }
}
