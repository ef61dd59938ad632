package org.modeltree.card;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.jboss.resteasy.reactive.RestQuery;
import org.modeltree.http.CurrentRequest;
import org.modeltree.http.problem.Parameters;
import org.modeltree.http.problem.Problem;

/** {@code /api/v1/compare}. */
@Path("/api/v1/compare")
@Produces(MediaType.APPLICATION_JSON)
class CompareResource {

    private static final int MAX_COMPARED = 10;

    private final CompareService comparisons;
    private final CurrentRequest request;

    CompareResource(CompareService comparisons, CurrentRequest request) {
        this.comparisons = comparisons;
        this.request = request;
    }

    @GET
    public CompareView compare(@RestQuery String ids) {
        List<String> given = Parameters.required(
                "ids", ids, value -> Parameters.list("ids", value, MAX_COMPARED, Parameters.ID_LENGTH));
        if (given.size() < 2 || given.size() < ids.split(",", -1).length) {
            throw new Problem.InvalidParameter("ids", "must name 2 to 10 different models");
        }
        return comparisons.compare(given, request.language());
    }
}
