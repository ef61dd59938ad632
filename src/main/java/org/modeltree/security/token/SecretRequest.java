package org.modeltree.security.token;

import io.quarkus.security.identity.request.BaseAuthenticationRequest;

/** Authentication request with the secret of an API token. */
class SecretRequest extends BaseAuthenticationRequest {

    private final Secret secret;
    private final String client;

    SecretRequest(Secret secret, String client) {
        this.secret = secret;
        this.client = client;
    }

    /** Address of the client that sent the secret. */
    String client() {
        return client;
    }

    Secret secret() {
        return secret;
    }
}
