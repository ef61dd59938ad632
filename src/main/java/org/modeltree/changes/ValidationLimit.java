package org.modeltree.changes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.modeltree.http.problem.Problem;

/**
 * The part of a document that is worth validating. The validator makes a message of everything that is wrong, however
 * often: 60,000 unknown keys cost it seconds and make megabytes. So unknown keys after the first hundred are left out,
 * and so are the items of a list after one too many. What is left is wrong if and only if the whole is.
 */
final class ValidationLimit {

    private final JsonNode definitions;
    private int unknown;

    private ValidationLimit(JsonNode definitions) {
        this.definitions = definitions;
    }

    /**
     * Cuts the document, which stays as it is.
     *
     * @param schema of the document
     * @param definitions that the schema refers to
     */
    static JsonNode of(JsonNode document, JsonNode schema, JsonNode definitions) {
        return new ValidationLimit(definitions).cut(document, schema);
    }

    private JsonNode cut(JsonNode node, JsonNode schema) {
        JsonNode known = resolved(schema);
        if (node instanceof ObjectNode object && known.has("properties")) {
            return cut(object, known.get("properties"));
        }
        if (node instanceof ArrayNode array && known.has("items") && known.has("maxItems")) {
            ArrayNode first = JsonNodeFactory.instance.arrayNode();
            int most = known.get("maxItems").intValue() + 1;
            for (int i = 0; i < Math.min(array.size(), most); i++) {
                first.add(cut(array.get(i), known.get("items")));
            }
            return first;
        }
        return node;
    }

    private ObjectNode cut(ObjectNode object, JsonNode properties) {
        ObjectNode first = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            JsonNode schema = properties.get(field.getKey());
            if (schema != null) {
                first.set(field.getKey(), cut(field.getValue(), schema));
            } else if (unknown < Problem.MAX_FAULTS) {
                unknown++;
                first.set(field.getKey(), field.getValue());
            }
        }
        return first;
    }

    /** What a reference leads to, and of "this or null" this. */
    private JsonNode resolved(JsonNode schema) {
        String reference = schema.path("$ref").asText();
        if (!reference.isEmpty()) {
            return resolved(definitions.path(reference.substring(reference.lastIndexOf('/') + 1)));
        }
        for (JsonNode alternative : schema.path("oneOf")) {
            if (!alternative.path("type").asText().equals("null")) {
                return resolved(alternative);
            }
        }
        return schema;
    }
}
