package org.modeltree.bands.score;

import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Set;
import org.jboss.resteasy.reactive.RestPath;
import org.modeltree.http.CurrentRequest;
import org.modeltree.http.ListView;
import org.modeltree.http.RequestLink;
import org.modeltree.http.cache.MemoryReads;

/** {@code /api/v1/models/{vendor}/{slug}/scores}. */
@Path(ScoreResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
class ScoreResource {

    static final String PATH = "/api/v1/models/{vendor}/{slug}/scores";

    private final ScoreService scores;
    private final CurrentRequest request;

    ScoreResource(ScoreService scores, CurrentRequest request) {
        this.scores = scores;
        this.request = request;
    }

    void answerFromMemory(@Observes MemoryReads reads) {
        reads.add(
                PATH,
                Set.of(),
                asked -> MemoryReads.Made.of(scores.scoresOf(asked.id(), asked.language(), RequestLink.of(asked))));
    }

    @GET
    public ListView<PlacedScoreView> scores(@RestPath String vendor, @RestPath String slug) {
        return scores.scoresOf(vendor + "/" + slug, request.language(), request.link());
    }
}
