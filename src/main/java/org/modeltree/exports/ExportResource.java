package org.modeltree.exports;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.RestQuery;
import org.modeltree.http.CurrentRequest;
import org.modeltree.http.problem.Parameters;

/** {@code /api/v1/export}. */
@Path("/api/v1/export")
@Produces(MediaType.WILDCARD)
class ExportResource extends CatalogFileResource {

    private final ExportFormats formats;

    ExportResource(ExportService exports, ExportFormats formats, CurrentRequest request) {
        super(exports, formats, request);
        this.formats = formats;
    }

    @GET
    public Uni<Response> export(@RestQuery String format) {
        return body(file(format));
    }

    @HEAD
    public Response head(@RestQuery String format) {
        return headers(file(format));
    }

    private ExportedFile file(String format) {
        Parameters.oneOf("format", format, formats.names());
        return formats.file(format == null ? ExportFormats.DEFAULT : format);
    }
}
