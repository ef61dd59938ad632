package org.modeltree.http;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;

/**
 * What became of a write.
 *
 * @param status of HTTP
 * @param location path-absolute, of what was made; null otherwise
 * @param part revision of the model or other thing, for its entity tag; null where it is no more
 * @param revision the catalog's
 * @param body JSON; null where there is none
 * @param replayed whether an earlier answer is given again
 */
public record WriteResult(int status, String location, Long part, long revision, String body, boolean replayed) {

    /** As an answer to the request. */
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
