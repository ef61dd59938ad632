package org.modeltree.http.value;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Replaces elements of an array in JSON without parsing the rest into objects. The array is a member of the outer object. */
public final class JsonMember {

    private static final JsonFactory JSON = new JsonFactory();

    /**
     * JSON with the places of the elements, with which they can be replaced once more without searching them.
     *
     * @param places for each element the first byte and the byte after the last one
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    public record Replaced(byte[] json, int[] places) {}

    /**
     * The other members of an object, without braces and without the commas beside the member.
     *
     * @param before members before it
     * @param after members after it
     */
    public record Around(JsonBytes before, JsonBytes after) {}

    private JsonMember() {}

    /**
     * The members around one member of an object, which is neither its first nor its last one.
     *
     * @param json the object without white space
     * @param name name of the member
     * @throws IllegalArgumentException if there is no such member between others
     */
    public static Around around(byte[] json, String name) {
        try (JsonParser parser = JSON.createParser(json)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                int from = (int) parser.currentTokenLocation().getByteOffset();
                boolean found = parser.currentName().equals(name);
                parser.nextToken();
                parser.skipChildren();
                if (found) {
                    // Only the next token ends a number.
                    boolean last = parser.nextToken() != JsonToken.FIELD_NAME;
                    int next = (int) parser.currentTokenLocation().getByteOffset();
                    if (from < 2 || last) {
                        break;
                    }
                    return new Around(
                            new JsonBytes(Arrays.copyOfRange(json, 1, from - 1)),
                            new JsonBytes(Arrays.copyOfRange(json, next, json.length - 1)));
                }
            }
        } catch (IOException malformed) {
            throw new UncheckedIOException(malformed);
        }
        throw new IllegalArgumentException("there is no member " + name + " between others");
    }

    /**
     * The JSON with other elements.
     *
     * @param places places of the elements in the JSON
     * @param elements the new elements as JSON, in the order of the array; null for one that stays
     * @return empty if all new elements are the same as those before
     * @throws IllegalArgumentException if there is another number of elements
     */
    public static Optional<Replaced> replaced(byte[] json, int[] places, List<byte[]> elements) {
        if (places.length != 2 * elements.size()) {
            throw new IllegalArgumentException("has " + places.length / 2 + " elements and not " + elements.size());
        }
        int length = json.length;
        boolean differs = false;
        for (int i = 0; i < elements.size(); i++) {
            byte[] element = elements.get(i);
            if (element != null) {
                int from = places[2 * i];
                int to = places[2 * i + 1];
                length += element.length - (to - from);
                differs |= !Arrays.equals(json, from, to, element, 0, element.length);
            }
        }
        return differs ? Optional.of(replaced(json, places, elements, length)) : Optional.empty();
    }

    private static Replaced replaced(byte[] json, int[] places, List<byte[]> elements, int length) {
        byte[] out = new byte[length];
        int[] outPlaces = new int[places.length];
        int copied = 0;
        int at = 0;
        for (int i = 0; i < elements.size(); i++) {
            int from = places[2 * i];
            int to = places[2 * i + 1];
            byte[] element = elements.get(i);
            System.arraycopy(json, copied, out, at, from - copied);
            at += from - copied;
            outPlaces[2 * i] = at;
            if (element == null) {
                System.arraycopy(json, from, out, at, to - from);
                at += to - from;
            } else {
                System.arraycopy(element, 0, out, at, element.length);
                at += element.length;
            }
            outPlaces[2 * i + 1] = at;
            copied = to;
        }
        System.arraycopy(json, copied, out, at, json.length - copied);
        return new Replaced(out, outPlaces);
    }

    /**
     * The places of the elements of an array of objects: for each the first byte and the byte after the last one.
     *
     * @param name name of the member
     * @throws IllegalArgumentException if there is no such array
     */
    public static int[] places(byte[] json, String name) {
        try (JsonParser parser = JSON.createParser(json)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean found = parser.currentName().equals(name);
                JsonToken value = parser.nextToken();
                if (found && value == JsonToken.START_ARRAY) {
                    List<Integer> places = new ArrayList<>();
                    while (parser.nextToken() == JsonToken.START_OBJECT) {
                        places.add((int) parser.currentTokenLocation().getByteOffset());
                        parser.skipChildren();
                        places.add((int) parser.currentLocation().getByteOffset());
                    }
                    return places.stream().mapToInt(Integer::intValue).toArray();
                }
                parser.skipChildren();
            }
        } catch (IOException malformed) {
            throw new UncheckedIOException(malformed);
        }
        throw new IllegalArgumentException("there is no array " + name);
    }
}
