package org.modeltree.offering;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.modeltree.http.CurrentRequest;
import org.modeltree.http.ListView;
import org.modeltree.http.Parameters;

/** {@code /api/v1/models/{vendor}/{slug}/offerings} and {@code /api/v1/resolve}. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
class OfferingResource {

    private static final int LONGEST_ID = 401;

    private final OfferingService offerings;
    private final ResolveService resolver;
    private final CurrentRequest request;

    OfferingResource(OfferingService offerings, ResolveService resolver, CurrentRequest request) {
        this.offerings = offerings;
        this.resolver = resolver;
        this.request = request;
    }

    @GET
    @Path("models/{vendor}/{slug}/offerings")
    public ListView<OfferingView> offerings(@RestPath String vendor, @RestPath String slug) {
        return offerings.offeringsOf(vendor + "/" + slug, request.link()).answer(request);
    }

    @GET
    @Path("resolve")
    public ResolutionView resolve(@RestQuery String id) {
        return resolver.resolve(Parameters.required("id", id, given -> Parameters.text("id", given, LONGEST_ID)));
    }
}
