package org.modeltree.http.edge;

import io.vertx.core.http.HttpHeaders;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.BiConsumer;

/**
 * Headers of every answer, whoever makes it: when it was made, and that browsers take it for nothing else than it is. Who
 * answers with something that needs more, such as a page, sets its own value.
 */
@Singleton
class CommonHeaders {

    private static final CharSequence CONTENT_TYPE_OPTIONS = HttpHeaders.createOptimized("X-Content-Type-Options");
    private static final CharSequence NOSNIFF = HttpHeaders.createOptimized("nosniff");
    private static final CharSequence REFERRER_POLICY = HttpHeaders.createOptimized("Referrer-Policy");
    private static final CharSequence NO_REFERRER = HttpHeaders.createOptimized("no-referrer");
    /** The catalog is for pages of all origins, as Access-Control-Allow-Origin says of it too. */
    private static final CharSequence RESOURCE_POLICY = HttpHeaders.createOptimized("Cross-Origin-Resource-Policy");

    private static final CharSequence CROSS_ORIGIN = HttpHeaders.createOptimized("cross-origin");
    private static final CharSequence CONTENT_POLICY = HttpHeaders.createOptimized("Content-Security-Policy");
    private static final CharSequence NO_CONTENT =
            HttpHeaders.createOptimized("default-src 'none'; frame-ancestors 'none'");

    private static final String OPERATORS = "/q/";
    /** Swagger UI has scripts and styles within its page, pictures within its styles, and asks this service alone. */
    private static final CharSequence OWN_CONTENT =
            HttpHeaders.createOptimized("default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self'"
                    + " 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'");

    /** RFC 9110; unlike the JDK's own, with two digits for each day. */
    private static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);

    private record Second(long sinceEpoch, CharSequence text) {}

    private final Clock clock;
    /** Made once a second, not once an answer. Several threads may make the same one; any of them will do. */
    private volatile Second second = new Second(-1, "");

    CommonHeaders(Clock clock) {
        this.clock = clock;
    }

    /** Sets them on the answer to a request for this path. */
    void set(String path, BiConsumer<CharSequence, CharSequence> headers) {
        headers.accept(HttpHeaders.DATE, date());
        headers.accept(CONTENT_TYPE_OPTIONS, NOSNIFF);
        headers.accept(REFERRER_POLICY, NO_REFERRER);
        headers.accept(RESOURCE_POLICY, CROSS_ORIGIN);
        headers.accept(CONTENT_POLICY, path != null && path.startsWith(OPERATORS) ? OWN_CONTENT : NO_CONTENT);
    }

    private CharSequence date() {
        long now = Math.floorDiv(clock.millis(), 1_000L);
        Second known = second;
        if (known.sinceEpoch() != now) {
            known = new Second(
                    now,
                    HttpHeaders.createOptimized(
                            HTTP_DATE.format(Instant.ofEpochSecond(now).atOffset(ZoneOffset.UTC))));
            second = known;
        }
        return known.text();
    }
}
