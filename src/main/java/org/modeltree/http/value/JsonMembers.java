package org.modeltree.http.value;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializable;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import java.io.IOException;

/** Object in answers that writes the members of its JSON itself, because an answer has dozens of its kind. */
public interface JsonMembers extends JsonSerializable {

    /** Writes all members, between the braces of the object. */
    void writeMembers(JsonGenerator out) throws IOException;

    @Override
    default void serialize(JsonGenerator out, SerializerProvider settings) throws IOException {
        out.writeStartObject();
        writeMembers(out);
        out.writeEndObject();
    }

    @Override
    default void serializeWithType(JsonGenerator out, SerializerProvider settings, TypeSerializer type)
            throws IOException {
        serialize(out, settings);
    }
}
