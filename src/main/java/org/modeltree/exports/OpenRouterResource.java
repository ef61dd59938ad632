package org.modeltree.exports;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.RestPath;
import org.modeltree.formats.openrouter.OpenRouterSelection;
import org.modeltree.http.ChecksParameters;
import org.modeltree.http.CurrentRequest;

/** OpenRouter's list of models, and the endpoints of one, at the paths of OpenRouter's API below {@code /compat/openrouter}. */
@Path(OpenRouterSelection.PATH)
@Produces(MediaType.WILDCARD)
class OpenRouterResource extends CatalogFileResource {

    private static final String ENDPOINTS = "{author}/{slug}/endpoints";

    private final OpenRouterService router;
    private final CurrentRequest request;

    OpenRouterResource(ExportService exports, ExportFormats formats, CurrentRequest request, OpenRouterService router) {
        super(exports, formats, request);
        this.router = router;
        this.request = request;
    }

    @GET
    @ChecksParameters
    public Uni<Response> models(@BeanParam OpenRouterParams params) {
        return body(file(params));
    }

    @HEAD
    @ChecksParameters
    public Response headOfModels(@BeanParam OpenRouterParams params) {
        return headers(file(params));
    }

    @GET
    @Path(ENDPOINTS)
    @ChecksParameters
    @Produces(MediaType.APPLICATION_JSON)
    public ObjectNode endpoints(@RestPath String author, @RestPath String slug) {
        request.ignoreUnknownParameters();
        return router.endpoints(author + "/" + slug);
    }

    /** Parameters that OpenRouter does not document are ignored, as there; see decisions/drop-ins.md. */
    private ExportedFile file(OpenRouterParams params) {
        request.ignoreUnknownParameters(OpenRouterParams.names(), OpenRouterParams.UNANSWERABLE);
        OpenRouterSelection selection = params.selection();
        return new ExportedFile("openrouter?" + params.canonical(), selection.writer(), params.isAnyGiven());
    }
}
