package org.modeltree.identity;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import org.jboss.resteasy.reactive.RestQuery;
import org.modeltree.http.CurrentRequest;
import org.modeltree.http.problem.Parameters;

/** {@code /api/v1/resolve}. */
@Path("/api/v1/resolve")
@Produces(MediaType.APPLICATION_JSON)
class ResolveResource {

    private final ResolveService resolver;
    private final CurrentRequest request;

    ResolveResource(ResolveService resolver, CurrentRequest request) {
        this.resolver = resolver;
        this.request = request;
    }

    @GET
    public ResolutionView resolve(@RestQuery String id) {
        return resolver.resolve(
                Parameters.required("id", id, given -> Parameters.text("id", given, ResolveRequest.MAX_ID)));
    }

    @POST
    @PermitAll
    @Consumes(MediaType.APPLICATION_JSON)
    public ResolutionView.Batch resolveAll(InputStream body) {
        return resolver.resolveAll(ResolveRequest.of(request.body(body)).ids());
    }
}
