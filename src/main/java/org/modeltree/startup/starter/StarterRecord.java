package org.modeltree.startup.starter;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Record of the starter catalog.
 *
 * @param json the record as {@code catalog.schema.json} describes it
 * @param where the file and the entry that it was made from, such as {@code vendors/cohere.yaml, aya-101, parents[0]}
 */
record StarterRecord(ObjectNode json, String where) {

    String type() {
        return text("type");
    }

    /** Text under a key; empty if there is none. */
    String text(String key) {
        return json.path(key).asText();
    }
}
