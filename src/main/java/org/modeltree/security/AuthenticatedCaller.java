package org.modeltree.security;

import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import java.util.Optional;
import org.modeltree.http.edge.Caller;

/**
 * Caller with valid credentials.
 *
 * @param key unique key of the caller
 * @param name name for people to read
 * @param role highest role; empty for a known caller without any permission
 */
public record AuthenticatedCaller(String key, String name, Optional<Role> role) {

    public SecurityIdentity identity() {
        QuarkusSecurityIdentity.Builder identity = QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(name))
                .addAttribute(Caller.KEY, key);
        role.ifPresent(highest -> identity.addRoles(highest.included()));
        return identity.build();
    }
}
