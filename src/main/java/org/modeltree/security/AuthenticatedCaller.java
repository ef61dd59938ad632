package org.modeltree.security;

import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import java.util.Optional;
import org.modeltree.http.edge.Caller;

/**
 * A caller whose credentials are good.
 *
 * @param key tells this caller from every other
 * @param name what people call them
 * @param role the highest they have; empty for somebody who is known and may nothing
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
