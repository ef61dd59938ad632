package org.modeltree.http.value;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Replaces elements of an array in JSON without parsing the rest into objects. The array is a member of the outer object. */
public final class JsonMember {

    private static final JsonFactory JSON = new JsonFactory();

    /**
     * Place of an element in the bytes.
     *
     * @param from first byte
     * @param to byte after the last one
     */
    private record Place(int from, int to) {}

    private JsonMember() {}

    /**
     * The JSON with other elements in an array of objects.
     *
     * @param name name of the member
     * @param elements the new elements as JSON, in the order of the array; null for one that stays
     * @throws IllegalArgumentException if there is no such array, or if it has another number of elements
     */
    public static byte[] replaced(byte[] json, String name, List<byte[]> elements) {
        List<Place> places = places(json, name);
        if (places.size() != elements.size()) {
            throw new IllegalArgumentException(name + " has " + places.size() + " elements and not " + elements.size());
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(json.length + 64);
        int copied = 0;
        for (int i = 0; i < places.size(); i++) {
            byte[] element = elements.get(i);
            if (element != null) {
                out.write(json, copied, places.get(i).from() - copied);
                out.write(element, 0, element.length);
                copied = places.get(i).to();
            }
        }
        out.write(json, copied, json.length - copied);
        return out.toByteArray();
    }

    private static List<Place> places(byte[] json, String name) {
        try (JsonParser parser = JSON.createParser(json)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean found = parser.currentName().equals(name);
                JsonToken value = parser.nextToken();
                if (found && value == JsonToken.START_ARRAY) {
                    List<Place> places = new ArrayList<>();
                    while (parser.nextToken() == JsonToken.START_OBJECT) {
                        int from = (int) parser.currentTokenLocation().getByteOffset();
                        parser.skipChildren();
                        places.add(
                                new Place(from, (int) parser.currentLocation().getByteOffset()));
                    }
                    return places;
                }
                parser.skipChildren();
            }
        } catch (IOException malformed) {
            throw new UncheckedIOException(malformed);
        }
        throw new IllegalArgumentException("there is no array " + name);
    }
}
