package org.modeltree.security;

import io.quarkus.security.identity.SecurityIdentity;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import java.lang.annotation.Annotation;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.modeltree.http.problem.Problem;

/**
 * Stands before every resource method. A write that names no role is closed to everybody, so that a forgotten annotation
 * is noticed at once and harms nobody; reads are open unless the operator closed them.
 */
class ResourceGate {

    private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");

    private final SecuritySettings settings;
    private final SecurityIdentity caller;

    ResourceGate(SecuritySettings settings, SecurityIdentity caller) {
        this.settings = settings;
        this.caller = caller;
    }

    @ServerRequestFilter(priority = Priorities.AUTHORIZATION)
    void check(ContainerRequestContext request, ResourceInfo resource) {
        if (!READS.contains(request.getMethod())) {
            if (!has(resource, RolesAllowed.class) && !has(resource, PermitAll.class)) {
                throw new Problem.Forbidden("Nobody may do this: no role has been named for it.");
            }
        } else if (!settings.publicRead() && !caller.hasRole(Role.READER.id())) {
            throw caller.isAnonymous()
                    ? new Problem.Unauthorized(
                            "Reading needs a token here: send it as a header, Authorization: Bearer mt_...", false)
                    : Problem.Forbidden.lacking(Role.READER.id());
        }
    }

    private static boolean has(ResourceInfo resource, Class<? extends Annotation> annotation) {
        return resource.getResourceMethod().isAnnotationPresent(annotation)
                || resource.getResourceClass().isAnnotationPresent(annotation);
    }
}
