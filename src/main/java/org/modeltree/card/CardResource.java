package org.modeltree.card;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Set;
import org.jboss.resteasy.reactive.RestPath;
import org.modeltree.http.CurrentRequest;
import org.modeltree.http.cache.MemoryReads;
import org.modeltree.http.value.Media;

/** {@code /api/v1/models/{vendor}/{slug}/card}. */
@Path(CardResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
class CardResource {

    static final String PATH = "/api/v1/models/{vendor}/{slug}/card";

    private final CardService cards;
    private final CardWriteService writes;
    private final CurrentRequest request;

    CardResource(CardService cards, CardWriteService writes, CurrentRequest request) {
        this.cards = cards;
        this.writes = writes;
        this.request = request;
    }

    void answerFromMemory(@Observes MemoryReads reads) {
        reads.add(
                PATH,
                Set.of(),
                asked -> cards.jsonOf(asked.id(), asked.language()).fromMemory(true));
    }

    /** A {@link CardView}, or the same as Markdown if the client prefers it. */
    @GET
    @Produces({MediaType.APPLICATION_JSON, Media.MARKDOWN, MediaType.WILDCARD})
    public Object card(@RestPath String vendor, @RestPath String slug) {
        String id = vendor + "/" + slug;
        return request.prefersMarkdown()
                ? CardMarkdown.of(cards.cardOf(id, request.language()).answer(request))
                : cards.jsonOf(id, request.language()).answer(request);
    }

    @PUT
    @RolesAllowed("curator")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response put(@RestPath String vendor, @RestPath String slug, InputStream body) {
        return writes.put(request.write(body), vendor + "/" + slug).answer(request);
    }

    @PATCH
    @RolesAllowed("curator")
    @Consumes({"application/merge-patch+json", MediaType.APPLICATION_JSON})
    public Response patch(@RestPath String vendor, @RestPath String slug, InputStream body) {
        return writes.patch(request.write(body), vendor + "/" + slug).answer(request);
    }

    @DELETE
    @RolesAllowed("curator")
    public Response delete(@RestPath String vendor, @RestPath String slug) {
        return writes.delete(request.write(null), vendor + "/" + slug).answer(request);
    }

    @PUT
    @Path("texts/{lang}")
    @RolesAllowed("curator")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response putText(@RestPath String vendor, @RestPath String slug, @RestPath String lang, InputStream body) {
        return writes.putText(request.write(body), vendor + "/" + slug, lang).answer(request);
    }

    @DELETE
    @Path("texts/{lang}")
    @RolesAllowed("curator")
    public Response deleteText(@RestPath String vendor, @RestPath String slug, @RestPath String lang) {
        return writes.deleteText(request.write(null), vendor + "/" + slug, lang).answer(request);
    }
}
