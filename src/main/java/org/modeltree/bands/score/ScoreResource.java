package org.modeltree.bands.score;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestPath;
import org.modeltree.http.CurrentRequest;
import org.modeltree.http.ListView;

/** {@code /api/v1/models/{vendor}/{slug}/scores}. */
@Path("/api/v1/models/{vendor}/{slug}/scores")
@Produces(MediaType.APPLICATION_JSON)
class ScoreResource {

    private final ScoreService scores;
    private final CurrentRequest request;

    ScoreResource(ScoreService scores, CurrentRequest request) {
        this.scores = scores;
        this.request = request;
    }

    @GET
    public ListView<PlacedScoreView> scores(@RestPath String vendor, @RestPath String slug) {
        return scores.scoresOf(vendor + "/" + slug, request.language(), request.link());
    }
}
