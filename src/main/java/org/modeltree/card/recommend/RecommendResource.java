package org.modeltree.card.recommend;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.modeltree.catalog.TraitParams;
import org.modeltree.http.CurrentRequest;

/** {@code /api/v1/recommend}. */
@Path("/api/v1/recommend")
@Produces(MediaType.APPLICATION_JSON)
class RecommendResource {

    private final RecommendService recommendations;
    private final CurrentRequest request;

    RecommendResource(RecommendService recommendations, CurrentRequest request) {
        this.recommendations = recommendations;
        this.request = request;
    }

    @GET
    public RecommendView recommend(@BeanParam RecommendParams params, @BeanParam TraitParams traits) {
        return recommendations.recommend(params.wish(traits.traits()), request.language());
    }
}
