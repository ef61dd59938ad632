package org.modeltree.http.problem;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.container.ResourceInfo;
import java.util.Optional;

/** Roles that a resource method requires. */
final class RequiredRoles {

    private RequiredRoles() {}

    /** The roles named by the method or its class, joined by "or"; empty without an annotation or a method. */
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
