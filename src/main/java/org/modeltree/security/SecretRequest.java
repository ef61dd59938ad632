package org.modeltree.security;

import io.quarkus.security.identity.request.BaseAuthenticationRequest;

/** Somebody shows the secret of an API token. */
class SecretRequest extends BaseAuthenticationRequest {

    private final Secret secret;

    SecretRequest(Secret secret) {
        this.secret = secret;
    }

    Secret secret() {
        return secret;
    }
}
