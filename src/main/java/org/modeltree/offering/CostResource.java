package org.modeltree.offering;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import org.modeltree.http.CurrentRequest;

/** {@code /api/v1/cost}. */
@Path("/api/v1/cost")
@Produces(MediaType.APPLICATION_JSON)
class CostResource {

    private final CostService costs;
    private final CurrentRequest request;

    CostResource(CostService costs, CurrentRequest request) {
        this.costs = costs;
        this.request = request;
    }

    @POST
    @PermitAll
    @Consumes(MediaType.APPLICATION_JSON)
    public CostView cost(InputStream body) {
        return costs.cost(CostRequest.of(request.body(body)));
    }
}
