package org.modeltree.http;

import org.modeltree.http.problem.Parameters;

/**
 * The page of a list that a client requests.
 *
 * @param limit maximum number of rows, from 1 to 200
 * @param cursor encoded cursor after which the page begins; null for the first page
 */
public record PageRequest(int limit, String cursor) {

    private static final int MAX_LIMIT = 200;
    private static final int DEFAULT_LIMIT = 50;
    /** Fits any sort value: a model name has up to 200 characters, and its sort key up to 18 for each of them. */
    private static final int MAX_CURSOR_LENGTH = 16_000;

    /** Parses the query parameters {@code limit} and {@code cursor}; null means absent. */
    public static PageRequest of(String limit, String cursor) {
        Long rows = Parameters.integer("limit", limit, 1, MAX_LIMIT);
        return new PageRequest(
                rows == null ? DEFAULT_LIMIT : rows.intValue(), Parameters.text("cursor", cursor, MAX_CURSOR_LENGTH));
    }
}
