package org.modeltree.http.admission;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
import org.modeltree.http.config.RequestSettings;
import org.modeltree.http.problem.RouteProblems;

/** Refuses requests with too many headers (431). The HTTP server limits their size, but not their number. */
@Singleton
class HeaderLimit {

    /** After the shutdown has counted the request, and before it can be answered from the cache. */
    private static final int THIRD = 3;

    private static final int TOO_LARGE = 431;

    private final int maxHeaders;
    private final RouteProblems problems;

    HeaderLimit(RequestSettings settings, RouteProblems problems) {
        maxHeaders = settings.maxHeaders();
        this.problems = problems;
    }

    void register(@Observes @Priority(THIRD) Router router) {
        router.route().order(Integer.MIN_VALUE).handler(this::check);
    }

    private void check(RoutingContext routing) {
        // The size of the headers is that of their names, and a name can come many times.
        int count = 0;
        for (Map.Entry<String, String> ignored : routing.request().headers()) {
            count++;
        }
        if (count > maxHeaders) {
            problems.send(routing, TOO_LARGE, "A request may have at most " + maxHeaders + " headers.");
        } else {
            routing.next();
        }
    }
}
