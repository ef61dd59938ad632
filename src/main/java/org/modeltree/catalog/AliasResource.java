package org.modeltree.catalog;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.RestPath;
import org.modeltree.http.CurrentRequest;

/** {@code /api/v1/models/{vendor}/{slug}/aliases/{alias}}; an alias may have slashes. */
@Path("/api/v1/models/{vendor}/{slug}/aliases/{alias: .+}")
@Produces(MediaType.APPLICATION_JSON)
class AliasResource {

    private static final int SEGMENTS_BEFORE_ALIAS = 6;

    private final ModelWriteService models;
    private final CurrentRequest request;

    AliasResource(ModelWriteService models, CurrentRequest request) {
        this.models = models;
        this.request = request;
    }

    @PUT
    @RolesAllowed("curator")
    public Response put(@RestPath String vendor, @RestPath String slug) {
        return models.putAlias(request.write(null), vendor + "/" + slug, alias())
                .answer(request);
    }

    @DELETE
    @RolesAllowed("curator")
    public Response delete(@RestPath String vendor, @RestPath String slug) {
        return models.deleteAlias(request.write(null), vendor + "/" + slug, alias())
                .answer(request);
    }

    private String alias() {
        return request.decodedPathAfter(SEGMENTS_BEFORE_ALIAS);
    }
}
