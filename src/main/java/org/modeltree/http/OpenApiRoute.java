package org.modeltree.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.modeltree.http.value.Language;
import org.modeltree.http.value.Media;
import org.modeltree.http.value.Representation;

/**
 * Serves the description of the API: {@code openapi.yaml} as committed, and the same document as JSON. Reads it on
 * first use, because few clients ask for it and every start would wait for it.
 */
@ApplicationScoped
class OpenApiRoute {

    private static final String PATHS = "/q/openapi(?:\\.json|\\.ya?ml)?|/openapi\\.(?:json|ya?ml)";

    private enum Format {
        YAML("application/yaml;charset=UTF-8"),
        JSON("application/json;charset=UTF-8");

        private final String contentType;

        Format(String contentType) {
            this.contentType = contentType;
        }
    }

    private final ReadRoutes routes;
    private final Map<Format, Representation> documents = new ConcurrentHashMap<>();

    OpenApiRoute(ReadRoutes routes) {
        this.routes = routes;
    }

    void register(@Observes Router router) {
        routes.add(router, PATHS, this::answer);
    }

    private void answer(RoutingContext routing) {
        Format format = format(routing.request());
        Representation document = documents.get(format);
        if (document != null) {
            ReadRoutes.send(routing, document);
            return;
        }
        routing.vertx()
                .executeBlocking(() -> documents.computeIfAbsent(format, OpenApiRoute::read), false)
                .onSuccess(read -> ReadRoutes.send(routing, read))
                .onFailure(routing::fail);
    }

    /** By the extension of the path, else JSON if the client asks for it by {@code format} or Accept, else YAML. */
    private static Format format(HttpServerRequest request) {
        if (request.path().endsWith("ml")) {
            return Format.YAML;
        }
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        boolean json = request.path().endsWith(".json")
                || "json".equalsIgnoreCase(request.getParam("format"))
                || (accept != null && accept.contains("application/json"));
        return json ? Format.JSON : Format.YAML;
    }

    private static Representation read(Format format) {
        Representation document = new Representation(
                format == Format.YAML ? ApiDescription.yaml() : json(),
                Media.only(format.contentType),
                Language.EN.tag(),
                null,
                OptionalLong.empty(),
                -1,
                "");
        document.precompute();
        return document;
    }

    private static byte[] json() {
        try {
            return new JsonMapper().writeValueAsBytes(ApiDescription.tree());
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
