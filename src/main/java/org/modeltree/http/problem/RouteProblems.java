package org.modeltree.http.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.modeltree.http.value.CrossOrigin;

/** Sends problems from Vert.x routes, before a resource has been reached. */
@Singleton
public class RouteProblems {

    private final ObjectMapper json;

    RouteProblems(ObjectMapper json) {
        this.json = json;
    }

    /** Sends 503 with Retry-After, at least one second. */
    public void sendUnavailable(RoutingContext routing, String detail, Duration retryAfter) {
        if (!routing.response().headWritten()) {
            routing.response().putHeader("Retry-After", Long.toString(Math.max(1, retryAfter.toSeconds())));
        }
        send(routing, ProblemView.of(503, detail, routing.request().path()));
    }

    /** Sends the generic problem of a status with a detail. */
    public void send(RoutingContext routing, int status, String detail) {
        send(routing, ProblemView.of(status, detail, routing.request().path()));
    }

    /** Sends a problem; does nothing if a response has begun or the client has disconnected. */
    public void send(RoutingContext routing, ProblemView view) {
        HttpServerResponse response = routing.response();
        if (response.ended() || response.headWritten() || response.closed()) {
            return;
        }
        try {
            CrossOrigin.ofAnswer().forEach(response::putHeader);
            response.setStatusCode(view.status())
                    .putHeader("Content-Type", ErrorBody.mediaType(view.instance()))
                    .putHeader("Cache-Control", "no-store")
                    .end(json.writeValueAsString(ErrorBody.of(view)));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
