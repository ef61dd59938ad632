package org.modeltree.http.value;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.databind.JsonSerializable;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A JSON value as UTF-8, which is copied into an answer as it is. It takes half of the memory of a
 * {@code SerializedString}, which keeps the text as well. It may also be the members of an object without its braces. It cannot
 * be written as a JSON string.
 */
public final class JsonBytes implements SerializableString, JsonSerializable {

    private final byte[] utf8;

    /** A value of these bytes, which must never change. */
    public JsonBytes(byte[] utf8) {
        this.utf8 = utf8;
    }

    /** The JSON of an object with these members. */
    public byte[] inBraces() {
        byte[] object = new byte[utf8.length + 2];
        object[0] = '{';
        System.arraycopy(utf8, 0, object, 1, utf8.length);
        object[object.length - 1] = '}';
        return object;
    }

    /** Number of bytes. */
    public int size() {
        return utf8.length;
    }

    @Override
    public void serialize(JsonGenerator out, SerializerProvider settings) throws IOException {
        out.writeRawValue(this);
    }

    @Override
    public void serializeWithType(JsonGenerator out, SerializerProvider settings, TypeSerializer type)
            throws IOException {
        serialize(out, settings);
    }

    @Override
    public String getValue() {
        return new String(utf8, StandardCharsets.UTF_8);
    }

    @Override
    public int charLength() {
        return getValue().length();
    }

    @Override
    public byte[] asUnquotedUTF8() {
        return utf8;
    }

    @Override
    public int appendUnquotedUTF8(byte[] buffer, int offset) {
        if (utf8.length > buffer.length - offset) {
            return -1;
        }
        System.arraycopy(utf8, 0, buffer, offset, utf8.length);
        return utf8.length;
    }

    @Override
    public int appendUnquoted(char[] buffer, int offset) {
        String text = getValue();
        if (text.length() > buffer.length - offset) {
            return -1;
        }
        text.getChars(0, text.length(), buffer, offset);
        return text.length();
    }

    @Override
    public int writeUnquotedUTF8(OutputStream out) throws IOException {
        out.write(utf8);
        return utf8.length;
    }

    @Override
    public int putUnquotedUTF8(ByteBuffer buffer) {
        if (utf8.length > buffer.remaining()) {
            return -1;
        }
        buffer.put(utf8);
        return utf8.length;
    }

    @Override
    public char[] asQuotedChars() {
        throw notAString();
    }

    @Override
    public byte[] asQuotedUTF8() {
        throw notAString();
    }

    @Override
    public int appendQuotedUTF8(byte[] buffer, int offset) {
        throw notAString();
    }

    @Override
    public int appendQuoted(char[] buffer, int offset) {
        throw notAString();
    }

    @Override
    public int writeQuotedUTF8(OutputStream out) {
        throw notAString();
    }

    @Override
    public int putQuotedUTF8(ByteBuffer out) {
        throw notAString();
    }

    private static UnsupportedOperationException notAString() {
        return new UnsupportedOperationException("a JSON value is not written as a string");
    }
}
