package org.modeltree.http.problem;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Refuses paths whose id is longer than any id can be, before the database is asked, because comparing long texts is
 * expensive.
 */
class PathIds {

    /** Path parameters that form one id together with another: last segment to first segment. */
    private static final Map<String, String> FIRST_SEGMENTS = Map.of("slug", "vendor", "parentSlug", "parentVendor");

    /** Parameter for the rest of a path: an id, or an id and a sub-resource. */
    private static final String REST = "other";

    private static final int MAX_REST = 2 * Parameters.ID_LENGTH + 1;

    @ServerRequestFilter(priority = Priorities.USER - 1)
    void check(ContainerRequestContext request) {
        parameters(request).forEach((name, id) -> {
            int maxLength = name.equals(REST) ? MAX_REST : Parameters.ID_LENGTH;
            if (id.codePointCount(0, id.length()) > maxLength) {
                throw refusal(request.getMethod(), name, id, maxLength);
            }
        });
    }

    private static Map<String, String> parameters(ContainerRequestContext request) {
        try {
            return ids(request.getUriInfo().getPathParameters());
        } catch (IllegalArgumentException twiceDecoded) {
            // The framework decodes a path with a semicolon twice, and fails if a percent sign is left.
            throw request.getMethod().equals(HttpMethod.PUT)
                    ? new Problem.InvalidParameter("path", "must not contain both a percent sign and a semicolon")
                    : new Problem.NotFound(ProblemMapper.detail(404), List.of());
        }
    }

    private static Map<String, String> ids(MultivaluedMap<String, String> segments) {
        Map<String, String> ids = new LinkedHashMap<>();
        segments.forEach((name, values) -> {
            String first = FIRST_SEGMENTS.get(name);
            String segment = values.get(0);
            ids.put(name, first == null ? segment : segments.getFirst(first) + "/" + segment);
        });
        return ids;
    }

    /** A read of such an id finds nothing; creating it is invalid. */
    private static Problem refusal(String method, String name, String id, int maxLength) {
        return method.equals(HttpMethod.PUT)
                ? new Problem.InvalidParameter(
                        name,
                        "must be at most " + maxLength + " characters long, was " + id.codePointCount(0, id.length()))
                : new Problem.NotFound(
                        "Unknown id " + Parameters.shown(id) + ": ids have at most " + maxLength + " characters.",
                        List.of());
    }
}
