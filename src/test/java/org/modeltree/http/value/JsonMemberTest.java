package org.modeltree.http.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Elements are replaced in the bytes of JSON, and everything else stays. */
class JsonMemberTest {

    private static String replaced(String json, String name, String... elements) {
        return new String(
                JsonMember.replaced(
                        json.getBytes(StandardCharsets.UTF_8),
                        name,
                        Arrays.stream(elements)
                                .map(element -> element == null ? null : element.getBytes(StandardCharsets.UTF_8))
                                .toList()),
                StandardCharsets.UTF_8);
    }

    @Test
    void the_named_elements_are_replaced() {
        String json = "{\"a\":[{\"b\":[{}]}],\"名\":\"上下文 } ]\",\"b\":[{\"x\":\"}\"},{\"y\":[1,{\"z\":2}]},{}],\"c\":1}";
        assertEquals(
                json.replace("{\"y\":[1,{\"z\":2}]}", "{\"n\":\"新\"}"),
                replaced(json, "b", null, "{\"n\":\"新\"}", null));
        assertEquals(json, replaced(json, "b", null, null, null));
        assertEquals(
                json.replace("[{\"x\":\"}\"},{\"y\":[1,{\"z\":2}]},{}]", "[{\"p\":1},{\"q\":2},{\"r\":3}]"),
                replaced(json, "b", "{\"p\":1}", "{\"q\":2}", "{\"r\":3}"));
        assertEquals("{\"b\":[]}", replaced("{\"b\":[]}", "b"));
    }

    @Test
    void another_number_of_elements_and_a_missing_array_are_refused() {
        assertThrows(IllegalArgumentException.class, () -> replaced("{\"b\":[{}]}", "b"));
        assertThrows(IllegalArgumentException.class, () -> replaced("{\"b\":[{}]}", "a"));
        assertThrows(IllegalArgumentException.class, () -> replaced("{\"b\":{\"a\":[]}}", "a"));
    }
}
