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
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.modeltree.http.ReadRoutes;
import org.modeltree.http.RequestLink;
import org.modeltree.http.admission.RequestState;
import org.modeltree.http.problem.RouteProblems;
import org.modeltree.http.value.Accept;
import org.modeltree.http.value.Language;
import org.modeltree.http.value.Media;
import org.modeltree.http.value.PagePaths;
import org.modeltree.http.value.Representation;
import org.modeltree.revision.Deadline;

/**
 * Routes of the addresses that people, browsers, crawlers and agents try first. Answers are kept in memory; only the path
 * of the first card comes from the catalog.
 */
@ApplicationScoped
class EntryPages {

    private static final String HTML = Media.HTML;
    private static final String CHARSET = ";charset=UTF-8";
    private static final List<String> START = List.of(Media.JSON.contentType(), Media.MARKDOWN);
    /** Kept forms of the index: media types, and few first cards. */
    private static final int MAX_KEPT = 100;

    private static final int NOT_FOUND = 404;

    /** Retry-After where the database is away. */
    private static final Duration RETRY = Duration.ofSeconds(5);

    /** Longest wait for the first card of the start page, which is left out rather than waited for. */
    private static final Duration CARD_WAIT = Duration.ofSeconds(2);

    /** Of the element of cards, which pages elsewhere load under a name that stays, so it is asked for again. */
    private static final String WITHIN_HOURS = "public, max-age=3600, stale-while-revalidate=86400";

    private static final CharSequence LINK = HttpHeaders.createOptimized("Link");
    private static final String LINKS = "</openapi.json>; rel=\"service-desc\", </docs>; rel=\"service-doc\"";

    private final ReadRoutes routes;
    private final IndexService index;
    private final Showcase showcase;
    private final Sites sites;
    private final Sitemaps sitemaps;
    private final RouteProblems problems;
    private final ObjectMapper json;
    private final Map<StartKey, Representation> starts = new ConcurrentHashMap<>();
    private final Map<String, Representation> docs = new ConcurrentHashMap<>();

    /** All that the start page depends on. */
    private record StartKey(String mediaType, Optional<String> firstCard) {}

    EntryPages(
            ReadRoutes routes,
            IndexService index,
            Showcase showcase,
            Sites sites,
            Sitemaps sitemaps,
            RouteProblems problems,
            ObjectMapper json) {
        this.routes = routes;
        this.index = index;
        this.showcase = showcase;
        this.sites = sites;
        this.sitemaps = sitemaps;
        this.problems = problems;
        this.json = json;
    }

    void register(@Observes Router router) {
        routes.add(router, "/", this::start);
        routes.add(router, "/docs/?", this::docs);
        routes.add(router, Assets.PATHS, this::asset);
        String robots = PageFiles.text("robots.txt")
                + sitemaps.index().map(index -> "Sitemap: " + index + "\n").orElse("");
        route(router, "/robots\\.txt", robots.getBytes(StandardCharsets.UTF_8), "text/plain" + CHARSET);
        routes.add(router, Sitemaps.PATHS, this::sitemap);
        file(router, "/llms\\.txt", "llms.txt", "text/plain" + CHARSET);
        file(router, "/favicon\\.ico", "favicon.ico", "image/x-icon");
        route(
                router,
                "/modeltree-card\\.js",
                PageFiles.bytes("modeltree-card.js"),
                "text/javascript" + CHARSET,
                WITHIN_HOURS);
    }

    private void file(Router router, String path, String name, String contentType) {
        route(router, path, PageFiles.bytes(name), contentType);
    }

    private void route(Router router, String path, byte[] content, String contentType) {
        route(router, path, content, contentType, Representation.cacheControl(false));
    }

    private void route(Router router, String path, byte[] content, String contentType, String cacheControl) {
        Representation file = representation(content, Media.only(contentType), Language.EN);
        routes.add(router, path, routing -> ReadRoutes.send(routing, file, cacheControl));
    }

