package org.modeltree.http.value;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Elements are replaced in the bytes of JSON, and everything else stays. */
class JsonMemberTest {

    private static final String SAME = "the same";

    private static String replaced(String json, String name, String... elements) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return JsonMember.replaced(bytes, JsonMember.places(bytes, name), bytes(elements))
                .map(replaced -> {
                    assertArrayEquals(JsonMember.places(replaced.json(), name), replaced.places());
                    return new String(replaced.json(), StandardCharsets.UTF_8);
                })
                .orElse(SAME);
    }

    private static List<byte[]> bytes(String... elements) {
        return Arrays.stream(elements)
                .map(element -> element == null ? null : element.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    void the_named_elements_are_replaced() {
        String json = "{\"a\":[{\"b\":[{}]}],\"名\":\"上下文 } ]\",\"b\":[{\"x\":\"}\"},{\"y\":[1,{\"z\":2}]},{}],\"c\":1}";
        assertEquals(
                json.replace("{\"y\":[1,{\"z\":2}]}", "{\"n\":\"新\"}"),
                replaced(json, "b", null, "{\"n\":\"新\"}", null));
        assertEquals(SAME, replaced(json, "b", null, null, null));
        assertEquals(SAME, replaced(json, "b", null, "{\"y\":[1,{\"z\":2}]}", "{}"));
        assertEquals(
                json.replace("[{\"x\":\"}\"},{\"y\":[1,{\"z\":2}]},{}]", "[{\"p\":1},{\"q\":2},{\"r\":3}]"),
                replaced(json, "b", "{\"p\":1}", "{\"q\":2}", "{\"r\":3}"));
        assertEquals(SAME, replaced("{\"b\":[]}", "b"));
    }

    private static String around(String json, String name) {
        JsonMember.Around around = JsonMember.around(json.getBytes(StandardCharsets.UTF_8), name);
        return around.before().getValue() + " | " + around.after().getValue();
    }

    @Test
    void the_members_around_one_are_all_others_as_they_were() {
        String json = "{\"a\":[{\"b\":1}],\"名\":\"上, \\\"b\\\":\",\"b\":{\"c\":[1,2]},\"c\":12,\"d\":null}";
        assertEquals("\"a\":[{\"b\":1}],\"名\":\"上, \\\"b\\\":\" | \"c\":12,\"d\":null", around(json, "b"));
        assertEquals("\"a\":[{\"b\":1}],\"名\":\"上, \\\"b\\\":\",\"b\":{\"c\":[1,2]} | \"d\":null", around(json, "c"));
        for (String outer : List.of("a", "d", "e")) {
            assertThrows(IllegalArgumentException.class, () -> around(json, outer), outer);
        }
    }

    @Test
    void another_number_of_elements_and_a_missing_array_are_refused() {
        assertThrows(IllegalArgumentException.class, () -> replaced("{\"b\":[{}]}", "b"));
        assertThrows(IllegalArgumentException.class, () -> replaced("{\"b\":[{}]}", "a"));
        assertThrows(IllegalArgumentException.class, () -> replaced("{\"b\":{\"a\":[]}}", "a"));
    }
}
