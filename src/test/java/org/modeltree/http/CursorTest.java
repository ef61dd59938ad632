package org.modeltree.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.LocalDate;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.modeltree.http.problem.Problem;

/** Cursors, valid and forged. */
class CursorTest {

    private static final String LIST = "things";

    /** A cursor as the service encodes it, with these values. */
    private static String forged(String values) throws Exception {
        byte[] hash =
                MessageDigest.getInstance("SHA-256").digest((LIST + "\n" + values).getBytes(StandardCharsets.UTF_8));
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((HexFormat.of().formatHex(hash, 0, 8) + values).getBytes(StandardCharsets.UTF_8));
    }

    private static void assertTaken(String values, Cursor.Type... types) throws Exception {
        assertEquals(
                types.length,
                Cursor.decoded(forged(values), LIST, types).values().size(),
                values);
    }

    private static void assertRefused(String values, Cursor.Type... types) throws Exception {
        String cursor = forged(values);
        Problem.InvalidParameter refused =
                assertThrows(Problem.InvalidParameter.class, () -> Cursor.decoded(cursor, LIST, types), values);
        assertEquals("cursor", refused.parameter());
        assertEquals("is malformed; take it unchanged from links.next", refused.getMessage(), values);
    }

    @Test
    void a_cursor_decodes_to_its_values() {
        Cursor cursor = new Cursor(List.of(
                JsonNodeFactory.instance.textNode("\u6a21 \"x\""),
                JsonNodeFactory.instance.numberNode(4.9e-324),
                JsonNodeFactory.instance.numberNode(Long.MAX_VALUE)));
        Cursor same =
                Cursor.decoded(cursor.encoded(LIST), LIST, Cursor.Type.TEXT, Cursor.Type.NUMBER, Cursor.Type.INTEGER);
        assertEquals("\u6a21 \"x\"", Cursor.Type.TEXT.of(same.values().get(0)));
        assertEquals(4.9e-324, Cursor.Type.NUMBER.of(same.values().get(1)));
        assertEquals(Long.MAX_VALUE, Cursor.Type.INTEGER.of(same.values().get(2)));
        assertTrue(assertThrows(
                        Problem.InvalidParameter.class,
                        () -> Cursor.decoded(
                                cursor.encoded("others"),
                                LIST,
                                Cursor.Type.TEXT,
                                Cursor.Type.NUMBER,
                                Cursor.Type.INTEGER))
                .getMessage()
                .contains("another list"));
    }

    @Test
    void forged_values_are_checked_against_the_sort_columns() throws Exception {
        assertTaken("[\"a\"]", Cursor.Type.TEXT);
        for (String text : List.of(
                "[\"\\u0000\"]",
                "[\"a\\u0000\"]",
                "[\"\\ud800\"]",
                "[\"\\udc00a\"]",
                "[1]",
                "[null]",
                "[[]]",
                "[{}]",
                "[]",
                "[\"a\",\"b\"]",
                "[\"a\"] []",
                "[\"a\"",
                "{}",
                "\"a\"",
                "")) {
            assertRefused(text, Cursor.Type.TEXT);
        }
        assertTaken("[1e2]", Cursor.Type.NUMBER);
        for (String number : List.of(
                "[1e999]", "[1e2147483648]", "[-1e-2147483649]", "[1e99999999999]", "[NaN]", "[\"1\"]", "[true]")) {
            assertRefused(number, Cursor.Type.NUMBER);
        }
        assertTaken("[9223372036854775807]", Cursor.Type.INTEGER);
        for (String whole : List.of("[9223372036854775808]", "[1.5]", "[1e2147483648]", "[1e3]", "[\"1\"]")) {
            assertRefused(whole, Cursor.Type.INTEGER);
        }
        assertTaken("[\"2024-02-29\"]", Cursor.Type.DATE);
        for (String day : List.of(
                "[\"2023-02-29\"]",
                "[\"+999999999-12-31\"]",
                "[\"-2024-01-01\"]",
                "[\"2024\"]",
                "[\"\"]",
                "[20240101]")) {
            assertRefused(day, Cursor.Type.DATE);
        }
    }

    @Test
    void null_is_accepted_only_in_nullable_columns() throws Exception {
        Cursor cursor = Cursor.decoded(forged("[null]"), LIST, List.of(new Cursor.Column(Cursor.Type.NUMBER, true)));
        assertEquals(null, Cursor.Type.NUMBER.of(cursor.values().get(0)));
    }

    @Test
    void without_a_cursor_a_list_starts_at_its_beginning() {
        assertNull(Cursor.decoded(null, LIST, Cursor.Type.TEXT));
    }

    @Test
    void a_cursor_is_the_same_on_every_instance_and_safe_in_a_url() {
        String encoded = new Cursor(List.of(JsonNodeFactory.instance.textNode("\u00ff\u00fe?>"))).encoded(LIST);
        assertEquals("OTk2ZTc3NjM2MDQyOGUwOVsiw7_Dvj8-Il0", encoded);
    }

    @Test
    void a_date_comes_back_as_a_day() {
        String encoded = new Cursor(List.of(JsonNodeFactory.instance.textNode("2024-02-29"))).encoded(LIST);
        Cursor cursor = Cursor.decoded(encoded, LIST, Cursor.Type.DATE);
        assertEquals(
                LocalDate.of(2024, 2, 29), Cursor.Type.DATE.of(cursor.values().get(0)));
    }

    @Test
    void a_cursor_in_which_one_character_was_changed_is_refused() {
        String encoded = new Cursor(List.of(JsonNodeFactory.instance.textNode("openai/gpt-3"))).encoded(LIST);
        for (int i = 0; i < encoded.length(); i++) {
            String changed =
                    encoded.substring(0, i) + (encoded.charAt(i) == 'A' ? 'B' : 'A') + encoded.substring(i + 1);
            assertThrows(
                    Problem.InvalidParameter.class, () -> Cursor.decoded(changed, LIST, Cursor.Type.TEXT), changed);
        }
    }

    @Test
    void text_that_is_no_cursor_is_refused() {
        for (String text : List.of("", "A", "????", "=", "NDM3MmNhYjBhNGMyYTkwMA", "a".repeat(5_000))) {
            assertEquals(
                    "cursor",
                    assertThrows(
                                    Problem.InvalidParameter.class,
                                    () -> Cursor.decoded(text, LIST, Cursor.Type.TEXT),
                                    text)
                            .parameter());
        }
    }
}
