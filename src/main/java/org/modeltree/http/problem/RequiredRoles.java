package org.modeltree.http.problem;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.container.ResourceInfo;
import java.util.Optional;

/** What a resource method wants of who calls it. */
final class RequiredRoles {

    private RequiredRoles() {}

    /** The role that its annotation, or that of its class, names; empty where there is none, or no method was found. */
    static Optional<String> of(ResourceInfo resource) {
        if (resource == null || resource.getResourceMethod() == null) {
            return Optional.empty();
        }
        RolesAllowed allowed = resource.getResourceMethod().getAnnotation(RolesAllowed.class);
        if (allowed == null) {
            allowed = resource.getResourceClass().getAnnotation(RolesAllowed.class);
        }
        return allowed == null ? Optional.empty() : Optional.of(String.join(" or ", allowed.value()));
    }
}
