package org.modeltree.http.value;

import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Paths of the pages for people. All others, and these for clients that prefer another media type, belong to programs. */
public final class PagePaths {

    /** What a page may load: its own style, scripts and icon, and the answers of this service. Nothing inline. */
    public static final CharSequence CONTENT_POLICY = HttpHeaders.createOptimized(
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self';"
                    + " form-action 'self'; base-uri 'none'; frame-ancestors 'none'");

    /** What any other answer may load. */
    public static final CharSequence NO_CONTENT =
            HttpHeaders.createOptimized("default-src 'none'; frame-ancestors 'none'");

    /** Paths of pages that are made of the catalog, as a regular expression. */
    public static final String OF_CATALOG = "/(?:(?:compare|bands|offerings|providers|changes)[.]md"
            + "|(?:m|search|compare|bands|offerings|providers|changes)(?:/.*)?)?";

    /** Parameters of the pages by the first segment of their paths, besides that of the language, which all have. */
    private static final Map<String, Set<String>> PARAMETERS = Map.of(
            "", Set.of("model"),
            "m", Set.of(),
            "search", Set.of("q", "vendor", "cursor"),
            "compare", Set.of("models", "with"),
            "bands", Set.of("cohort", "cursor"),
            "offerings", Set.of("models"),
            "providers", Set.of("vendor", "cursor"),
            "changes", Set.of("before"),
            "docs", Set.of());

    private static final String MARKDOWN = ".md";

    /** Pages of one path each that are Markdown too, at the path with an ending. */
    private static final Set<String> TWINS = Set.of(
            "/compare" + MARKDOWN,
            "/bands" + MARKDOWN,
            "/offerings" + MARKDOWN,
            "/providers" + MARKDOWN,
            "/changes" + MARKDOWN);

    private static final String LANG = "lang";

    private static final List<String> FOR_PROGRAMS = List.of("/api/", "/badge/", "/compat/", "/changes.atom", "/q/");

    private static final List<String> OFFERED = List.of(Media.JSON.contentType(), Media.HTML);

    private PagePaths() {}

    /** Whether the path is that of a page. */
    public static boolean contain(String path) {
        return path != null
                && !path.startsWith("/api/")
                && !path.startsWith("//")
                && path.startsWith("/")
                && PARAMETERS.containsKey(firstSegment(path));
    }

    /** Whether the path is that of a page as Markdown, which every client gets that asks for it. */
    public static boolean isMarkdown(String path) {
        return path.endsWith(MARKDOWN)
                && (path.startsWith("/m/")
                        || path.startsWith("/bands/")
                        || path.startsWith("/providers/")
                        || TWINS.contains(path));
    }

    /** The first segment of a page; that of its Markdown is the same. */
    private static String firstSegment(String path) {
        int end = path.indexOf('/', 1);
        String first = end < 0 ? path.substring(1) : path.substring(1, end);
        return TWINS.contains(path) ? first.substring(0, first.length() - MARKDOWN.length()) : first;
    }

    /** Names of the parameters of the page at a path, besides that of the language. */
    public static Set<String> parameters(String path) {
        return PARAMETERS.get(firstSegment(path));
    }

    /**
     * The query of a page without the parameters that it does not have, such as those that other services add to shared links;
     * null if nothing is left. Names with percent-encoding are kept, because they may be any.
     *
     * @param path path of the page
     * @param query encoded; may be null
     */
    public static String knownQuery(String path, String query) {
        if (query == null) {
            return null;
        }
        Set<String> known = parameters(path);
        String rest = RawUrl.parts(query).stream()
                .filter(part -> isKnown(part.split("=", 2)[0], known))
                .collect(Collectors.joining("&"));
        return rest.isEmpty() ? null : rest;
    }

    private static boolean isKnown(String name, Set<String> known) {
        return name.equals(LANG) || known.contains(name) || name.contains("%");
    }

    /** Whether the path may be one that somebody typed into a browser: it does not belong to programs or to operators. */
    public static boolean isForPeople(String path) {
        return path == null || FOR_PROGRAMS.stream().noneMatch(path::startsWith);
    }

    /** Whether a client with this Accept header, which may be null, prefers HTML to JSON. */
    public static boolean preferHtml(String accept) {
        return accept != null
                && accept.contains(Media.HTML)
                && Accept.preferred(accept, OFFERED).orElse("").equals(Media.HTML);
    }
}
