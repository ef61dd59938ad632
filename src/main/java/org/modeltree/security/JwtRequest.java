package org.modeltree.security;

import io.quarkus.security.identity.request.BaseAuthenticationRequest;

/** Authentication request with a JWT that the configured issuer may have signed. */
public class JwtRequest extends BaseAuthenticationRequest {

    private final String token;
    private final String client;

    public JwtRequest(String token, String client) {
        this.token = token;
        this.client = client;
    }

    /** Address of the client that sent the token. */
    String client() {
        return client;
    }

    String token() {
        return token;
    }
}
