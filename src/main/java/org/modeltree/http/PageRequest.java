package org.modeltree.http;

import org.modeltree.http.problem.Parameters;

/**
 * Which page is asked for.
 *
 * @param limit rows at most, from 1 to 200
 * @param cursor where to go on, as the client carries it; null for the first page
 */
public record PageRequest(int limit, String cursor) {

    private static final int GREATEST_LIMIT = 200;
    private static final int DEFAULT_LIMIT = 50;
    /** The name of a model has 200 characters, of which each may become 18 where names are compared. */
    private static final int MAX_CURSOR_LENGTH = 16_000;

    /** Reads the two query parameters. */
    public static PageRequest of(String limit, String cursor) {
        Long rows = Parameters.whole("limit", limit, 1, GREATEST_LIMIT);
        return new PageRequest(
                rows == null ? DEFAULT_LIMIT : rows.intValue(), Parameters.text("cursor", cursor, MAX_CURSOR_LENGTH));
    }
}
