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

/** Admin token from the settings, which is not stored in the database. */
@ApplicationScoped
public class BootstrapToken {

    /** Name of its caller; reserved, so that no stored token has it. */
    static final String NAME = "bootstrap";

    private final Optional<Secret> secret;

    public BootstrapToken(SecuritySettings settings) {
        secret = settings.bootstrapToken()
                .map(text -> Secret.of(text)
                        .filter(Secret::looksRandom)
                        .orElseThrow(() -> new ConfigurationException(SecuritySettings.BOOTSTRAP_TOKEN
                                + " must be mt_ and 43 to 128 random characters from A-Z, a-z, 0-9, - and _."
                                + " Create one with: echo mt_$(openssl rand -base64 32 | tr '+/' '-_' | tr -d =)")));
    }

    void check(@Observes @Priority(SecuritySettings.EARLY) StartupEvent event) {
        // The constructor has checked the setting; this observer only makes sure that it runs during startup.
    }

    /** Whether the setting is present. */
    public boolean isSet() {
        return secret.isPresent();
    }

    /** The admin, if the secret is this token's. */
    Optional<AuthenticatedCaller> bearer(Secret candidate) {
        return secret.filter(expected -> candidate.hashesTo(expected.hash(TokenHash.SHA_256), TokenHash.SHA_256))
                .map(expected -> new AuthenticatedCaller(NAME, NAME, Optional.of(Role.ADMIN)));
    }
}
