package org.modeltree.http.admission;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.modeltree.http.problem.Problem;

/**
 * Limits on the shape of a JSON body. They are checked before anything reads it, for all readers alike, because a megabyte of
 * brackets becomes a hundred megabytes of objects.
 *
 * @param maxDepth levels of arrays and objects
 * @param maxValues keys, elements, arrays and objects; an array or object in another one counts twice
 */
record JsonLimits(int maxDepth, int maxValues) {

    /**
     * Counts opening brackets and commas outside of texts, which are at least as many as there are values in arrays and objects.
     * Whether the body is JSON is for its reader to find out.
     *
     * @throws Problem.InvalidBody if the body is deeper than allowed, has more values, or has a byte that is zero
     */
    void check(Buffer body) {
        int depth = 0;
        int values = 0;
        boolean inText = false;
        byte[] bytes = body.getBytes();
        for (int i = 0; i < bytes.length; i++) {
            byte character = bytes[i];
            if (character == 0) {
                // As in UTF-16 and UTF-32, whose brackets and quotation marks are not where they seem to be.
                throw refused("must be JSON in UTF-8");
            }
            if (inText) {
                if (character == '\\' && i + 1 < bytes.length && bytes[i + 1] != 0) {
                    i++;
                } else if (character == '"') {
                    inText = false;
                }
            } else if (character == '"') {
                inText = true;
            } else if (character == '[' || character == '{') {
                depth++;
                values++;
            } else if (character == ']' || character == '}') {
                depth--;
            } else if (character == ',') {
                values++;
            }
            if (depth > maxDepth) {
                throw refused("must have at most " + maxDepth + " levels of arrays and objects");
            }
            if (values > maxValues) {
                throw refused("must have at most " + maxValues + " values");
            }
        }
    }

    private static Problem refused(String detail) {
        return new Problem.InvalidBody(List.of(new Problem.BodyFault("", detail)));
    }
}
