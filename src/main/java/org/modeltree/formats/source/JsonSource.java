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

/** Streaming reader of a JSON file: only one entry at a time is in memory. */
public final class JsonSource {

    /** Reads numbers as decimals, so that prices keep every digit. */
    public static final ObjectMapper JSON = BoundedJson.lenient();

    /** Callback for each member of an object or element of a list. */
    public interface Members {
        /** Called at the value of a member; must consume all of it. */
        void member(String key) throws IOException;
    }

    /** Callback for each value of a file of values. */
    public interface Values {
        /** Called with a value and its place. */
        void value(String at, JsonNode value) throws IOException;
    }

    /** Callback that reads the content of an opened file. */
    public interface Reading {
        /** Reads the whole object that the source is at. */
        public void read(JsonSource source) throws IOException;
    }

    private final JsonParser parser;

    private JsonSource(JsonParser parser) {
        this.parser = parser;
    }

    /**
     * Reads a file that consists of one JSON object.
     *
     * @throws MalformedCatalog if the file is not JSON, is not an object, or continues after it
     */
    public static void read(InputStream file, String format, Reading reading) throws IOException {
        try (JsonParser parser = JSON.getFactory().createParser(file)) {
            JsonSource source = new JsonSource(parser);
            if (parser.nextToken() == null) {
                throw new MalformedCatalog("The file is empty.");
            }
            if (!source.isObject()) {
                throw new MalformedCatalog("A catalog in the format " + format
                        + " must be a JSON object; this file starts with something else" + source.place() + ".");
            }
            reading.read(source);
            if (parser.nextToken() != null) {
                throw new MalformedCatalog(
                        "The file continues after the end of its JSON object" + source.place() + ".");
            }
        } catch (JsonProcessingException malformed) {
            throw new MalformedCatalog("The file is not valid JSON" + place(malformed.getLocation()) + ": "
                    + BoundedJson.reason(malformed) + ".");
        }
    }

    /**
     * Reads a file of values one after the other, such as one per line. The elements of a list count as values, so that the
     * file may be one list as well.
     *
     * @param values is called with each value and its place: a JSON pointer in the first list, otherwise the line, followed
     *     by a space and the pointer into the line
     * @throws MalformedCatalog if the file is empty or not JSON
     */
    public static void readValues(InputStream file, Values values) throws IOException {
        try (JsonParser parser = JSON.getFactory().createParser(file)) {
            JsonSource source = new JsonSource(parser);
            if (parser.nextToken() == null) {
                throw new MalformedCatalog("The file is empty.");
            }
            String before = source.isArray() ? "" : source.line();
            do {
                if (source.isArray()) {
                    String list = before;
                    source.elements(index -> values.value(list + "/" + index, source.value()));
                } else {
                    values.value(before, source.value());
                }
                parser.nextToken();
                before = source.line();
            } while (parser.currentToken() != null);
        } catch (JsonProcessingException malformed) {
            throw new MalformedCatalog("The file is not valid JSON" + place(malformed.getLocation()) + ": "
                    + BoundedJson.reason(malformed) + ".");
        }
    }

    private String line() {
        return "line " + parser.currentTokenLocation().getLineNr() + " ";
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

    /** Visits each member of the current object. */
    public void members(Members members) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            parser.nextToken();
            members.member(key);
        }
    }

    /** Visits each element of the current list; the key is its index, from 0. */
    public void elements(Members members) throws IOException {
        for (long i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
            members.member(Long.toString(i));
        }
    }

    /** Reads the current value completely. */
    public JsonNode value() throws IOException {
        return JSON.readTree(parser);
    }

    /** A new record of a type. */
    public static ObjectNode newRecord(String type) {
        return JSON.createObjectNode().put("type", type);
    }

    /** Skips the current value. */
    public void skip() throws IOException {
        parser.skipChildren();
    }
}
