package org.modeltree.pages;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.modeltree.http.ReadRoutes;
import org.modeltree.http.value.Accept;
import org.modeltree.http.value.Language;
import org.modeltree.http.value.Media;
import org.modeltree.http.value.Representation;

/**
 * Routes of the addresses that people, browsers, crawlers and agents try first. Answers are kept in memory; only the path
 * of the first card comes from the catalog.
 */
@ApplicationScoped
class EntryPages {

    private static final String HTML = "text/html";
    private static final String CHARSET = ";charset=UTF-8";
    private static final List<String> START = List.of(Media.JSON.contentType(), HTML, Media.MARKDOWN);
    /** Kept forms of the start page: media types, languages, and few first cards. */
    private static final int MAX_KEPT = 100;

    private static final CharSequence CONTENT_POLICY = HttpHeaders.createOptimized("Content-Security-Policy");
    private static final CharSequence LINK = HttpHeaders.createOptimized("Link");
    private static final String LINKS = "</openapi.json>; rel=\"service-desc\", </docs>; rel=\"service-doc\"";

    private final ReadRoutes routes;
    private final IndexService index;
    private final Showcase showcase;
    private final ObjectMapper json;
    private final Map<StartKey, Representation> starts = new ConcurrentHashMap<>();

    /** All that the start page depends on. */
    private record StartKey(String mediaType, Language language, Optional<String> firstCard) {}

    EntryPages(ReadRoutes routes, IndexService index, Showcase showcase, ObjectMapper json) {
        this.routes = routes;
        this.index = index;
        this.showcase = showcase;
        this.json = json;
    }

    void register(@Observes Router router) {
        routes.add(router, "/", this::start);
        routes.add(router, "/docs/?", routing -> redirect(routing, "/q/swagger-ui/"));
        file(router, "/robots\\.txt", "robots.txt", "text/plain" + CHARSET);
        file(router, "/llms\\.txt", "llms.txt", "text/plain" + CHARSET);
        file(router, "/favicon\\.ico", "favicon.ico", "image/x-icon");
    }

    private void file(Router router, String path, String name, String contentType) {
        Representation file = representation(PageFiles.bytes(name), Media.only(contentType), Language.EN);
        routes.add(router, path, routing -> ReadRoutes.send(routing, file));
    }

    private static void redirect(RoutingContext routing, String path) {
        routing.response()
                .setStatusCode(307)
                .putHeader(HttpHeaders.LOCATION, path)
                .putHeader(HttpHeaders.CACHE_CONTROL, Representation.cacheControl(false))
                .end();
    }

    private void start(RoutingContext routing) {
        MultiMap headers = routing.request().headers();
        // A client that accepts none of them gets the default, because this page is the help for all others.
        String mediaType = Accept.preferred(String.join(",", headers.getAll(HttpHeaders.ACCEPT)), START)
                .orElse(START.get(0));
        Language language = Language.asked(routing.queryParams().get("lang"), headers.get(HttpHeaders.ACCEPT_LANGUAGE));
        Optional<Optional<String>> known = showcase.known();
        Future<Optional<String>> card = known.isPresent()
                ? Future.succeededFuture(known.get())
                : routing.vertx().executeBlocking(showcase::read, false);
        card.onSuccess(path -> send(routing, new StartKey(mediaType, language, path)))
                .onFailure(routing::fail);
    }

    private void send(RoutingContext routing, StartKey key) {
        if (starts.size() >= MAX_KEPT) {
            starts.clear();
        }
        Representation page = starts.computeIfAbsent(key, this::page);
        routing.response().putHeader(LINK, LINKS);
        if (key.mediaType().equals(HTML)) {
            routing.response().putHeader(CONTENT_POLICY, StartPage.CONTENT_POLICY);
        }
        ReadRoutes.send(routing, page);
    }

    private Representation page(StartKey key) {
        return switch (key.mediaType()) {
            case HTML ->
                representation(
                        StartPage.html(key.language(), key.firstCard()).getBytes(StandardCharsets.UTF_8),
                        Media.oneOf(HTML + CHARSET),
                        key.language());
            case Media.MARKDOWN ->
                representation(PageFiles.bytes("llms.txt"), Media.oneOf(Media.MARKDOWN + CHARSET), Language.EN);
            default ->
                representation(json(index.start(key.firstCard())), Media.oneOf(Media.JSON.contentType()), Language.EN);
        };
    }

    private byte[] json(IndexView view) {
        try {
            return json.writeValueAsBytes(view);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static Representation representation(byte[] body, Media media, Language language) {
        return new Representation(body, media, language.tag(), null, OptionalLong.empty(), -1, "");
    }
}
