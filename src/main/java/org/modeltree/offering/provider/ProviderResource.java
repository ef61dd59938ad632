package org.modeltree.offering.provider;

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

/** {@code /api/v1/providers}. */
@Path("/api/v1/providers")
@Produces(MediaType.APPLICATION_JSON)
class ProviderResource {

    private final ProviderService providers;
    private final CurrentRequest request;

    ProviderResource(ProviderService providers, CurrentRequest request) {
        this.providers = providers;
        this.request = request;
    }

    @GET
    public ListView<ProviderView> list(@RestQuery String limit, @RestQuery String cursor) {
        return providers.list(PageRequest.of(limit, cursor), request.link());
    }

    @GET
    @Path("{id}")
    public ProviderView one(@RestPath String id) {
        return providers.one(id).answer(request);
    }

    @PUT
    @Path("{id}")
    @RolesAllowed("curator")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response put(@RestPath String id, InputStream body) {
        return providers.put(request.write(body), id).answer(request);
    }

    @PATCH
    @Path("{id}")
    @RolesAllowed("curator")
    @Consumes({"application/merge-patch+json", MediaType.APPLICATION_JSON})
    public Response patch(@RestPath String id, InputStream body) {
        return providers.patch(request.write(body), id).answer(request);
    }
}
