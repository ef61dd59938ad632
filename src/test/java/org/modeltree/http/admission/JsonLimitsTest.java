package org.modeltree.http.admission;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.modeltree.http.problem.Problem;

/** What counts as a level and as a value. */
class JsonLimitsTest {

    private static final JsonLimits LIMITS = new JsonLimits(3, 5);

    @Test
    void a_body_at_the_limits_is_accepted() {
        accept("[[[1]]]");
        accept("{\"a\":{\"b\":[]}}");
        accept("[1,2,3,4,5]");
        accept("{\"a\":1,\"b\":2,\"c\":3,\"d\":4,\"e\":5}");
        accept("[[],[]]");
        accept("");
        accept("1");
    }

    @Test
    void a_body_beyond_a_limit_is_refused() {
        refuse("[[[[1]]]]", "must have at most 3 levels of arrays and objects");
        refuse("{\"a\":{\"b\":{\"c\":{}}}}", "must have at most 3 levels of arrays and objects");
        refuse("[".repeat(1_000), "must have at most 3 levels of arrays and objects");
        refuse("[1,2,3,4,5,6]", "must have at most 5 values");
        refuse("[[],[],[]]", "must have at most 5 values");
        refuse("{\"a\":1,\"b\":2,\"c\":3,\"d\":4,\"e\":5,\"f\":6}", "must have at most 5 values");
    }

    @Test
    void what_is_in_a_text_does_not_count() {
        accept("[\"[[[[,,,,,,\"]");
        accept("[\"\\\"[[[[\\\\\"]");
        refuse("[\"\\\\\",[[[1]]]]", "must have at most 3 levels of arrays and objects");
    }

    @Test
    void another_encoding_than_utf_8_is_refused() {
        // The first byte of Ģ in UTF-16 is that of a quotation mark.
        for (String body : List.of("[\"\u0122\",[[[[1]]]]]", "[[[[[[1]]]]]]", "{\"a\":1}", "[\"\\\\\"]")) {
            for (Charset other : List.of(
                    StandardCharsets.UTF_16LE,
                    StandardCharsets.UTF_16BE,
                    Charset.forName("UTF-32LE"),
                    Charset.forName("UTF-32BE"))) {
                Problem.InvalidBody refused = assertThrows(
                        Problem.InvalidBody.class, () -> LIMITS.check(Buffer.buffer(body.getBytes(other))), body);
                assertEquals("must be JSON in UTF-8", refused.faults().get(0).detail(), body + other);
            }
        }
        accept("[\"\u0122\\u0000\"]");
    }

    private static void accept(String body) {
        assertDoesNotThrow(() -> LIMITS.check(Buffer.buffer(body)), body);
    }

    private static void refuse(String body, String detail) {
        Problem.InvalidBody refused =
                assertThrows(Problem.InvalidBody.class, () -> LIMITS.check(Buffer.buffer(body)), body);
        assertEquals(detail, refused.faults().get(0).detail(), body);
        assertEquals("", refused.faults().get(0).pointer(), body);
    }
}
