package org.modeltree.changes.write;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.modeltree.http.problem.Problem;

/** Edit that a write makes to a published document. */
public interface DocumentEdit {

    /** Whether the target of the write exists in the document; the document is null if it does not exist. */
    default boolean isThere(ObjectNode before) {
        return before != null;
    }

    /**
     * What is missing, if the write is made to a part of a document that exists; null if it is made to the whole one.
     */
    default Problem.NotFound missingPart(ObjectNode before) {
        return null;
    }

    /** Whether the write may create its target; if not, a missing target is answered with 404. */
    default boolean creates() {
        return true;
    }

    /** Whether the write changes an existing target, which the client may have wanted to create. */
    default boolean isUpdate() {
        return false;
    }

    /** The document after the edit; null to delete it. {@code before} is null if there is none, and may be modified. */
    ObjectNode after(ObjectNode before);

    /** Part of the document to respond with; null for an empty response. */
    default JsonNode shown(ObjectNode after) {
        return after;
    }

    /** JSON pointer to the part of the document that the request's body contains. */
    default String place() {
        return "";
    }
}
