package org.modeltree.security;

import io.quarkus.security.identity.request.BaseAuthenticationRequest;

/** Somebody shows a token that an issuer of ours may have signed. */
public class JwtRequest extends BaseAuthenticationRequest {

    private final String token;
    private final String client;

    public JwtRequest(String token, String client) {
        this.token = token;
        this.client = client;
    }

    /** Address that it is shown from. */
    String client() {
        return client;
    }

    String token() {
        return token;
    }
}
