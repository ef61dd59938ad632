package org.modeltree.http.value;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Members of JSON objects that are written one by one, as the object mapper writes records, in less time. For views that an
 * answer has dozens of.
 */
public final class JsonFields {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final SerializedString VALUE = new SerializedString("value");
    private static final SerializedString PRECISION = new SerializedString("precision");

    private JsonFields() {}

    /** Writes a text, or null. */
    public static void write(JsonGenerator out, SerializableString name, String value) throws IOException {
        out.writeFieldName(name);
        out.writeString(value);
    }

    /** Writes a number, or null. */
    public static void write(JsonGenerator out, SerializableString name, Number value) throws IOException {
        out.writeFieldName(name);
        if (value == null) {
            out.writeNull();
        } else if (value instanceof Long whole) {
            out.writeNumber(whole.longValue());
        } else if (value instanceof Double broken) {
            out.writeNumber(broken.doubleValue());
        } else if (value instanceof BigDecimal decimal) {
            out.writeNumber(decimal);
        } else {
            throw new IllegalArgumentException("not a long, a double or a decimal: " + value);
        }
    }

    /** Writes a flag, or null. */
    public static void write(JsonGenerator out, SerializableString name, Boolean value) throws IOException {
        out.writeFieldName(name);
        if (value == null) {
            out.writeNull();
        } else {
            out.writeBoolean(value);
        }
    }

    /** Writes a date, or null. */
    public static void write(JsonGenerator out, SerializableString name, PartialDate value) throws IOException {
        out.writeFieldName(name);
        if (value == null) {
            out.writeNull();
        } else {
            out.writeStartObject();
            write(out, VALUE, value.value());
            write(out, PRECISION, value.precision());
            out.writeEndObject();
        }
    }

    /** Writes an array of texts, or null. */
    public static void write(JsonGenerator out, SerializableString name, List<String> value) throws IOException {
        out.writeFieldName(name);
        if (value == null) {
            out.writeNull();
            return;
        }
        out.writeStartArray();
        for (String text : value) {
            out.writeString(text);
        }
        out.writeEndArray();
    }

    /** Writes an object of texts, or null. */
    public static void write(JsonGenerator out, SerializableString name, Map<String, String> value) throws IOException {
        out.writeFieldName(name);
        if (value == null) {
            out.writeNull();
            return;
        }
        out.writeStartObject();
        for (Map.Entry<String, String> entry : value.entrySet()) {
            out.writeStringField(entry.getKey(), entry.getValue());
        }
        out.writeEndObject();
    }

    /** Writes members that are JSON already, at the beginning of an object; another member has to follow. */
    public static void begin(JsonGenerator out, JsonBytes members) throws IOException {
        out.writeRaw(members);
        out.writeRaw(',');
    }

    /** Writes members that are JSON already, after another one of the same object. */
    public static void append(JsonGenerator out, JsonBytes members) throws IOException {
        out.writeRaw(',');
        out.writeRaw(members);
    }

    /** The members of an object as JSON, without braces. The object has at least one. */
    public static JsonBytes members(Object value) {
        byte[] object = object(value);
        return new JsonBytes(Arrays.copyOfRange(object, 1, object.length - 1));
    }

    /** A value as JSON. */
    public static byte[] object(Object value) {
        try {
            return JSON.writeValueAsBytes(value);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
