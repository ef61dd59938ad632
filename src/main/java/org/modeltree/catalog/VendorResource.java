package org.modeltree.catalog;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestQuery;
import org.modeltree.http.CurrentRequest;
import org.modeltree.http.ListView;
import org.modeltree.http.PageRequest;

/** {@code /api/v1/vendors}. */
@Path("/api/v1/vendors")
@Produces(MediaType.APPLICATION_JSON)
class VendorResource {

    private final VendorService vendors;
    private final CurrentRequest request;

    VendorResource(VendorService vendors, CurrentRequest request) {
        this.vendors = vendors;
        this.request = request;
    }

    @GET
    public ListView<VendorView> list(@RestQuery String limit, @RestQuery String cursor) {
        return vendors.list(PageRequest.of(limit, cursor), request.link());
    }
}
