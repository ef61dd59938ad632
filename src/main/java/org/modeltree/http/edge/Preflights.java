package org.modeltree.http.edge;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Set;
import org.modeltree.http.problem.RouteProblems;
import org.modeltree.http.value.CrossOrigin;

/**
 * Answers CORS preflights, and refuses writes by pages of origins that may not write. A browser asks before each write from
 * another origin, because a write has a token in its headers; but it does not ask if it takes an earlier answer.
 */
@Singleton
class Preflights {

    private static final int FORBIDDEN = 403;
    private static final int NO_CONTENT = 204;
    private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");
    private static final Set<String> WRITES = Set.of("POST", "PUT", "PATCH", "DELETE");

    private final WriteOrigins origins;
    private final RouteProblems problems;

    Preflights(WriteOrigins origins, RouteProblems problems) {
        this.origins = origins;
        this.problems = problems;
    }

    /** Answers a preflight, and a write that is refused; other requests continue. */
    void answer(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        String method = request.method().name();
        String asked = method.equals("OPTIONS") ? request.getHeader("Access-Control-Request-Method") : null;
        if (asked != null) {
            preflight(routing, asked);
        } else if (isRead(routing, method) || origins.mayWrite(request)) {
            routing.next();
        } else {
            refuse(routing);
        }
    }

    private void preflight(RoutingContext routing, String method) {
        boolean mayWrite = origins.mayWrite(routing.request());
        routing.response().putHeader("Vary", "Origin, Access-Control-Request-Method");
        if (isRead(routing, method) || mayWrite) {
            CrossOrigin.ofPreflight(mayWrite, !READS.contains(method)).forEach(routing.response()::putHeader);
            routing.response().setStatusCode(NO_CONTENT).end();
        } else {
            refuse(routing);
        }
    }

    private void refuse(RoutingContext routing) {
        problems.send(routing, FORBIDDEN, WriteOrigins.refusal(routing.request()));
    }

    /** Whether the method only reads; methods that the service does not know write nothing either, and get 405. */
    private static boolean isRead(RoutingContext routing, String method) {
        return !WRITES.contains(method) || PostedReads.contain(method, routing.normalizedPath());
    }
}
