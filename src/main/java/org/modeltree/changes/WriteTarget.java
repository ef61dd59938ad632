package org.modeltree.changes;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * Record that a write is made to.
 *
 * @param type record type
 * @param key key of the record
 * @param model id of the model that it belongs to; null if it belongs to none
 * @param identity values of its document that are part of its path, by key
 * @param location its path
 */
public record WriteTarget(String type, String key, String model, Map<String, String> identity, String location) {

    /** Document with only its type and identity. */
    ObjectNode bare() {
        ObjectNode bare = JsonNodeFactory.instance.objectNode().put("type", type);
        identity.forEach(bare::put);
        return bare;
    }
}
