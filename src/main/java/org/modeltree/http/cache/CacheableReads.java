package org.modeltree.http.cache;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.MIMEHeader;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import org.modeltree.http.value.Language;
import org.modeltree.http.value.Media;
import org.modeltree.http.value.PagePaths;
import org.modeltree.http.value.PicturePaths;
import org.modeltree.http.value.RawUrl;

/** Tells the requests that the answer cache may answer from those that always reach their resource. */
final class CacheableReads {

    private static final String PREFIX = "/api/v1/";
    /** The only one of the paths of other services' APIs that is no file of the whole catalog. */
    private static final String COMPAT_PREFIX = "/compat/openrouter/api/v1/models/";

    private CacheableReads() {}

    /**
     * Whether the request is an anonymous read of JSON or a picture from the API, or of a page, whose answer depends on nothing but its
     * cache key.
     */
    static boolean contain(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        return (request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD))
                && !request.headers().contains(HttpHeaders.AUTHORIZATION)
                && isAnsweredFromMemory(routing)
                && hasReadableLanguage(request);
    }

    /**
     * Whether the answer has changes or former versions, which may be removed when they are old, without a new revision; however
     * path and parameters are encoded.
     */
    static boolean areOfHistory(HttpServerRequest request) {
        return RawUrl.mayBeginWith(request.path(), "/api/v1/changes")
                || RawUrl.mayBeginWith(request.path(), "/changes")
                || RawUrl.mayHaveParameter(request.query(), "atRevision");
    }

    private static boolean isAnsweredFromMemory(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        // Its path names the format of a picture, so Accept does not matter.
        if (PicturePaths.contain(request.path())) {
            return true;
        }
        return isOfApi(request.uri()) ? acceptsJson(routing) : isPage(request);
    }

    private static boolean isOfApi(String uri) {
        return uri.startsWith(PREFIX) || uri.startsWith(COMPAT_PREFIX);
    }

    private static boolean isPage(HttpServerRequest request) {
        return PagePaths.contain(request.path())
                && (PagePaths.preferHtml(request.getHeader(HttpHeaders.ACCEPT)) || PagePaths.isMarkdown(request.path()))
                && hasOwnParameters(request);
    }

    /** Whether the page has all parameters of the query. Others are ignored, so each of their values would be cached anew. */
    private static boolean hasOwnParameters(HttpServerRequest request) {
        String query = request.query();
        return query == null || query.equals(PagePaths.knownQuery(request.path(), query));
    }

    /** Whether the language can be read from the query; if not, a later route refuses the request. */
    private static boolean hasReadableLanguage(HttpServerRequest request) {
        return !mayHaveLanguage(request.query()) || RawUrl.isWellFormed(request.uri());
    }

    /** Cheap check, because decoding a query is expensive. */
    private static boolean mayHaveLanguage(String query) {
        return RawUrl.mayHaveParameter(query, "lang");
    }

    /** Whether the header certainly accepts JSON. If in doubt, the resource decides. */
    private static boolean acceptsJson(RoutingContext routing) {
        String accept = routing.request().getHeader(HttpHeaders.ACCEPT);
        // Vert.x parses all Accept headers and Content-Type at once, so the most frequent values are compared as text.
        if (accept == null || accept.equals("*/*") || accept.equals("application/json")) {
            return true;
        }
        try {
            List<MIMEHeader> ranges = routing.parsedHeaders().accept();
            return ranges.stream().anyMatch(CacheableReads::isJson)
                    && ranges.stream().noneMatch(range -> range.weight() == 0 || mayBeMarkdown(range));
        } catch (IndexOutOfBoundsException malformed) {
            // Vert.x fails on a parameter whose value is a single quotation mark. A later route reads what is
            // well-formed.
            return false;
        }
    }

    /** Whether a client may prefer Markdown, which some paths have as well. */
    private static boolean mayBeMarkdown(MIMEHeader range) {
        String type = range.value().strip();
        return type.startsWith(Media.MARKDOWN) || type.startsWith("text/*");
    }

    private static boolean isJson(MIMEHeader range) {
        // Not component() and subComponent(), which are null until another method has parsed the value.
        String type = range.value().strip();
        return type.equals("*/*") || type.equals("application/json");
    }

    /** The language of the answer. */
    static Language language(HttpServerRequest request) {
        String lang = mayHaveLanguage(request.query()) ? request.getParam("lang") : null;
        return Language.asked(lang, request.getHeader(HttpHeaders.ACCEPT_LANGUAGE));
    }
}
