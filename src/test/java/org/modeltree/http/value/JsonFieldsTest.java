package org.modeltree.http.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Views that write their members themselves become the same JSON as records that the object mapper writes. */
class JsonFieldsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private record Plain(
            String text,
            String none,
            Number whole,
            Number broken,
            Number decimal,
            Double absent,
            Boolean flag,
            Boolean unknown,
            PartialDate date,
            PartialDate undated,
            List<String> texts,
            List<String> nothing,
            Map<String, String> map) {}

    /** The same as {@link Plain}, by hand; every other time with members that were JSON before. */
    private record ByHand(Plain plain, boolean ready) implements JsonMembers {

        @Override
        public void writeMembers(JsonGenerator out) throws IOException {
            if (ready) {
                JsonMember.Around around = JsonMember.around(JsonFields.object(plain), "whole");
                JsonFields.begin(out, around.before());
                JsonFields.write(out, new SerializedString("whole"), plain.whole());
                JsonFields.append(out, around.after());
                return;
            }
            JsonFields.write(out, new SerializedString("text"), plain.text());
            JsonFields.write(out, new SerializedString("none"), plain.none());
            JsonFields.write(out, new SerializedString("whole"), plain.whole());
            JsonFields.write(out, new SerializedString("broken"), plain.broken());
            JsonFields.write(out, new SerializedString("decimal"), plain.decimal());
            JsonFields.write(out, new SerializedString("absent"), plain.absent());
            JsonFields.write(out, new SerializedString("flag"), plain.flag());
            JsonFields.write(out, new SerializedString("unknown"), plain.unknown());
            JsonFields.write(out, new SerializedString("date"), plain.date());
            JsonFields.write(out, new SerializedString("undated"), plain.undated());
            JsonFields.write(out, new SerializedString("texts"), plain.texts());
            JsonFields.write(out, new SerializedString("nothing"), plain.nothing());
            JsonFields.write(out, new SerializedString("map"), plain.map());
        }
    }

    private static Plain plain(Number whole, Map<String, String> map) {
        return new Plain(
                "上下文 \"/\u0007",
                null,
                whole,
                1e-7,
                new BigDecimal("10.0"),
                null,
                true,
                null,
                PartialDate.of("2024-01"),
                null,
                List.of("a", "é"),
                null,
                map);
    }

    @Test
    void members_written_by_hand_are_those_of_the_record() throws IOException {
        for (Plain plain : List.of(
                plain(8_192L, null),
                plain(0.1, new TreeMap<>()),
                plain(9_007_199_254_740_992.0, new TreeMap<>(Map.of("b", "2", "a", "名"))))) {
            assertEquals(
                    JSON.writeValueAsString(List.of(plain, plain, plain)),
                    JSON.writeValueAsString(List.of(new ByHand(plain, false), plain, new ByHand(plain, true))));
        }
    }

    @Test
    void the_members_of_an_object_have_no_braces_and_get_them_again() {
        JsonBytes members = JsonFields.members(new TreeMap<>(Map.of("a", 1, "b", "名")));
        assertEquals("\"a\":1,\"b\":\"名\"", members.getValue());
        assertEquals("{\"a\":1,\"b\":\"名\"}", new String(members.inBraces(), StandardCharsets.UTF_8));
    }

    @Test
    void a_number_of_another_type_is_refused() {
        assertThrows(JsonMappingException.class, () -> JSON.writeValueAsString(new ByHand(plain(1, null), false)));
    }
}
