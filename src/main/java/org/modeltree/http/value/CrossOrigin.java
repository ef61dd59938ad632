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
            "ETag, Link, Location, Modeltree-Revision, RateLimit, RateLimit-Policy, Retry-After,"
                    + " Idempotency-Replayed, WWW-Authenticate");

    private static final Map<String, String> PREFLIGHT = Map.of(
            ORIGIN,
            ANY,
            "Access-Control-Allow-Methods",
            "GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE",
            "Access-Control-Allow-Headers",
            "Accept, Accept-Language, Authorization, Content-Encoding, Content-Type, Idempotency-Key,"
                    + " If-Match, If-None-Match, Modeltree-Revision",
            "Access-Control-Max-Age",
            "86400");

    private CrossOrigin() {}

    /** Headers of every response. */
    public static Map<String, String> ofAnswer() {
        return ANSWER;
    }

    /** Headers of the response to a preflight request. */
    public static Map<String, String> ofPreflight() {
        return PREFLIGHT;
    }
}
