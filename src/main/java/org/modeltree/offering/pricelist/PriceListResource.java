package org.modeltree.offering.pricelist;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.modeltree.http.CurrentRequest;
import org.modeltree.http.ListView;
import org.modeltree.http.PageRequest;

/** {@code /api/v1/providers/{id}/offerings}. */
@Path("/api/v1/providers/{id}/offerings")
@Produces(MediaType.APPLICATION_JSON)
class PriceListResource {

    private final PriceListService prices;
    private final CurrentRequest request;

    PriceListResource(PriceListService prices, CurrentRequest request) {
        this.prices = prices;
        this.request = request;
    }

    @GET
    public ListView<ListedOfferingView> list(
            @RestPath String id, @RestQuery String vendor, @RestQuery String limit, @RestQuery String cursor) {
        return prices.list(id, PriceListService.vendors(vendor), PageRequest.of(limit, cursor), request.link());
    }
}
