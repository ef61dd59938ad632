package org.modeltree.card;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.jboss.resteasy.reactive.RestQuery;
import org.modeltree.http.CurrentRequest;
import org.modeltree.http.problem.Parameters;

/** {@code /api/v1/cards}. */
@Path("/api/v1/cards")
@Produces(MediaType.APPLICATION_JSON)
class CardListResource {

    private static final int MAX_CARDS = 50;

    private final CardService cards;
    private final CurrentRequest request;

    CardListResource(CardService cards, CurrentRequest request) {
        this.cards = cards;
        this.request = request;
    }

    @GET
    public CardListView list(@RestQuery String ids) {
        List<String> given = Parameters.required(
                "ids", ids, value -> Parameters.list("ids", value, MAX_CARDS, Parameters.ID_LENGTH));
        return cards.cardsOf(given, request.language(), request.link());
    }
}
