package org.modeltree.security;

import io.quarkus.security.identity.request.BaseAuthenticationRequest;

/** Somebody shows a token that an issuer of ours may have signed. */
class JwtRequest extends BaseAuthenticationRequest {

    private final String token;

    JwtRequest(String token) {
        this.token = token;
    }

    String token() {
        return token;
    }
}
