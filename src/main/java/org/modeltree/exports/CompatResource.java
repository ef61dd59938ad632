package org.modeltree.exports;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.modeltree.http.CurrentRequest;

/** Files of other catalogs at the paths where their clients look for them, below {@code /compat}. */
@Path("/compat")
@Produces(MediaType.WILDCARD)
class CompatResource extends CatalogFileResource {

    private static final String MODELS_DEV_PROVIDERS = "models.dev/api.json";
    private static final String MODELS_DEV_MODELS = "models.dev/models.json";
    private static final String LITELLM = "litellm/model_prices_and_context_window.json";

    private final ExportFormats formats;

    CompatResource(ExportService exports, ExportFormats formats, CurrentRequest request) {
        super(exports, formats, request);
        this.formats = formats;
    }

    @GET
    @Path(MODELS_DEV_PROVIDERS)
    public Uni<Response> modelsDevProviders() {
        return body(formats.file("models.dev-api"));
    }

    @HEAD
    @Path(MODELS_DEV_PROVIDERS)
    public Response headOfModelsDevProviders() {
        return headers(formats.file("models.dev-api"));
    }

    @GET
    @Path(MODELS_DEV_MODELS)
    public Uni<Response> modelsDevModels() {
        return body(formats.file("models.dev"));
    }

    @HEAD
    @Path(MODELS_DEV_MODELS)
    public Response headOfModelsDevModels() {
        return headers(formats.file("models.dev"));
    }

    @GET
    @Path(LITELLM)
    public Uni<Response> liteLlm() {
        return body(formats.file("litellm"));
    }

    @HEAD
    @Path(LITELLM)
    public Response headOfLiteLlm() {
        return headers(formats.file("litellm"));
    }
}
