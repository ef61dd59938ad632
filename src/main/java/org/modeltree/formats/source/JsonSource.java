package org.modeltree.formats.source;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import org.modeltree.http.value.BoundedJson;

/** A JSON file read token by token, of which only one entry at a time is in memory. */
public final class JsonSource {

    /** Keeps every digit of a price. */
    public static final ObjectMapper JSON = BoundedJson.lenient();

    /** Reads members of an object that has been entered. */
    public interface Members {
        /** Is at the value of a member, and has to read all of it. */
        void member(String key) throws IOException;
    }

    /** Reads a file that has been entered. */
    public interface Reading {
        /** Reads everything. */
        public void read(JsonSource source) throws IOException;
    }

    private final JsonParser parser;

    private JsonSource(JsonParser parser) {
        this.parser = parser;
    }

    /**
     * Reads a file whose whole is one JSON object.
     *
     * @throws MalformedCatalog if it is not JSON, is something else than an object, or goes on behind it
     */
    public static void read(InputStream file, String format, Reading reading) throws IOException {
        try (JsonParser parser = JSON.getFactory().createParser(file)) {
            JsonSource source = new JsonSource(parser);
            if (parser.nextToken() == null) {
                throw new MalformedCatalog("The file is empty.");
            }
            if (!source.isObject()) {
                throw new MalformedCatalog("A catalog of " + format + " is a JSON object; this one begins otherwise"
                        + source.place() + ".");
            }
            reading.read(source);
            if (parser.nextToken() != null) {
                throw new MalformedCatalog("The catalog goes on behind its end" + source.place() + ".");
            }
        } catch (JsonProcessingException malformed) {
            throw new MalformedCatalog("The file is not JSON" + place(malformed.getLocation()) + ": "
                    + BoundedJson.reason(malformed) + ".");
        }
    }

    private String place() {
        return place(parser.currentTokenLocation());
    }

    private static String place(JsonLocation location) {
        return location == null ? "" : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    public boolean isObject() {
        return parser.currentToken() == JsonToken.START_OBJECT;
    }

    public boolean isArray() {
        return parser.currentToken() == JsonToken.START_ARRAY;
    }

    /** Goes through the object it is at. */
    public void members(Members members) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            parser.nextToken();
            members.member(key);
        }
    }

    /** Goes through the list it is at; the key is the place in it, from 0. */
    public void elements(Members members) throws IOException {
        for (long i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
            members.member(Long.toString(i));
        }
    }

    /** All of the value it is at. */
    public JsonNode value() throws IOException {
        return JSON.readTree(parser);
    }

    /** An object for a line. */
    public static ObjectNode line(String type) {
        return JSON.createObjectNode().put("type", type);
    }

    /** Goes past the value it is at. */
    public void skip() throws IOException {
        parser.skipChildren();
    }
}
