package org.modeltree.http.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import org.modeltree.http.value.CrossOrigin;
import org.modeltree.http.value.Language;
import org.modeltree.http.value.Media;
import org.modeltree.http.value.PagePaths;
import org.modeltree.http.value.RawUrl;

/** Sends problems from Vert.x routes, before a resource has been reached. */
@Singleton
public class RouteProblems {

    private static final String PAGE_TYPE = Media.HTML + ";charset=UTF-8";

    private final ObjectMapper json;
    private final Instance<ErrorPages> pages;

    RouteProblems(ObjectMapper json, Instance<ErrorPages> pages) {
        this.json = json;
        this.pages = pages;
    }

    /** The problem as a page, if a browser asks for something that is neither of the API nor for operators. */
    public Optional<String> page(
            String method, String path, String accept, Language language, boolean chosen, ProblemView view) {
        boolean isRead = method.equals("GET") || method.equals("HEAD");
        return isRead && PagePaths.isForPeople(path) && PagePaths.preferHtml(accept)
                ? Optional.of(pages.get().page(view, language, chosen))
                : Optional.empty();
    }

    private Optional<String> page(HttpServerRequest request, ProblemView view) {
        return page(
                request.method().name(),
                request.path(),
                request.getHeader(HttpHeaders.ACCEPT),
                Language.asked(lang(request), request.getHeader(HttpHeaders.ACCEPT_LANGUAGE)),
                lang(request) != null,
                view);
    }

    private static String lang(HttpServerRequest request) {
        return RawUrl.isWellFormed(request.uri()) ? request.getParam("lang") : null;
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
        ProblemNote.put(routing, view.code());
        try {
            Optional<String> page = page(routing.request(), view);
            CrossOrigin.ofAnswer().forEach(response::putHeader);
            response.setStatusCode(view.status())
                    .putHeader("Content-Type", page.isPresent() ? PAGE_TYPE : ErrorBody.mediaType(view.instance()))
                    .putHeader("Cache-Control", "no-store");
            if (PagePaths.isForPeople(view.instance())) {
                response.putHeader(
                        "Content-Security-Policy", page.isPresent() ? PagePaths.CONTENT_POLICY : PagePaths.NO_CONTENT);
            }
            response.end(page.isPresent() ? page.get() : json.writeValueAsString(ErrorBody.of(view)));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
