package org.modeltree.catalog.vendor;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import org.jboss.resteasy.reactive.RestPath;
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

    @GET
    @Path("{id}")
    public VendorView one(@RestPath String id) {
        return vendors.one(id).answer(request);
    }

    @PUT
    @Path("{id}")
    @RolesAllowed("curator")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response put(@RestPath String id, InputStream body) {
        return vendors.put(request.write(body), id).answer(request);
    }

    @PATCH
    @Path("{id}")
    @RolesAllowed("curator")
    @Consumes({"application/merge-patch+json", MediaType.APPLICATION_JSON})
    public Response patch(@RestPath String id, InputStream body) {
        return vendors.patch(request.write(body), id).answer(request);
    }
}
