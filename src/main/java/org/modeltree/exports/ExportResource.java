package org.modeltree.exports;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.RestQuery;
import org.modeltree.http.CurrentRequest;
import org.modeltree.http.problem.Parameters;

/** {@code /api/v1/export}. */
@Path("/api/v1/export")
@Produces(MediaType.WILDCARD)
class ExportResource {

    private final ExportService exports;
    private final ExportFormats formats;
    private final CurrentRequest request;

    ExportResource(ExportService exports, ExportFormats formats, CurrentRequest request) {
        this.exports = exports;
        this.formats = formats;
        this.request = request;
    }

    @GET
    public Uni<Response> export(@RestQuery String format) {
        String known = known(format);
        boolean packed = request.acceptsGzip();
        return exports.open(known, packed)
                .map(export -> head(known, packed, export.revision())
                        .entity(export.body())
                        .build());
    }

    /** Reads the revision only. */
    @HEAD
    public Response head(@RestQuery String format) {
        return head(known(format), request.acceptsGzip(), exports.revision()).build();
    }

    private String known(String format) {
        Parameters.oneOf("format", format, formats.names());
        return format == null ? ExportFormats.DEFAULT : format;
    }

    private Response.ResponseBuilder head(String format, boolean packed, long revision) {
        Response.ResponseBuilder answer =
                Response.ok().type(formats.mediaType(format)).header("Modeltree-Revision", revision);
        return packed ? answer.header(HttpHeaders.CONTENT_ENCODING, "gzip") : answer;
    }
}
