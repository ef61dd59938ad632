package org.modeltree.changes;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * What a write is about.
 *
 * @param type of its line
 * @param key of its line
 * @param model the model that it belongs to; null where it belongs to none
 * @param identity the keys of its document that the path says
 * @param location its own path
 */
public record WriteTarget(String type, String key, String model, Map<String, String> identity, String location) {

    /** The document that has nothing but its identity. */
    ObjectNode bare() {
        ObjectNode bare = JsonNodeFactory.instance.objectNode().put("type", type);
        identity.forEach(bare::put);
        return bare;
    }
}
