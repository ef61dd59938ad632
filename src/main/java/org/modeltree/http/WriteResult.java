package org.modeltree.http;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;

/**
 * Result of a write.
 *
 * @param status HTTP status
 * @param location path of what was created, path-absolute; null if nothing was
 * @param part revision of the changed thing, for its ETag; null if it was deleted
 * @param revision catalog revision after the write
 * @param body JSON; null for an empty body
 * @param replayed whether this is the stored result of an earlier request with the same idempotency key
 */
public record WriteResult(int status, String location, Long part, long revision, String body, boolean replayed) {

    /** The HTTP response, with the revision of its ETag set on the request. */
    public Response answer(CurrentRequest request) {
        if (part != null) {
            request.answersModel(part);
        }
        Response.ResponseBuilder answer = Response.status(status).header("Modeltree-Revision", revision);
        if (location != null) {
            answer.header(HttpHeaders.LOCATION, location);
        }
        if (replayed) {
            answer.header("Idempotency-Replayed", "true");
        }
        if (body != null) {
            answer.type(MediaType.APPLICATION_JSON_TYPE).entity(body.getBytes(StandardCharsets.UTF_8));
        }
        return answer.build();
    }
}
