package org.modeltree.http.problem;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Id of a request, by which people find it in logs of the service, of proxies and of clients: the one that the client sends in
 * {@code X-Request-Id}, or a new one of 16 hexadecimal digits. Each answer returns it in a header of the same name. Ids are not
 * unique, because clients may repeat theirs.
 */
public final class RequestId {

    /** Header of requests and answers. */
    public static final CharSequence HEADER = HttpHeaders.createOptimized("X-Request-Id");

    /** Longest id that a client may choose. */
    static final int MAX_LENGTH = 128;

    /** Beside letters and digits. No spaces, quotes, backslashes, commas or controls, so that no log can misread an id. */
    private static final String SIGNS = "-._~:/+=@";

    private RequestId() {}

    /**
     * The id of a request.
     *
     * @param given the id that the client sent; null for none. One that is too long or has other characters than letters,
     *     digits and {@code -._~:/+=@} counts as none
     */
    public static String of(CharSequence given) {
        return given != null && isValid(given)
                ? given.toString()
                : HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    }

    /** The id that the answer to a request returns; a new one if the request has not reached the first route yet. */
    public static String of(HttpServerRequest request) {
        String returned = request.response().headers().get(HEADER);
        return returned == null ? of(request.headers().get(HEADER)) : returned;
    }

    private static boolean isValid(CharSequence id) {
        int length = id.length();
        if (length == 0 || length > MAX_LENGTH) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            char sign = id.charAt(i);
            boolean isPlain =
                    (sign >= 'a' && sign <= 'z') || (sign >= '0' && sign <= '9') || (sign >= 'A' && sign <= 'Z');
            if (!isPlain && SIGNS.indexOf(sign) < 0) {
                return false;
            }
        }
        return true;
    }
}
