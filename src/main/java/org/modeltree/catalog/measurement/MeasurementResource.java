package org.modeltree.catalog.measurement;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.annotation.security.RolesAllowed;
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
import org.jboss.resteasy.reactive.RestPath;
import org.modeltree.http.CurrentRequest;
import org.modeltree.http.ListView;

/** {@code /api/v1/models/{vendor}/{slug}/measurements}. */
@Path("/api/v1/models/{vendor}/{slug}/measurements")
@Produces(MediaType.APPLICATION_JSON)
class MeasurementResource {

    private final MeasurementService measurements;
    private final CurrentRequest request;

    MeasurementResource(MeasurementService measurements, CurrentRequest request) {
        this.measurements = measurements;
        this.request = request;
    }

    @GET
    public ListView<MeasurementView> list(@RestPath String vendor, @RestPath String slug) {
        return measurements.of(vendor + "/" + slug, request.language(), request.link());
    }

    @GET
    @Path("{id}")
    public ObjectNode one(@RestPath String vendor, @RestPath String slug, @RestPath String id) {
        return measurements.document(vendor + "/" + slug, id).answer(request);
    }

    @PUT
    @Path("{id}")
    @RolesAllowed("curator")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response put(@RestPath String vendor, @RestPath String slug, @RestPath String id, InputStream body) {
        return measurements.put(request.write(body), vendor + "/" + slug, id).answer(request);
    }

    @PATCH
    @Path("{id}")
    @RolesAllowed("curator")
    @Consumes({"application/merge-patch+json", MediaType.APPLICATION_JSON})
    public Response patch(@RestPath String vendor, @RestPath String slug, @RestPath String id, InputStream body) {
        return measurements.patch(request.write(body), vendor + "/" + slug, id).answer(request);
    }

    @DELETE
    @Path("{id}")
    @RolesAllowed("curator")
    public Response delete(@RestPath String vendor, @RestPath String slug, @RestPath String id) {
        return measurements.delete(request.write(null), vendor + "/" + slug, id).answer(request);
    }
}
