package org.modeltree.changes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;

/** Who said what: the key {@code origin} of documents. */
public final class Origins {

    /** Key of a document, and of a source in it. */
    public static final String ORIGIN = "origin";

    /** The origin of what people with the role curator wrote. */
    public static final String CURATOR = "curator";

    /** The origin of what does not say. */
    public static final String OWN_FORMAT = "modeltree";

    /** By value, so that 1.0 is 1. */
    private static final Comparator<JsonNode> BY_VALUE = (one, other) -> {
        if (one.isNumber() && other.isNumber()) {
            return one.decimalValue().compareTo(other.decimalValue());
        }
        return one.equals(other) ? 0 : 1;
    };

    private Origins() {}

    /** Who said a document or a source. */
    public static String of(JsonNode document) {
        return document.path(ORIGIN).asText(OWN_FORMAT);
    }

    /** Whether two values say the same; numbers are compared by value. A value that is missing is like null. */
    public static boolean same(JsonNode one, JsonNode other) {
        if (one == null || other == null) {
            return one == null && other == null;
        }
        return one.equals(BY_VALUE, other);
    }

    /** What a curator wrote: as it was where nothing but the origin differs, else the curator's. */
    static ObjectNode byCurator(ObjectNode before, ObjectNode said) {
        ObjectNode curated = said.deepCopy().put(ORIGIN, CURATOR);
        return before != null && same(before.deepCopy().put(ORIGIN, CURATOR), curated) ? before : curated;
    }
}
