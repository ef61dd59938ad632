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
 * Refuses paths with an id that is longer than any id can be, before anything is asked of the database. A long text costs
 * much wherever it is compared.
 */
class PathIds {

    /** Path parameters that are one id together, by the last of them. */
    private static final Map<String, String> FIRST_SEGMENTS = Map.of("slug", "vendor", "parentSlug", "parentVendor");

    /** The rest of a path: it may be an id or an id and a part of what it names. */
    private static final String REST = "other";

    private static final int MAX_REST = 2 * Parameters.ID_LENGTH + 1;

    @ServerRequestFilter(priority = Priorities.USER - 1)
    void check(ContainerRequestContext request) {
        parameters(request).forEach((name, id) -> {
            int most = name.equals(REST) ? MAX_REST : Parameters.ID_LENGTH;
            if (id.codePointCount(0, id.length()) > most) {
                throw refusal(request.getMethod(), name, id, most);
            }
        });
    }

    private static Map<String, String> parameters(ContainerRequestContext request) {
        try {
            return ids(request.getUriInfo().getPathParameters());
        } catch (IllegalArgumentException twiceDecoded) {
            // The framework decodes a path with a semicolon twice, and fails where a percent is left.
            throw request.getMethod().equals(HttpMethod.PUT)
                    ? new Problem.InvalidParameter("path", "must not have a percent sign beside a semicolon")
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

    /** What is looked for is not there; what is to be there cannot be. */
    private static Problem refusal(String method, String name, String id, int most) {
        return method.equals(HttpMethod.PUT)
                ? new Problem.InvalidParameter(
                        name, "must have at most " + most + " characters, had " + id.codePointCount(0, id.length()))
                : new Problem.NotFound(
                        "There is no id " + Parameters.shown(id) + ": ids have at most " + most + " characters.",
                        List.of());
    }
}
