package org.modeltree.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.modeltree.http.ChecksParameters;
import org.modeltree.http.CurrentRequest;
import org.modeltree.http.PageRequest;
import org.modeltree.http.RequestLink;
import org.modeltree.http.Versioned;
import org.modeltree.http.cache.MemoryReads;
import org.modeltree.http.problem.Parameters;

/** {@code /api/v1/models} and one model. */
@Path(ModelResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
class ModelResource {

    static final String PATH = "/api/v1/models";
    private static final String ONE = "{vendor}/{slug}";
    private static final List<String> FACETS =
            List.of("vendor", "family", "kind", "openWeights", "modality", "lifecycle", "supports");
    private static final int SEGMENTS_BEFORE_ID = 3;
    private static final int MAX_SORT = 1000;

    private final ModelService models;
    private final ModelWriteService writes;
    private final ModelVersionService versions;
    private final Includes includes;
    private final CurrentRequest request;

    ModelResource(
            ModelService models,
            ModelWriteService writes,
            ModelVersionService versions,
            Includes includes,
            CurrentRequest request) {
        this.models = models;
        this.writes = writes;
        this.versions = versions;
        this.includes = includes;
        this.request = request;
    }

    void answerFromMemory(@Observes MemoryReads reads) {
        reads.add(
                PATH + "/" + ONE,
                Set.of(),
                asked -> models.one(asked.id(), null, null, asked.language()).fromMemory(false));
        Set<String> parameters = new HashSet<>(ModelListParams.NAMES);
        parameters.addAll(TraitParams.NAMES);
        parameters.addAll(List.of("sort", "limit", "cursor"));
        // A page has fifty models.
        reads.addLong(PATH, parameters, this::page);
    }

    private MemoryReads.Made page(MemoryReads.Asked asked) {
        ModelPage page = models.list(
                ModelListParams.of(asked::parameter)
                        .filter(TraitParams.of(asked::parameter).traits()),
                Parameters.text("sort", asked.parameter("sort"), MAX_SORT),
                PageRequest.of(asked.parameter("limit"), asked.parameter("cursor")),
                includes.shape(null, null),
                null,
                asked.language(),
                RequestLink.of(asked));
        return MemoryReads.Made.page(page, page.links().next());
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
                Parameters.text("sort", sort, MAX_SORT),
                PageRequest.of(limit, cursor),
                includes.shape(fields, include),
                Parameters.listOf("facets", facets, FACETS),
                request.language(),
                request.link());
    }

    @GET
    @ChecksParameters
    @Path(ONE)
    // An alias of one segment and the part of a model look the same, and are redirected to paths of any media type.
    @Produces({MediaType.APPLICATION_JSON, MediaType.WILDCARD})
    public Object one(
            @RestPath String vendor,
            @RestPath String slug,
            @RestQuery String fields,
            @RestQuery String include,
            @RestQuery String atRevision) {
        String id = vendor + "/" + slug;
        Long revision = Parameters.integer("atRevision", atRevision, 1, Long.MAX_VALUE);
        if (revision != null) {
            request.expectRevision(revision);
        }
        Versioned<Object> model = revision == null
                ? models.one(id, fields, include, request.language())
                : versions.at(id, revision, fields, include, request.language());
        request.rejectUnknownParameters("fields", "include", "atRevision");
        request.requireJson();
        return model.answer(request);
    }

    @PUT
    @Path(ONE)
    @RolesAllowed("curator")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response put(@RestPath String vendor, @RestPath String slug, InputStream body) {
        return writes.put(request.write(body), vendor + "/" + slug).answer(request);
    }

    @PATCH
    @Path(ONE)
    @RolesAllowed("curator")
    @Consumes({"application/merge-patch+json", MediaType.APPLICATION_JSON})
    public Response patch(@RestPath String vendor, @RestPath String slug, InputStream body) {
        return writes.patch(request.write(body), vendor + "/" + slug).answer(request);
    }

    @DELETE
    @Path(ONE)
    @RolesAllowed("curator")
    public Response delete(
            @RestPath String vendor, @RestPath String slug, @RestQuery String successor, @RestQuery String reparentTo) {
        return writes.delete(request.write(null), vendor + "/" + slug, successor, reparentTo)
                .answer(request);
    }

    @GET
    @ChecksParameters
    @Path("{other: .+}")
    // Redirects to paths of any media type.
    @Produces(MediaType.WILDCARD)
    public ObjectNode elsewhere() {
        throw models.elsewhere(request.decodedPathAfter(SEGMENTS_BEFORE_ID));
    }
}
