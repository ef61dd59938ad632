package org.modeltree.bands;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.modeltree.http.CurrentRequest;
import org.modeltree.http.ListView;
import org.modeltree.http.Parameters;

/** {@code /api/v1/capabilities}. */
@Path("/api/v1/capabilities")
@Produces(MediaType.APPLICATION_JSON)
class CapabilityResource {

    private static final long GREATEST_RAW = 1_000_000_000_000_000L;

    private final CapabilityService capabilities;
    private final CurrentRequest request;

    CapabilityResource(CapabilityService capabilities, CurrentRequest request) {
        this.capabilities = capabilities;
        this.request = request;
    }

    @GET
    public ListView<CapabilityView> list() {
        return capabilities.list(request.language(), request.link());
    }

    @GET
    @Path("{id}")
    public CapabilityView one(@RestPath String id) {
        return capabilities.one(id, request.language());
    }

    @GET
    @Path("{id}/score")
    public RawScoreView score(@RestPath String id, @RestQuery String raw) {
        double value = Parameters.required("raw", raw, given -> Parameters.decimal("raw", given, 0, GREATEST_RAW))
                .doubleValue();
        return capabilities.scoreOf(id, value, request.language());
    }
}
