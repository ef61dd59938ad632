package org.modeltree.changes.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.modeltree.http.problem.DidYouMean;

/** Keys of documents, as the JSON Schema of the catalog names them. */
public final class SchemaKeys {

    private static final String PROPERTIES = "properties";

    /** No document is nested deeper. */
    private static final int MAX_DEPTH = 6;

    private final JsonNode definitions;

    /**
     * The keys of all types.
     *
     * @param definitions definitions of the schema, by name
     */
    public SchemaKeys(JsonNode definitions) {
        this.definitions = definitions;
    }

    /** Names of the top-level keys of a type, in the order of the schema. */
    public List<String> ofType(String type) {
        return names(definitions.path(type).path(PROPERTIES));
    }

    /**
     * Names of the keys of an object.
     *
     * @param rule place in the schema of a rule of the object, such as {@code /$defs/model/additionalProperties}
     */
    public List<String> beside(String rule) {
        String place = rule.substring(rule.indexOf('/', 1), rule.lastIndexOf('/'));
        return names(definitions.at(place).path(PROPERTIES));
    }

    /** Example of a pointer to the key, in any notation, further inside a document of the type; empty without such a key. */
    public Optional<String> inside(String type, String key) {
        for (Map.Entry<String, JsonNode> property :
                definitions.path(type).path(PROPERTIES).properties()) {
            Optional<String> found = inside(property.getValue(), "/" + property.getKey(), key, 1);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private Optional<String> inside(JsonNode schema, String at, String key, int depth) {
        if (depth > MAX_DEPTH) {
            return Optional.empty();
        }
        JsonNode named = resolved(schema);
        Optional<String> own = names(named.path(PROPERTIES)).stream()
                .filter(name -> DidYouMean.isSameName(name, key))
                .findFirst();
        if (own.isPresent()) {
            return Optional.of(at + "/" + own.get());
        }
        if (named.has("items")) {
            return inside(named.get("items"), at + "/0", key, depth + 1);
        }
        for (Map.Entry<String, JsonNode> property : named.path(PROPERTIES).properties()) {
            Optional<String> found = inside(property.getValue(), at + "/" + property.getKey(), key, depth + 1);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** Follows references, and selects the alternative that is not null. */
    JsonNode resolved(JsonNode schema) {
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

    private static List<String> names(JsonNode properties) {
        List<String> names = new ArrayList<>();
        properties.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
