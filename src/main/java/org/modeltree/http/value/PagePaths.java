package org.modeltree.http.value;

import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.Set;

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
    public static final String OF_CATALOG = "/(?:(?:m|search|compare|bands|offerings|changes)(?:/.*)?)?";

    private static final Set<String> FIRST_SEGMENTS =
            Set.of("", "m", "search", "compare", "bands", "offerings", "changes", "docs");

    private static final List<String> FOR_PROGRAMS = List.of("/api/", "/compat/", "/changes.atom", "/q/");

    private static final List<String> OFFERED = List.of(Media.JSON.contentType(), Media.HTML);

    private PagePaths() {}

    /** Whether the path is that of a page. */
    public static boolean contain(String path) {
        if (path == null || path.startsWith("/api/") || path.startsWith("//") || !path.startsWith("/")) {
            return false;
        }
        int end = path.indexOf('/', 1);
        return FIRST_SEGMENTS.contains(end < 0 ? path.substring(1) : path.substring(1, end));
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
