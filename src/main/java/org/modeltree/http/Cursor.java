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
 * Where a page ended: the sort values of its last row, and a digest of the list they belong to. Opaque to clients. Anybody
 * can make one, as no key is needed: each value is checked when it is read back, and what a made-up one that passes asks
 * for is a page that starts elsewhere. So cursors hold across restarts and instances.
 *
 * @param values sort values of the last row, null, text or number
 */
public record Cursor(List<JsonNode> values) {

    private static final ObjectMapper JSON = BoundedJson.strict();
    private static final Pattern DAY = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

    /** What a value of a cursor is. */
    public enum Type {
        /** Compared by code point. */
        TEXT {
            @Override
            Object read(JsonNode value) {
                boolean can = value.isTextual()
                        && value.textValue().indexOf('\0') < 0
                        && StandardCharsets.UTF_8.newEncoder().canEncode(value.textValue());
                return can ? value.textValue() : null;
            }
        },
        /** Double. */
        NUMBER {
            @Override
            Object read(JsonNode value) {
                return value.isNumber() && Double.isFinite(value.doubleValue()) ? value.doubleValue() : null;
            }
        },
        /** Long. */
        WHOLE {
            @Override
            Object read(JsonNode value) {
                return value.isIntegralNumber() && value.canConvertToLong() ? value.longValue() : null;
            }
        },
        /** Day of a year with four digits. */
        DATE {
            @Override
            Object read(JsonNode value) {
                try {
                    return DAY.matcher(value.asText()).matches() ? LocalDate.parse(value.asText()) : null;
                } catch (DateTimeException noSuchDay) {
                    return null;
                }
            }
        };

        /** The value in Java; null where it is none of the type. */
        abstract Object read(JsonNode value);

        /** A value that a cursor has, in Java; null for null. */
        public Object of(JsonNode value) {
            return value.isNull() ? null : read(value);
        }
    }

    /**
     * What one value of a list's cursors may be.
     *
     * @param nullable whether it may be null
     */
    public record Column(Type type, boolean nullable) {

        private boolean takes(JsonNode value) {
            return value.isNull() ? nullable : type.read(value) != null;
        }
    }

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

    /** Reads a cursor back, none of whose values is null. */
    public static Cursor decoded(String encoded, String list, Type... types) {
        return decoded(
                encoded,
                list,
                Arrays.stream(types).map(type -> new Column(type, false)).toList());
    }

    /**
     * Reads a cursor back.
     *
     * @return null where none was given
     * @throws Problem.InvalidParameter if it is not one, or one of another list
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
                            "cursor", "belongs to another list: other filters or another sort");
                }
            }
        } catch (IllegalArgumentException | JsonProcessingException notOne) {
            // Falls through: whatever it is, it is not a cursor.
        }
        throw new Problem.InvalidParameter("cursor", "is not one that this service gave");
    }

    private static boolean fits(JsonNode values, List<Column> columns) {
        return values.size() == columns.size()
                && IntStream.range(0, columns.size())
                        .allMatch(i -> columns.get(i).takes(values.get(i)));
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