    private void sitemap(RoutingContext routing) {
        routing.vertx()
                // One after the other, because the first of them reads for all.
                .executeBlocking(() -> sitemaps.file(routing.request().path()), true)
                .onSuccess(file -> file.ifPresentOrElse(
                        known -> {
                            RequestState.of(routing).computed(known.size());
                            ReadRoutes.send(routing, known);
                        },
                        () -> routing.fail(NOT_FOUND)))
                .onFailure(fault -> {
                    if (isOfDatabase(fault)) {
                        problems.sendUnavailable(routing, "The sitemap cannot be read now. Try again later.", RETRY);
                    } else {
                        routing.fail(fault);
                    }
                });
    }

    private static boolean isOfDatabase(Throwable fault) {
        return Stream.iterate(fault, cause -> cause != null, Throwable::getCause)
                .anyMatch(SQLException.class::isInstance);
    }

    private void asset(RoutingContext routing) {
        Assets.Asset asset = Assets.at(routing.request().path());
        if (asset == null) {
            routing.fail(NOT_FOUND);
            return;
        }
        if (asset.path().equals(routing.request().path())) {
            ReadRoutes.send(routing, asset.content(), Assets.FOREVER);
        } else {
            // During an upgrade another version's page may ask this instance, so a cache must not keep the answer.
            ReadRoutes.send(routing, asset.content(), Representation.revalidated(false));
        }
    }

    private void docs(RoutingContext routing) {
        Language language = language(routing);
        RequestLink link =
                new RequestLink("/docs", routing.queryParams().contains("lang") ? "lang=" + language.tag() : null);
        routing.response().putHeader(LINK, LINKS);
        ReadRoutes.send(
                routing,
                docs.computeIfAbsent(
                        link.query() == null ? language.tag() : link.query(), form -> docs(language, link)));
    }

    private Representation docs(Language language, RequestLink link) {
        PageWords.DocsWords words = PageWords.in(language).docs();
        List<DocsPage.Example> examples = List.of(
                new DocsPage.Example(words.card(), "/api/v1/models/openai/instructgpt/card"),
                new DocsPage.Example(words.search(), "/api/v1/models?q=vision&limit=5"),
                new DocsPage.Example(words.bands(), "/api/v1/bands/context"),
                new DocsPage.Example(words.resolve(), "/api/v1/resolve?id=gpt-4o"),
                new DocsPage.Example(words.prices(), "/api/v1/offerings?model=openai/gpt-4o"));
        return representation(
                Templates.docs(sites.of(language, link, "docs"), new DocsPage(examples))
                        .render()
                        .getBytes(StandardCharsets.UTF_8),
                Media.only(HTML + CHARSET),
                language);
    }

    private void start(RoutingContext routing) {
        MultiMap headers = routing.request().headers();
        if (PagePaths.preferHtml(headers.get(HttpHeaders.ACCEPT))) {
            // A page of the catalog, which is cached and admitted as all others; see StartPageResource.
            routing.next();
            return;
        }
        // A client that accepts none of them gets the default, because this page is the help for all others.
        String mediaType = Accept.preferred(String.join(",", headers.getAll(HttpHeaders.ACCEPT)), START)
                .orElse(START.get(0));
        Optional<Optional<String>> known = showcase.known();
        if (known.isEmpty()) {
            // Where the database is silent, the connection is given up then.
            Deadline.after(CARD_WAIT).bindTo(routing.vertx().getOrCreateContext());
        }
        Future<Optional<String>> card = known.isPresent()
                ? Future.succeededFuture(known.get())
                : routing.vertx().executeBlocking(showcase::read, false);
        card.onSuccess(path -> send(routing, new StartKey(mediaType, path))).onFailure(routing::fail);
    }

    private void send(RoutingContext routing, StartKey key) {
        if (starts.size() >= MAX_KEPT) {
            starts.clear();
        }
        Representation page = starts.computeIfAbsent(key, this::page);
        routing.response().putHeader(LINK, LINKS);
        ReadRoutes.send(routing, page);
    }

    private static Language language(RoutingContext routing) {
        return Language.asked(
                routing.queryParams().get("lang"), routing.request().getHeader(HttpHeaders.ACCEPT_LANGUAGE));
    }

    private Representation page(StartKey key) {
        return switch (key.mediaType()) {
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
