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
import org.modeltree.http.CurrentRequest;

/** {@code /api/v1/providers/{id}}. */
@Path("/api/v1/providers/{id}")
@Produces(MediaType.APPLICATION_JSON)
class ProviderResource {

    private final ProviderService providers;
    private final CurrentRequest request;

    ProviderResource(ProviderService providers, CurrentRequest request) {
        this.providers = providers;
        this.request = request;
    }

    @GET
    public ProviderView one(@RestPath String id) {
        return providers.one(id).answer(request);
    }

    @PUT
    @RolesAllowed("curator")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response put(@RestPath String id, InputStream body) {
        return providers.put(request.write(body), id).answer(request);
    }

    @PATCH
    @RolesAllowed("curator")
    @Consumes({"application/merge-patch+json", MediaType.APPLICATION_JSON})
    public Response patch(@RestPath String id, InputStream body) {
        return providers.patch(request.write(body), id).answer(request);
    }
}
