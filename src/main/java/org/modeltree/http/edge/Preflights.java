package org.modeltree.http.edge;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Set;
import org.modeltree.http.problem.RouteProblems;
import org.modeltree.http.value.CrossOrigin;

/**
 * Answers CORS preflights, and refuses writes by pages of origins that may not write. A browser asks before each write from
 * another origin, because a write has a token in its headers; but it does not ask if it takes an earlier answer. Reads are not
 * refused: without a header that allows it, the browser shows their answers to no page.
 */
@Singleton
class Preflights {

    private static final int FORBIDDEN = 403;
    private static final int NO_CONTENT = 204;
    private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");
    private static final Set<String> WRITES = Set.of("POST", "PUT", "PATCH", "DELETE");

    private final PageOrigins origins;
    private final RouteProblems problems;

    Preflights(PageOrigins origins, RouteProblems problems) {
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
            refuse(routing, origins.refusalOfWrite(request));
        }
    }

    private void preflight(RoutingContext routing, String method) {
        HttpServerRequest request = routing.request();
        boolean mayWrite = origins.mayWrite(request);
        boolean isRead = isRead(routing, method);
        routing.response().putHeader("Vary", "Origin, Access-Control-Request-Method");
        // The tools for agents have origins of their own, which they check themselves.
        if (mayWrite || (isRead && (origins.mayRead(request) || PostedReads.areOfAgents(routing.normalizedPath())))) {
            CrossOrigin.ofPreflight(mayWrite, !READS.contains(method)).forEach(routing.response()::putHeader);
            routing.response().setStatusCode(NO_CONTENT).end();
        } else {
            refuse(routing, isRead ? PageOrigins.refusalOfRead(request) : origins.refusalOfWrite(request));
        }
    }

    private void refuse(RoutingContext routing, String detail) {
        problems.send(routing, FORBIDDEN, detail);
    }

    /** Whether the method only reads; methods that the service does not know write nothing either, and get 405. */
    private static boolean isRead(RoutingContext routing, String method) {
        return !WRITES.contains(method) || PostedReads.contain(method, routing.normalizedPath());
    }
}
