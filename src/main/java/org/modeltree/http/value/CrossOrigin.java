package org.modeltree.http.value;

import java.util.Map;

/** CORS headers, which let pages of any origin use the API. */
public final class CrossOrigin {

    private static final String ORIGIN = "Access-Control-Allow-Origin";
    private static final String ANY = "*";

    private static final Map<String, String> ANSWER = Map.of(
            ORIGIN,
            ANY,
            "Access-Control-Expose-Headers",
            "Age, Allow, Accept-Patch, Accept-Post, Cache-Status, ETag, Link, Location, Modeltree-Revision, RateLimit,"
                    + " RateLimit-Policy, Retry-After, Idempotency-Replayed, WWW-Authenticate, X-Request-Id");

    private static final String METHODS_OF_READERS = "GET, HEAD, OPTIONS";
    private static final String METHODS_OF_WRITERS = "GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE";

    private CrossOrigin() {}

    /** Headers of every response. */
    public static Map<String, String> ofAnswer() {
        return ANSWER;
    }

    /**
     * Headers of the answer that grants a preflight.
     *
     * @param mayWrite whether pages of the origin may write
     * @param posted whether the request is a read that is sent by POST
     */
    public static Map<String, String> ofPreflight(boolean mayWrite, boolean posted) {
        return Map.of(
                ORIGIN,
                ANY,
                "Access-Control-Allow-Methods",
                mayWrite ? METHODS_OF_WRITERS : METHODS_OF_READERS + (posted ? ", POST" : ""),
                "Access-Control-Allow-Headers",
                "Accept, Accept-Language, Authorization, Cache-Control, Content-Encoding, Content-Type, Idempotency-Key,"
                        + " If-Match, If-None-Match, Last-Event-ID, Mcp-Protocol-Version, Modeltree-Revision, traceparent,"
                        + " tracestate, X-Request-Id",
                "Access-Control-Max-Age",
                "86400");
    }
}
