package org.modeltree.http;

import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Counts the requests that reach a resource, in tests. */
public class ResourceCalls {

    private static final AtomicLong CALLS = new AtomicLong();

    @ServerRequestFilter(priority = 1)
    void count(ContainerRequestContext request) {
        CALLS.incrementAndGet();
    }

    /** How many requests have reached a resource so far. */
    public static long count() {
        return CALLS.get();
    }
}
