package org.modeltree.http.admission;

import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;

/** Tells {@link RequestLifetime} when a resource begins and ends. */
class ResourceLifetimes {

    private static final int UNAVAILABLE = 503;

    /** The answer of a request whose client left before its resource began; else null, and it begins. */
    @ServerRequestFilter(priority = 0)
    Response begin(RoutingContext routing) {
        RequestLifetime lifetime = RequestLifetime.of(routing);
        // Jakarta REST tells of an end to asynchronous resources only.
        CurrentRequestManager.get().registerCompletionCallback(fault -> lifetime.end());
        return lifetime.begin() ? null : Response.status(UNAVAILABLE).build();
    }
}
