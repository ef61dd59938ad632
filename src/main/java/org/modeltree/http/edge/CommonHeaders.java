package org.modeltree.http.edge;

import io.vertx.core.http.HttpHeaders;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.function.BiConsumer;
import org.modeltree.http.config.PublicAddressSettings;
import org.modeltree.http.value.HttpDate;
import org.modeltree.http.value.PagePaths;
import org.modeltree.http.value.PicturePaths;

/**
 * Headers of every response, whatever produces it: the date, and security headers. A response that needs other values,
 * such as an HTML page, overrides them.
 */
@Singleton
class CommonHeaders {

    private static final CharSequence CONTENT_TYPE_OPTIONS = HttpHeaders.createOptimized("X-Content-Type-Options");
    private static final CharSequence NOSNIFF = HttpHeaders.createOptimized("nosniff");
    private static final CharSequence REFERRER_POLICY = HttpHeaders.createOptimized("Referrer-Policy");
    private static final CharSequence NO_REFERRER = HttpHeaders.createOptimized("no-referrer");
    /** Pages of every origin may use the catalog; see Access-Control-Allow-Origin. */
    private static final CharSequence RESOURCE_POLICY = HttpHeaders.createOptimized("Cross-Origin-Resource-Policy");

    private static final CharSequence CROSS_ORIGIN = HttpHeaders.createOptimized("cross-origin");
    private static final CharSequence CONTENT_POLICY = HttpHeaders.createOptimized("Content-Security-Policy");
    private static final String OPERATOR_PATHS = "/q/";
    /** Swagger UI uses inline scripts, inline styles and data URLs, and calls this service only. */
    private static final CharSequence SWAGGER_UI_CONTENT =
            HttpHeaders.createOptimized("default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self'"
                    + " 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'");

    private static final CharSequence TRANSPORT_SECURITY = HttpHeaders.createOptimized("Strict-Transport-Security");

    private record Second(long sinceEpoch, CharSequence text) {}

    private final Clock clock;
    /** Null if browsers are told nothing. */
    private final CharSequence httpsOnly;
    /** Formatted once per second. Threads may race to replace it; their values are equal. */
    private volatile Second second = new Second(-1, "");

    CommonHeaders(Clock clock, PublicAddressSettings settings) {
        this.clock = clock;
        long seconds = settings.strictTransportSecurity().toSeconds();
        httpsOnly = seconds == 0 ? null : HttpHeaders.createOptimized("max-age=" + seconds + "; includeSubDomains");
    }

    /** Sets the headers of the response to a request for this path, which is null if what it names does not matter. */
    void set(String path, BiConsumer<CharSequence, CharSequence> headers) {
        headers.accept(HttpHeaders.DATE, date());
        headers.accept(CONTENT_TYPE_OPTIONS, NOSNIFF);
        headers.accept(REFERRER_POLICY, NO_REFERRER);
        headers.accept(RESOURCE_POLICY, CROSS_ORIGIN);
        headers.accept(CONTENT_POLICY, contentPolicy(path));
        if (httpsOnly != null) {
            headers.accept(TRANSPORT_SECURITY, httpsOnly);
        }
    }

    private static CharSequence contentPolicy(String path) {
        if (path != null && path.startsWith(OPERATOR_PATHS)) {
            return SWAGGER_UI_CONTENT;
        }
        if (PicturePaths.contain(path)) {
            return PicturePaths.CONTENT_POLICY;
        }
        return PagePaths.contain(path) ? PagePaths.CONTENT_POLICY : PagePaths.NO_CONTENT;
    }

    private CharSequence date() {
        long now = Math.floorDiv(clock.millis(), 1_000L);
        Second current = second;
        if (current.sinceEpoch() != now) {
            current = new Second(now, HttpHeaders.createOptimized(HttpDate.of(Instant.ofEpochSecond(now))));
            second = current;
        }
        return current.text();
    }
}
