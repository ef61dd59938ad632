package org.modeltree.identity;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestQuery;
import org.modeltree.http.problem.Parameters;

/** {@code /api/v1/resolve}. */
@Path("/api/v1/resolve")
@Produces(MediaType.APPLICATION_JSON)
class ResolveResource {

    private static final int MAX_ID = 401;

    private final ResolveService resolver;

    ResolveResource(ResolveService resolver) {
        this.resolver = resolver;
    }

    @GET
    public ResolutionView resolve(@RestQuery String id) {
        return resolver.resolve(Parameters.required("id", id, given -> Parameters.text("id", given, MAX_ID)));
    }
}
