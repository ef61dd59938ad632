package org.modeltree.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.modeltree.http.value.Language;
import org.modeltree.http.value.Representation;

/**
 * Serves the description of the API: {@code openapi.yaml} as committed, and the same document as JSON. Reads it on
 * first use, because few clients ask for it and every start would wait for it.
 */
@ApplicationScoped
class OpenApiRoute {

    private static final String PATHS = "/q/openapi(\\.json|\\.ya?ml)?";
    private static final String DOCUMENT = "openapi/openapi.yaml";
    /** After authentication and authorization, and before the routes of Quarkus. */
    private static final int ORDER = 0;

    private enum Format {
        YAML("application/yaml;charset=UTF-8"),
        JSON("application/json;charset=UTF-8");

        private final String contentType;

        Format(String contentType) {
            this.contentType = contentType;
        }
    }

    private final Map<Format, Representation> documents = new ConcurrentHashMap<>();

    void register(@Observes Router router) {
        router.routeWithRegex(PATHS)
                .order(ORDER)
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .handler(this::answer);
    }

    private void answer(RoutingContext routing) {
        Format format = format(routing.request());
        Representation document = documents.get(format);
        if (document != null) {
            send(routing, document);
            return;
        }
        routing.vertx()
                .executeBlocking(() -> documents.computeIfAbsent(format, OpenApiRoute::read), false)
                .onSuccess(read -> send(routing, read))
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
        try (InputStream stream = OpenApiRoute.class.getClassLoader().getResourceAsStream(DOCUMENT)) {
            byte[] yaml = stream.readAllBytes();
            byte[] body = format == Format.YAML ? yaml : json(yaml);
            Representation document =
                    new Representation(body, format.contentType, Language.EN.tag(), null, OptionalLong.empty(), -1, "");
            document.precompute();
            return document;
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static byte[] json(byte[] yaml) throws IOException {
        ObjectMapper reader = new YAMLMapper();
        return new JsonMapper().writeValueAsBytes(reader.readTree(yaml));
    }

    private static void send(RoutingContext routing, Representation document) {
        HttpServerRequest request = routing.request();
        HttpServerResponse response = routing.response();
        Representation.Variant variant = document.variant(request.getHeader(HttpHeaders.ACCEPT_ENCODING));
        boolean notModified = Representation.matches(request.getHeader(HttpHeaders.IF_NONE_MATCH), variant.validator());
        response.putHeader(HttpHeaders.CACHE_CONTROL, Representation.cacheControl(false));
        if (notModified) {
            response.setStatusCode(304);
            variant.notModifiedHeaders().forEach(field -> response.putHeader(field.name(), field.value()));
        } else {
            variant.headers().forEach(field -> response.putHeader(field.name(), field.value()));
        }
        if (notModified || request.method().equals(HttpMethod.HEAD)) {
            response.end();
        } else {
            response.end(variant.body());
        }
    }
}
