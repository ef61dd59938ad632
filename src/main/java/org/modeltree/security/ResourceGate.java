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
 * Authorization check before every resource method. A write without a role annotation is forbidden to everyone, so a
 * forgotten annotation is harmless and noticed immediately. Reads, also those that are sent by POST and permitted to all,
 * are public unless the operator restricts them.
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
        // By annotation, not by path, because one path has many spellings.
        boolean isRead = READS.contains(request.getMethod()) || has(resource, PermitAll.class);
        if (!isRead) {
            if (!has(resource, RolesAllowed.class)) {
                throw new Problem.Forbidden(
                        "No role grants access to this operation. This is a fault of the service; please report it.");
            }
        } else if (!settings.publicRead() && !caller.hasRole(Role.READER.id())) {
            throw caller.isAnonymous()
                    ? new Problem.Unauthorized(
                            "Reading needs a token. Send it in the header Authorization: Bearer mt_...", false)
                    : Problem.Forbidden.lacking(Role.READER.id());
        }
    }

    private static boolean has(ResourceInfo resource, Class<? extends Annotation> annotation) {
        return resource.getResourceMethod().isAnnotationPresent(annotation)
                || resource.getResourceClass().isAnnotationPresent(annotation);
    }
}
