package org.modeltree.changes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;

/** Origin of a document or source: who stated it, in the key {@code origin}. */
public final class Origins {

    /** Key of a document, and of each of its sources. */
    public static final String ORIGIN = "origin";

    /** Origin of values written by a curator. */
    public static final String CURATOR = "curator";

    /** Origin of documents that name none. */
    public static final String OWN_FORMAT = "modeltree";

    /** Key of a document or source with the partial date of the statement. */
    static final String DATE = "date";

    /** Compares numbers by value, so that 1.0 equals 1. */
    private static final Comparator<JsonNode> BY_VALUE = (one, other) -> {
        if (one.isNumber() && other.isNumber()) {
            return one.decimalValue().compareTo(other.decimalValue());
        }
        return one.equals(other) ? 0 : 1;
    };

    private Origins() {}

    /** Origin of a document or source; {@link #OWN_FORMAT} if it names none. */
    public static String of(JsonNode document) {
        return document.path(ORIGIN).asText(OWN_FORMAT);
    }

    /** Whether a document or source is dated before another one; a partial date counts as its first day. */
    public static boolean isOlder(JsonNode one, JsonNode other) {
        return one.hasNonNull(DATE) && other.hasNonNull(DATE) && firstDay(one).compareTo(firstDay(other)) < 0;
    }

    private static String firstDay(JsonNode document) {
        return (document.get(DATE).asText() + "-01-01").substring(0, "0000-00-00".length());
    }

    /** Whether two values are equal, comparing numbers by value. A missing value equals null only. */
    public static boolean same(JsonNode one, JsonNode other) {
        if (one == null || other == null) {
            return one == null && other == null;
        }
        return one.equals(BY_VALUE, other);
    }

    /** A document written by a curator: unchanged if only the origin would differ, otherwise with the origin curator. */
    static ObjectNode byCurator(ObjectNode before, ObjectNode edited) {
        ObjectNode curated = edited.deepCopy().put(ORIGIN, CURATOR);
        return before != null && same(before.deepCopy().put(ORIGIN, CURATOR), curated) ? before : curated;
    }
}
