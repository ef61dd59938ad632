package org.modeltree.bands;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestQuery;
import org.modeltree.http.CurrentRequest;
import org.modeltree.http.PageRequest;
import org.modeltree.http.problem.Parameters;

/** {@code /api/v1/scores}. */
@Path("/api/v1/scores")
@Produces(MediaType.APPLICATION_JSON)
class LeaderboardResource {

    private static final int MAX_CAPABILITY_LENGTH = 60;

    private final LeaderboardService leaderboards;
    private final CurrentRequest request;

    LeaderboardResource(LeaderboardService leaderboards, CurrentRequest request) {
        this.leaderboards = leaderboards;
        this.request = request;
    }

    @GET
    public LeaderboardView leaderboard(
            @RestQuery String capability, @RestQuery String cohort, @RestQuery String limit, @RestQuery String cursor) {
        String id = Parameters.required(
                "capability", capability, given -> Parameters.text("capability", given, MAX_CAPABILITY_LENGTH));
        return leaderboards.leaderboard(
                id, NamedCohorts.name(cohort), PageRequest.of(limit, cursor), request.language(), request.link());
    }
}
