package org.modeltree.http.value;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class JsonBytesTest {

    private static final String TEXT = "{\"name\":\"模型 é\"}";

    private static JsonBytes value(String text) {
        return new JsonBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String list(JsonBytes value) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
            json.writeStartArray();
            json.writeRawValue(value);
            json.writeRawValue(value);
            json.writeEndArray();
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void a_value_is_copied_as_it_is() throws IOException {
        assertEquals("[" + TEXT + "," + TEXT + "]", list(value(TEXT)));
        String large = "\"" + "é".repeat(50_000) + "\"";
        assertEquals("[" + large + "," + large + "]", list(value(large)));
    }

    @Test
    void characters_and_bytes_are_the_same_value() throws IOException {
        StringWriter out = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
            json.writeRawValue(value(TEXT));
        }
        assertEquals(TEXT, out.toString());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        assertEquals(value(TEXT).size(), value(TEXT).writeUnquotedUTF8(bytes));
        assertArrayEquals(value(TEXT).asUnquotedUTF8(), bytes.toByteArray());
        assertEquals(TEXT.length(), value(TEXT).charLength());
    }

    @Test
    void a_value_without_room_is_not_copied() {
        JsonBytes value = value(TEXT);
        assertEquals(-1, value.appendUnquotedUTF8(new byte[value.size()], 1));
        assertEquals(value.size(), value.appendUnquotedUTF8(new byte[value.size() + 1], 1));
        assertEquals(-1, value.appendUnquoted(new char[3], 0));
        assertEquals(-1, value.putUnquotedUTF8(ByteBuffer.allocate(3)));
        assertEquals(value.size(), value.putUnquotedUTF8(ByteBuffer.allocate(value.size())));
    }

    @Test
    void a_value_is_no_string() {
        assertThrows(UnsupportedOperationException.class, () -> value(TEXT).asQuotedUTF8());
    }
}
