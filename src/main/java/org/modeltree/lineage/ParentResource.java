package org.modeltree.lineage;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import org.jboss.resteasy.reactive.RestPath;
import org.modeltree.http.CurrentRequest;

/** {@code /api/v1/models/{vendor}/{slug}/parents/{parentVendor}/{parentSlug}}. */
@Path("/api/v1/models/{vendor}/{slug}/parents/{parentVendor}/{parentSlug}")
@Produces(MediaType.APPLICATION_JSON)
class ParentResource {

    private final ParentService parents;
    private final CurrentRequest request;

    ParentResource(ParentService parents, CurrentRequest request) {
        this.parents = parents;
        this.request = request;
    }

    @PUT
    @RolesAllowed("curator")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response put(
            @RestPath String vendor,
            @RestPath String slug,
            @RestPath String parentVendor,
            @RestPath String parentSlug,
            InputStream body) {
        return parents.put(request.write(body), vendor + "/" + slug, parentVendor + "/" + parentSlug)
                .answer(request);
    }

    @DELETE
    @RolesAllowed("curator")
    public Response delete(
            @RestPath String vendor,
            @RestPath String slug,
            @RestPath String parentVendor,
            @RestPath String parentSlug) {
        return parents.delete(request.write(null), vendor + "/" + slug, parentVendor + "/" + parentSlug)
                .answer(request);
    }
}
