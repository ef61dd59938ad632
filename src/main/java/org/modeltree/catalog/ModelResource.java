package org.modeltree.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.modeltree.http.ChecksParameters;
import org.modeltree.http.CurrentRequest;
import org.modeltree.http.PageRequest;
import org.modeltree.http.Parameters;

/** {@code /api/v1/models} and one model. */
@Path("/api/v1/models")
@Produces(MediaType.APPLICATION_JSON)
class ModelResource {

    private static final List<String> FACETS =
            List.of("vendor", "family", "kind", "openWeights", "modality", "lifecycle");
    private static final int SEGMENTS_BEFORE_ID = 3;

    private final ModelService models;
    private final Includes includes;
    private final CurrentRequest request;

    ModelResource(ModelService models, Includes includes, CurrentRequest request) {
        this.models = models;
        this.includes = includes;
        this.request = request;
    }

    @GET
    public ModelPage list(
            @BeanParam ModelListParams list,
            @BeanParam TraitParams traits,
            @RestQuery String sort,
            @RestQuery String limit,
            @RestQuery String cursor,
            @RestQuery String fields,
            @RestQuery String include,
            @RestQuery String facets) {
        return models.list(
                list.filter(traits.traits()),
                Parameters.text("sort", sort, 1000),
                PageRequest.of(limit, cursor),
                includes.shape(fields, include),
                Parameters.listOf("facets", facets, FACETS),
                request.language(),
                request.link());
    }

    @GET
    @ChecksParameters
    @Path("{vendor}/{slug}")
    public ObjectNode one(
            @RestPath String vendor, @RestPath String slug, @RestQuery String fields, @RestQuery String include) {
        ModelPart<ObjectNode> model = models.one(vendor + "/" + slug, fields, include, request.language());
        request.onlyKnows("fields", "include");
        return model.answer(request);
    }

    @GET
    @ChecksParameters
    @Path("{other: .+}")
    public ObjectNode elsewhere() {
        String id = request.pathBehind(SEGMENTS_BEFORE_ID).substring(1).replace("+", "%2B");
        throw models.elsewhere(URLDecoder.decode(id, StandardCharsets.UTF_8));
    }
}
