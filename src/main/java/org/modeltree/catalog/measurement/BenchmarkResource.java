package org.modeltree.catalog.measurement;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.modeltree.http.CurrentRequest;
import org.modeltree.http.ListView;
import org.modeltree.http.PageRequest;

/** {@code /api/v1/benchmarks}. */
@Path("/api/v1/benchmarks")
@Produces(MediaType.APPLICATION_JSON)
class BenchmarkResource {

    private final BenchmarkService benchmarks;
    private final CurrentRequest request;

    BenchmarkResource(BenchmarkService benchmarks, CurrentRequest request) {
        this.benchmarks = benchmarks;
        this.request = request;
    }

    @GET
    public ListView<BenchmarkView> list(@RestQuery String limit, @RestQuery String cursor) {
        return benchmarks.list(PageRequest.of(limit, cursor), request.language(), request.link());
    }

    @GET
    @Path("{id}")
    public BenchmarkView one(@RestPath String id) {
        return benchmarks.one(id, request.language()).answer(request);
    }

    @PUT
    @Path("{id}")
    @RolesAllowed("admin")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response put(@RestPath String id, InputStream body) {
        return benchmarks.put(request.write(body), id).answer(request);
    }

    @PATCH
    @Path("{id}")
    @RolesAllowed("admin")
    @Consumes({"application/merge-patch+json", MediaType.APPLICATION_JSON})
    public Response patch(@RestPath String id, InputStream body) {
        return benchmarks.patch(request.write(body), id).answer(request);
    }

    @DELETE
    @Path("{id}")
    @RolesAllowed("admin")
    public Response delete(@RestPath String id) {
        return benchmarks.delete(request.write(null), id).answer(request);
    }
}
