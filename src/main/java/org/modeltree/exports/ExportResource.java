package org.modeltree.exports;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.LocalDate;
import java.util.Optional;
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
        Optional<Response> seen = exports.known()
                .map(state -> validated(known, packed, state, formats.today()))
                .filter(Validated::isSeen)
                .map(ExportResource::notModified);
        return seen.map(response -> Uni.createFrom().item(response))
                .orElseGet(() -> exports.open(known, packed).map(export -> answer(known, packed, export)));
    }

    private Response answer(String format, boolean packed, ExportService.Export export) {
        Validated validated = validated(format, packed, export.state(), export.day());
        if (validated.isSeen()) {
            export.body().close();
            return notModified(validated);
        }
        return ok(validated).entity(export.body()).build();
    }

    /** Reads the state of the catalog only. */
    @HEAD
    public Response head(@RestQuery String format) {
        Validated validated = validated(known(format), request.acceptsGzip(), exports.current(), formats.today());
        return validated.isSeen() ? notModified(validated) : ok(validated).build();
    }

    private String known(String format) {
        Parameters.oneOf("format", format, formats.names());
        return format == null ? ExportFormats.DEFAULT : format;
    }

    private Validated validated(String format, boolean packed, ExportedState state, LocalDate day) {
        String validator = formats.validator(format, state, day, packed);
        return new Validated(
                formats.mediaType(format), packed, state.revision(), validator, request.hasSeen(validator));
    }

    /**
     * Headers of an export, which is known by its ETag before it is read.
     *
     * @param isSeen whether the client has the export with this ETag
     */
    private record Validated(String mediaType, boolean packed, long revision, String validator, boolean isSeen) {}

    private static Response notModified(Validated export) {
        return withValidator(Response.notModified(), export).build();
    }

    private static Response.ResponseBuilder ok(Validated export) {
        Response.ResponseBuilder answer = withValidator(Response.ok(), export).type(export.mediaType());
        return export.packed() ? answer.header(HttpHeaders.CONTENT_ENCODING, "gzip") : answer;
    }

    private static Response.ResponseBuilder withValidator(Response.ResponseBuilder answer, Validated export) {
        return answer.header(HttpHeaders.ETAG, export.validator()).header("Modeltree-Revision", export.revision());
    }
}
