package org.modeltree.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * Where a page ended: the sort values of its last row, and a digest of the list they belong to. Opaque to clients.
 *
 * @param values sort values of the last row, null, text or number
 */
public record Cursor(List<JsonNode> values) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * The cursor as a client carries it.
     *
     * @param list what the list is, filters and sort and all; the cursor is good for no other
     */
    public String encoded(String list) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        array.addAll(values);
        String payload = array.toString();
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((digest(list, payload) + payload).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads a cursor back.
     *
     * @return null where none was given
     * @throws Problem.InvalidParameter if it is not one, or one of another list
     */
    public static Cursor decoded(String encoded, String list, int values) {
        if (encoded == null) {
            return null;
        }
        try {
            String decoded = new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.UTF_8);
            if (decoded.length() > DIGEST_LENGTH) {
                String payload = decoded.substring(DIGEST_LENGTH);
                JsonNode array = JSON.readTree(payload);
                if (decoded.startsWith(digest(list, payload)) && array.isArray() && array.size() == values) {
                    return new Cursor(JSON.convertValue(
                            array, JSON.getTypeFactory().constructCollectionType(List.class, JsonNode.class)));
                }
                if (array.isArray()) {
                    throw new Problem.InvalidParameter(
                            "cursor", "belongs to another list: other filters or another sort");
                }
            }
        } catch (IllegalArgumentException | JsonProcessingException notOne) {
            // Falls through: whatever it is, it is not a cursor.
        }
        throw new Problem.InvalidParameter("cursor", "is not one that this service gave");
    }

    private static final int DIGEST_LENGTH = 16;

    private static String digest(String list, String payload) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest((list + "\n" + payload).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, DIGEST_LENGTH / 2);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
