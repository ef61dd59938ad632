package org.modeltree.offering;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestPath;
import org.modeltree.http.CurrentRequest;
import org.modeltree.http.ListView;

/** {@code /api/v1/models/{vendor}/{slug}/offerings}. */
@Path("/api/v1/models/{vendor}/{slug}/offerings")
@Produces(MediaType.APPLICATION_JSON)
class OfferingResource {

    private final OfferingService offerings;
    private final CurrentRequest request;

    OfferingResource(OfferingService offerings, CurrentRequest request) {
        this.offerings = offerings;
        this.request = request;
    }

    @GET
    public ListView<OfferingView> offerings(@RestPath String vendor, @RestPath String slug) {
        return offerings.offeringsOf(vendor + "/" + slug, request.link()).answer(request);
    }
}
