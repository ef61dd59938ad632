package org.modeltree.http.admission;

import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;

/** Reports to {@link RequestLifetime} when a resource method begins and ends. */
class ResourceLifetimes {

    private static final int UNAVAILABLE = 503;

    /** Aborts a request whose client disconnected before its resource method began; returns null to continue. */
    @ServerRequestFilter(priority = 0)
    Response begin(RoutingContext routing) {
        RequestLifetime lifetime = RequestState.of(routing).lifetime();
        // The standard CompletionCallback is available to asynchronous resources only.
        CurrentRequestManager.get().registerCompletionCallback(fault -> lifetime.end());
        return lifetime.begin() ? null : Response.status(UNAVAILABLE).build();
    }
}
