package org.modeltree.imports.merging;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.modeltree.http.CurrentRequest;
import org.modeltree.http.problem.Parameters;

/** {@code /api/v1/models/{vendor}/{slug}/merge}. */
@Path("/api/v1/models/{vendor}/{slug}/merge")
@Produces(MediaType.APPLICATION_JSON)
class ModelMergeResource {

    private final ModelMergeService models;
    private final CurrentRequest request;

    ModelMergeResource(ModelMergeService models, CurrentRequest request) {
        this.models = models;
        this.request = request;
    }

    @POST
    @RolesAllowed("curator")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response merge(@RestPath String vendor, @RestPath String slug, @RestQuery String dryRun, InputStream body) {
        Boolean dry = Parameters.flag("dryRun", dryRun);
        return models.merge(request.write(body), vendor + "/" + slug, dry != null && dry)
                .answer(request);
    }
}
