package org.modeltree.changes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a write does to a document, as it is published. */
public interface DocumentEdit {

    /** Whether what the write is about is there; the document itself may be null. */
    default boolean isThere(ObjectNode before) {
        return before != null;
    }

    /** Whether the write may make what is not there yet; where it may not, there has to be something to write to. */
    default boolean creates() {
        return true;
    }

    /** The document as it shall be; null where there shall be none. {@code before} may be null, and may be changed. */
    ObjectNode after(ObjectNode before);

    /** What is answered of the document; null where nothing is. */
    default JsonNode shown(ObjectNode after) {
        return after;
    }

    /** JSON pointer of what the request's body is, in the document. */
    default String place() {
        return "";
    }
}
