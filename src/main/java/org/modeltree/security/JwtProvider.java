package org.modeltree.security;

import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.modeltree.http.admission.AdmissionQueues;

/** Knows the bearers of the issuer's tokens. */
@ApplicationScoped
class JwtProvider implements IdentityProvider<JwtRequest> {

    /** Verifying one takes a moment, unless it names a key that is not known; then the issuer is asked, and may be slow. */
    private static final int VERIFICATIONS = 8;

    private static final int KEPT_FOR_OTHERS = 4;

    private final JwtIssuer issuer;
    private final IdentityQueue verifications;

    JwtProvider(JwtIssuer issuer, AdmissionQueues queues) {
        this.issuer = issuer;
        verifications = new IdentityQueue(queues, "jwt", VERIFICATIONS, KEPT_FOR_OTHERS);
    }

    @Override
    public Class<JwtRequest> getRequestType() {
        return JwtRequest.class;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(JwtRequest request, AuthenticationRequestContext context) {
        return verifications.inTurn(request.client(), context, () -> issuer.bearer(request.token()));
    }
}
