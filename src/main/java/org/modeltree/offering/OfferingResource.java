package org.modeltree.offering;

import com.fasterxml.jackson.databind.node.ObjectNode;
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
import org.modeltree.http.ListView;
import org.modeltree.http.RequestLink;
import org.modeltree.http.cache.MemoryReads;

/** {@code /api/v1/models/{vendor}/{slug}/offerings}; the provider's id of a model may contain slashes. */
@Path(OfferingResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
class OfferingResource {

    static final String PATH = "/api/v1/models/{vendor}/{slug}/offerings";

    private static final String ONE = "{provider}/{id: .+}";
    private static final int SEGMENTS_BEFORE_ID = 7;

    private final OfferingService offerings;
    private final OfferingWriteService writes;
    private final CurrentRequest request;

    OfferingResource(OfferingService offerings, OfferingWriteService writes, CurrentRequest request) {
        this.offerings = offerings;
        this.writes = writes;
        this.request = request;
    }

    void answerFromMemory(@Observes MemoryReads reads) {
        reads.add(
                PATH, Set.of(), asked -> MemoryReads.Made.of(offerings.offeringsOf(asked.id(), RequestLink.of(asked))));
    }

    @GET
    public ListView<OfferingView> offerings(@RestPath String vendor, @RestPath String slug) {
        return offerings.offeringsOf(vendor + "/" + slug, request.link());
    }

    @GET
    @Path(ONE)
    public ObjectNode one(@RestPath String vendor, @RestPath String slug, @RestPath String provider) {
        return writes.document(vendor + "/" + slug, provider, id()).answer(request);
    }

    @PUT
    @Path(ONE)
    @RolesAllowed("curator")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response put(@RestPath String vendor, @RestPath String slug, @RestPath String provider, InputStream body) {
        return writes.put(request.write(body), vendor + "/" + slug, provider, id())
                .answer(request);
    }

    @PATCH
    @Path(ONE)
    @RolesAllowed("curator")
    @Consumes({"application/merge-patch+json", MediaType.APPLICATION_JSON})
    public Response patch(@RestPath String vendor, @RestPath String slug, @RestPath String provider, InputStream body) {
        return writes.patch(request.write(body), vendor + "/" + slug, provider, id())
                .answer(request);
    }

    @DELETE
    @Path(ONE)
    @RolesAllowed("curator")
    public Response delete(@RestPath String vendor, @RestPath String slug, @RestPath String provider) {
        return writes.delete(request.write(null), vendor + "/" + slug, provider, id())
                .answer(request);
    }

    private String id() {
        return request.decodedPathAfter(SEGMENTS_BEFORE_ID);
    }
}
