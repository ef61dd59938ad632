package org.modeltree.security;

import io.quarkus.security.identity.SecurityIdentity;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import java.lang.annotation.Annotation;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.modeltree.http.edge.PostedReads;
import org.modeltree.http.problem.Problem;

/**
 * Authorization check before every resource method. A write without a role annotation is forbidden to everyone, so a
 * forgotten annotation is harmless and noticed immediately. Reads are public unless the operator restricts them.
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
    void check(ContainerRequestContext request, ResourceInfo resource, RoutingContext routing) {
        String method = request.getMethod();
        // Not the path of UriInfo: where it has matrix parameters, it is decoded twice, which may fail.
        if (!READS.contains(method) && !PostedReads.contain(method, routing.normalizedPath())) {
            if (!has(resource, RolesAllowed.class) && !has(resource, PermitAll.class)) {
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
