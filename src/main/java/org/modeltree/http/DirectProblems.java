package org.modeltree.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.List;

/** Answers with problems on the event loop, for requests that reach no resource and take no worker. */
@Singleton
class DirectProblems {

    private static final int UNAVAILABLE = 503;

    private final ObjectMapper json;

    DirectProblems(ObjectMapper json) {
        this.json = json;
    }

    void send(RoutingContext routing, Problem problem) {
        send(routing, view(problem, routing.request().path()));
    }

    private static ProblemView view(Problem problem, String path) {
        if (problem instanceof Problem.Refused refused) {
            return ProblemView.Code.valueOf(refused.reason().name())
                    .view(refused.reason().status(), refused.getMessage(), path, List.of(), List.of(), null);
        }
        if (problem instanceof Problem.InvalidBody invalid) {
            return ProblemView.Code.INVALID_BODY.view(
                    400, invalid.getMessage(), path, ProblemMapper.faults(invalid.faults()), List.of(), null);
        }
        return ProblemView.of(UNAVAILABLE, problem.getMessage(), path);
    }

    private void send(RoutingContext routing, ProblemView view) {
        HttpServerResponse response = routing.response();
        if (response.ended() || response.closed() || response.headWritten()) {
            return;
        }
        if (view.status() == UNAVAILABLE) {
            response.putHeader("Retry-After", Integer.toString(ProblemMapper.RETRY_AFTER_SECONDS));
        }
        try {
            response.setStatusCode(view.status())
                    .putHeader("Content-Type", ProblemMapper.MEDIA_TYPE)
                    .putHeader("Cache-Control", "no-store")
                    .putHeader("Access-Control-Allow-Origin", "*")
                    .end(json.writeValueAsString(view));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
