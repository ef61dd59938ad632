package org.modeltree.http.edge;

import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;

/** Who makes the current request. Nobody in particular, where there was no need to say. */
@RequestScoped
public class Caller {

    /** Attribute of the identity that {@link #key()} is read from. */
    public static final String KEY = "modeltree.caller-key";

    private final SecurityIdentity identity;

    Caller(SecurityIdentity identity) {
        this.identity = identity;
    }

    /** What they are called, for people to read; two callers may be called the same. Empty for nobody in particular. */
    public Optional<String> name() {
        return identity.isAnonymous()
                ? Optional.empty()
                : Optional.of(identity.getPrincipal().getName());
    }

    /** What tells this caller from every other, as long as both exist. Empty for nobody in particular. */
    public Optional<String> key() {
        return identity.isAnonymous() ? Optional.empty() : Optional.of(keyOf(identity));
    }

    /** Whether they have a role: {@code reader}, {@code curator} or {@code admin}, each of which has those before it. */
    public boolean is(String role) {
        return identity.hasRole(role);
    }

    /** What tells an identity from every other. */
    public static String keyOf(SecurityIdentity identity) {
        String key = identity.getAttribute(KEY);
        return key == null ? "name:" + identity.getPrincipal().getName() : key;
    }
}
