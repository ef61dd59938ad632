package org.modeltree.http.edge;

import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;

/** Caller of the current request; anonymous if it carries no credentials. */
@RequestScoped
public class Caller {

    /** Security identity attribute that holds {@link #key()}. */
    public static final String KEY = "modeltree.caller-key";

    private final SecurityIdentity identity;

    Caller(SecurityIdentity identity) {
        this.identity = identity;
    }

    /** Name of the caller, for people to read; callers may share one. Empty if anonymous. */
    public Optional<String> name() {
        return identity.isAnonymous()
                ? Optional.empty()
                : Optional.of(identity.getPrincipal().getName());
    }

    /** Key that no other existing caller has. Empty if anonymous. */
    public Optional<String> key() {
        return identity.isAnonymous() ? Optional.empty() : Optional.of(keyOf(identity));
    }

    /**
     * Whether the caller has a role: {@code reader}, {@code curator} or {@code admin}. Each role includes the previous
     * ones.
     */
    public boolean is(String role) {
        return identity.hasRole(role);
    }

    /** Unique key of an identity. */
    public static String keyOf(SecurityIdentity identity) {
        String key = identity.getAttribute(KEY);
        return key == null ? "name:" + identity.getPrincipal().getName() : key;
    }
}
