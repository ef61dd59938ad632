package org.modeltree.security.token;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import org.modeltree.security.AuthenticatedCaller;
import org.modeltree.security.Role;
import org.modeltree.security.SecuritySettings;

/** The admin's token that an operator sets, which no table knows. */
@ApplicationScoped
public class BootstrapToken {

    /** What its bearer is called; no stored token may be called the same. */
    static final String NAME = "bootstrap";

    private final Optional<Secret> secret;

    public BootstrapToken(SecuritySettings settings) {
        secret = settings.bootstrapToken()
                .map(text -> Secret.of(text)
                        .filter(Secret::looksRandom)
                        .orElseThrow(() -> new ConfigurationException(SecuritySettings.BOOTSTRAP_TOKEN
                                + " must be mt_ and 43 to 128 random characters out of A-Z, a-z, 0-9, - and _."
                                + " This makes one: echo mt_$(openssl rand -base64 32 | tr '+/' '-_' | tr -d =)")));
    }

    void check(@Observes @Priority(SecuritySettings.EARLY) StartupEvent event) {
        // That it could be made is the check.
    }

    /** Whether there is one. */
    public boolean isSet() {
        return secret.isPresent();
    }

    /** Who bears this secret, if it is this token's. */
    Optional<AuthenticatedCaller> bearer(Secret given) {
        return secret.filter(own -> given.hashesTo(own.hash()))
                .map(own -> new AuthenticatedCaller(NAME, NAME, Optional.of(Role.ADMIN)));
    }
}
