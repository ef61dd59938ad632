package org.modeltree.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.modeltree.http.problem.Problem;
import org.modeltree.http.value.BoundedJson;

/**
 * Position in a paged list: the sort values of the last row of a page, bound to the list by a digest. Opaque to
 * clients. The digest uses no secret, so cursors stay valid across restarts and instances; a forged cursor only starts
 * a page elsewhere, because each value is validated when it is decoded.
 *
 * @param values sort values of the last row, null, text or number
 */
public record Cursor(List<JsonNode> values) {

    private static final ObjectMapper JSON = BoundedJson.strict();
    private static final Pattern DAY = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

    /** Type of a sort value. */
    public enum Type {
        /** Compared by code point. */
        TEXT {
            @Override
            Object read(JsonNode value) {
                boolean valid = value.isTextual()
                        && value.textValue().indexOf('\0') < 0
                        && StandardCharsets.UTF_8.newEncoder().canEncode(value.textValue());
                return valid ? value.textValue() : null;
            }
        },
        /** A finite double. */
        NUMBER {
            @Override
            Object read(JsonNode value) {
                return value.isNumber() && Double.isFinite(value.doubleValue()) ? value.doubleValue() : null;
            }
        },
        /** A long. */
        INTEGER {
            @Override
            Object read(JsonNode value) {
                return value.isIntegralNumber() && value.canConvertToLong() ? value.longValue() : null;
            }
        },
        /** An ISO date with a four-digit year. */
        DATE {
            @Override
            Object read(JsonNode value) {
                try {
                    return DAY.matcher(value.asText()).matches() ? LocalDate.parse(value.asText()) : null;
                } catch (DateTimeException invalidDate) {
                    return null;
                }
            }
        };

        /** The Java value; null if the JSON value is not of this type. */
        abstract Object read(JsonNode value);

        /** The Java value of a decoded sort value; null for JSON null. */
        public Object of(JsonNode value) {
            return value.isNull() ? null : read(value);
        }
    }

    /**
     * Type of one sort value of a list.
     *
     * @param nullable whether the value may be null
     */
    public record Column(Type type, boolean nullable) {

        private boolean accepts(JsonNode value) {
            return value.isNull() ? nullable : type.read(value) != null;
        }
    }

    /**
     * The cursor as clients see it: Base64url without padding.
     *
     * @param list description of the list with its filters and sort; the cursor is invalid for any other list
     */
    public String encoded(String list) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        array.addAll(values);
        String payload = array.toString();
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((digest(list, payload) + payload).getBytes(StandardCharsets.UTF_8));
    }

    /** Decodes a cursor whose values must not be null. */
    public static Cursor decoded(String encoded, String list, Type... types) {
        return decoded(
                encoded,
                list,
                Arrays.stream(types).map(type -> new Column(type, false)).toList());
    }

    /**
     * Decodes a cursor.
     *
     * @return null if {@code encoded} is null
     * @throws Problem.InvalidParameter if it is malformed or belongs to another list
     */
    public static Cursor decoded(String encoded, String list, List<Column> columns) {
        if (encoded == null) {
            return null;
        }
        try {
            String decoded = new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.UTF_8);
            if (decoded.length() > DIGEST_LENGTH) {
                String payload = decoded.substring(DIGEST_LENGTH);
                JsonNode array = JSON.readTree(payload);
                boolean ofList = decoded.startsWith(digest(list, payload));
                if (ofList && array.isArray() && fits(array, columns)) {
                    List<JsonNode> values = new ArrayList<>();
                    array.forEach(values::add);
                    return new Cursor(values);
                }
                if (!ofList && array.isArray()) {
                    throw new Problem.InvalidParameter(
                            "cursor",
                            "belongs to another list, with other filters or another sort; start again without it");
                }
            }
        } catch (IllegalArgumentException | JsonProcessingException malformed) {
            // Reported below, together with what decodes but does not fit.
        }
        throw new Problem.InvalidParameter("cursor", "is malformed; take it unchanged from links.next");
    }

    private static boolean fits(JsonNode values, List<Column> columns) {
        return values.size() == columns.size()
                && IntStream.range(0, columns.size())
                        .allMatch(i -> columns.get(i).accepts(values.get(i)));
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
