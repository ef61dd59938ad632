package org.modeltree.exports;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.LocalDate;
import java.util.Optional;
import org.modeltree.http.CurrentRequest;

/** Answers with files of the whole catalog, whatever the path: with the same ETags, compression and limits. */
abstract class CatalogFileResource {

    private final ExportService exports;
    private final ExportFormats formats;
    private final CurrentRequest request;

    CatalogFileResource(ExportService exports, ExportFormats formats, CurrentRequest request) {
        this.exports = exports;
        this.formats = formats;
        this.request = request;
    }

    /** The file, or 304 if the client has it, without a database query if possible. */
    final Uni<Response> body(ExportedFile file) {
        boolean packed = request.acceptsGzip();
        Optional<Response> seen = exports.known()
                .map(state -> validated(file, packed, state, formats.today()))
                .filter(Validated::isSeen)
                .map(CatalogFileResource::notModified);
        return seen.map(response -> Uni.createFrom().item(response))
                .orElseGet(() -> exports.open(file, packed).map(export -> answer(file, packed, export)));
    }

    /** The headers of the file. Reads the state of the catalog only. */
    final Response headers(ExportedFile file) {
        Validated validated = validated(file, request.acceptsGzip(), exports.current(), formats.today());
        return validated.isSeen() ? notModified(validated) : ok(validated).build();
    }

    private Response answer(ExportedFile file, boolean packed, ExportService.Export export) {
        Validated validated = validated(file, packed, export.state(), export.day());
        if (validated.isSeen()) {
            export.body().close();
            return notModified(validated);
        }
        return ok(validated).entity(export.body()).build();
    }

    private Validated validated(ExportedFile file, boolean packed, ExportedState state, LocalDate day) {
        String validator = formats.validator(file, state, day, packed);
        return new Validated(
                file.writer().mediaType(), packed, state.revision(), validator, request.hasSeen(validator));
    }

    /**
     * Headers of a file, which is known by its ETag before it is read.
     *
     * @param isSeen whether the client has the file with this ETag
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
