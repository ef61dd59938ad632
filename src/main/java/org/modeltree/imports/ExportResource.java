package org.modeltree.imports;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.jboss.resteasy.reactive.RestQuery;
import org.modeltree.http.CurrentRequest;
import org.modeltree.http.Parameters;

/** {@code /api/v1/export}. */
@Path("/api/v1/export")
@Produces(MediaType.WILDCARD)
class ExportResource {

    private final ExportService exports;
    private final CurrentRequest request;

    ExportResource(ExportService exports, CurrentRequest request) {
        this.exports = exports;
        this.request = request;
    }

    @GET
    public Response export(@RestQuery String format) {
        Parameters.oneOf("format", format, List.copyOf(ExportService.FORMATS.keySet()));
        String asked = format == null ? ExportService.NDJSON : format;
        ExportService.Export export = exports.open(asked);
        Response.ResponseBuilder answer =
                Response.ok().type(ExportService.FORMATS.get(asked)).header("Modeltree-Revision", export.revision());
        if (request.isHead()) {
            export.close();
            return answer.build();
        }
        boolean packed = request.acceptsGzip();
        StreamingOutput body = out -> {
            try (export) {
                if (packed) {
                    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
                        export.write(gzip);
                    }
                } else {
                    export.write(out);
                }
            }
        };
        return (packed ? answer.header("Content-Encoding", "gzip") : answer)
                .entity(body)
                .build();
    }
}
