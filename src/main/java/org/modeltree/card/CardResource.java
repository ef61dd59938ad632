package org.modeltree.card;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestPath;
import org.modeltree.http.CurrentRequest;

/** {@code /api/v1/models/{vendor}/{slug}/card}. */
@Path("/api/v1/models/{vendor}/{slug}/card")
@Produces(MediaType.APPLICATION_JSON)
class CardResource {

    private final CardService cards;
    private final CurrentRequest request;

    CardResource(CardService cards, CurrentRequest request) {
        this.cards = cards;
        this.request = request;
    }

    @GET
    public CardView card(@RestPath String vendor, @RestPath String slug) {
        return cards.cardOf(vendor + "/" + slug, request.language()).answer(request);
    }
}
