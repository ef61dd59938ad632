package org.modeltree.bands.capability;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestQuery;
import org.modeltree.http.CurrentRequest;
import org.modeltree.http.ListView;
import org.modeltree.http.PageRequest;
import org.modeltree.http.problem.Parameters;

/** {@code /api/v1/scores}. */
@Path("/api/v1/scores")
@Produces(MediaType.APPLICATION_JSON)
class LeaderboardResource {

    private final CapabilityService capabilities;
    private final CurrentRequest request;

    LeaderboardResource(CapabilityService capabilities, CurrentRequest request) {
        this.capabilities = capabilities;
        this.request = request;
    }

    @GET
    public ListView<RankingView> leaderboard(
            @RestQuery String capability, @RestQuery String limit, @RestQuery String cursor) {
        String id = Parameters.required("capability", capability, given -> Parameters.text("capability", given, 60));
        return capabilities.leaderboard(id, PageRequest.of(limit, cursor), request.language(), request.link());
    }
}
