package org.modeltree.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The path and query of a request, to be linked to again.
 *
 * @param path path-absolute, encoded
 * @param query encoded, without the question mark; null where there is none
 */
public record RequestLink(String path, String query) {

    /** This request. */
    public String self() {
        return query == null || query.isEmpty() ? path : path + "?" + query;
    }

    /** This request with another cursor. */
    public String at(String cursor) {
        String others = query == null
                ? ""
                : Stream.of(query.split("&", -1))
                        .filter(part -> !part.isEmpty() && !part.startsWith("cursor="))
                        .map(part -> part + "&")
                        .collect(Collectors.joining());
        return path + "?" + others + "cursor=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8);
    }
}
