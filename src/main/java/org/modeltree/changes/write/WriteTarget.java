package org.modeltree.changes.write;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.modeltree.http.problem.Parameters;

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

    /**
     * Path of another part of the same kind and model.
     *
     * @param values the values of its document that are part of its path, in the order of the path
     */
    String sibling(List<String> values) {
        int collection = location.indexOf(model) + model.length() + 1;
        return location.substring(0, location.indexOf('/', collection) + 1)
                + values.stream()
                        .map(value -> Parameters.encoded(value).replace("%2F", isSplit(value) ? "/" : "%2F"))
                        .collect(Collectors.joining("/"));
    }

    /** Whether the location has the id as two segments, as that of a parent, instead of one. */
    private boolean isSplit(String id) {
        return id.indexOf('/') > 0 && identity.containsKey("parent");
    }

    /** Document with only its type and identity. */
    ObjectNode bare() {
        ObjectNode bare = JsonNodeFactory.instance.objectNode().put("type", type);
        identity.forEach(bare::put);
        return bare;
    }
}
