package org.modeltree.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import org.modeltree.http.cache.MemoryReads;
import org.modeltree.http.value.RawUrl;

/**
 * Path and query of a request, from which links to it and to its next page are made.
 *
 * @param path path-absolute, encoded
 * @param query encoded, without the question mark; null without a query
 */
public record RequestLink(String path, String query) {

    /** Path and query of a request that is answered from memory. */
    public static RequestLink of(MemoryReads.Asked asked) {
        return new RequestLink(asked.path(), asked.query());
    }

    /** Link to this request. */
    public String self() {
        return query == null || query.isEmpty() ? path : path + "?" + query;
    }

    /** Link to this request with another cursor. */
    public String at(String cursor) {
        String others = query == null
                ? ""
                : RawUrl.parts(query).stream()
                        .filter(part -> !part.isEmpty() && !RawUrl.isParameter(part, "cursor"))
                        .map(part -> part + "&")
                        .collect(Collectors.joining());
        return path + "?" + others + "cursor=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8);
    }
}
