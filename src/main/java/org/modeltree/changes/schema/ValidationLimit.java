package org.modeltree.changes.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.modeltree.http.problem.Problem;

/**
 * Cuts documents before validation. The validator reports every fault, and 60,000 unknown keys would take seconds and
 * megabytes. So unknown keys after the first {@link Problem#MAX_FAULTS} are dropped, and so are list items and keys of
 * maps after the first one too many. The result is valid if and only if the document is.
 */
public final class ValidationLimit {

    private final SchemaKeys keys;
    private int unknown;

    private ValidationLimit(SchemaKeys keys) {
        this.keys = keys;
    }

    /**
     * A cut copy of the document.
     *
     * @param schema schema of the document
     * @param keys the schema's keys, which resolve its references
     */
    public static JsonNode of(JsonNode document, JsonNode schema, SchemaKeys keys) {
        return new ValidationLimit(keys).cut(document, schema);
    }

    private JsonNode cut(JsonNode node, JsonNode schema) {
        JsonNode resolved = keys.resolved(schema);
        if (node instanceof ObjectNode object && resolved.has("properties")) {
            return cut(object, resolved.get("properties"));
        }
        if (node instanceof ObjectNode map && resolved.has("maxProperties")) {
            ObjectNode cut = JsonNodeFactory.instance.objectNode();
            map.properties().stream()
                    .limit(resolved.get("maxProperties").longValue() + 1)
                    .forEach(entry -> cut.set(entry.getKey(), entry.getValue()));
            return cut;
        }
        if (node instanceof ArrayNode array && resolved.has("items") && resolved.has("maxItems")) {
            ArrayNode cut = JsonNodeFactory.instance.arrayNode();
            int maxItems = resolved.get("maxItems").intValue() + 1;
            for (int i = 0; i < Math.min(array.size(), maxItems); i++) {
                cut.add(cut(array.get(i), resolved.get("items")));
            }
            return cut;
        }
        return node;
    }

    private ObjectNode cut(ObjectNode object, JsonNode properties) {
        ObjectNode cut = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            JsonNode schema = properties.get(field.getKey());
            if (schema != null) {
                cut.set(field.getKey(), cut(field.getValue(), schema));
            } else if (unknown < Problem.MAX_FAULTS) {
                unknown++;
                cut.set(field.getKey(), field.getValue());
            }
        }
        return cut;
    }
}
