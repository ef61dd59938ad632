package org.modeltree.bands.capability;

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
import org.modeltree.http.problem.Parameters;

/** {@code /api/v1/capabilities}. */
@Path("/api/v1/capabilities")
@Produces(MediaType.APPLICATION_JSON)
class CapabilityResource {

    private static final long MAX_RAW = 1_000_000_000_000_000L;

    private final CapabilityService capabilities;
    private final CapabilityWriteService writes;
    private final CurrentRequest request;

    CapabilityResource(CapabilityService capabilities, CapabilityWriteService writes, CurrentRequest request) {
        this.capabilities = capabilities;
        this.writes = writes;
        this.request = request;
    }

    @GET
    public ListView<CapabilityView> list() {
        return capabilities.list(request.language(), request.link());
    }

    @GET
    @Path("{id}")
    public CapabilityView one(@RestPath String id) {
        return capabilities.one(id, request.language()).answer(request);
    }

    @PUT
    @Path("{id}")
    @RolesAllowed("admin")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response put(@RestPath String id, InputStream body) {
        return writes.put(request.write(body), id).answer(request);
    }

    @PATCH
    @Path("{id}")
    @RolesAllowed("admin")
    @Consumes({"application/merge-patch+json", MediaType.APPLICATION_JSON})
    public Response patch(@RestPath String id, InputStream body) {
        return writes.patch(request.write(body), id).answer(request);
    }

    @DELETE
    @Path("{id}")
    @RolesAllowed("admin")
    public Response delete(@RestPath String id) {
        return writes.delete(request.write(null), id).answer(request);
    }

    @GET
    @Path("{id}/score")
    public RawScoreView score(@RestPath String id, @RestQuery String raw) {
        double value = Parameters.required("raw", raw, given -> Parameters.decimal("raw", given, 0, MAX_RAW))
                .doubleValue();
        return capabilities.scoreOf(id, value, request.language());
    }
}
