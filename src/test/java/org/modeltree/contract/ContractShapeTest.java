package org.modeltree.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Form of openapi/openapi.yaml that generators of clients in every language can read. */
class ContractShapeTest {

    private static final JsonNode DOCUMENT = Contract.committed().document();
    private static final JsonNode SCHEMAS = DOCUMENT.at("/components/schemas");
    private static final Set<String> FORMATS = Set.of("int32", "int64", "double");

    @Test
    void every_object_has_a_name() {
        List<String> inline = new ArrayList<>();
        everySchema((path, node) -> {
            if (node.path("properties").isObject() && !SCHEMAS.has(path)) {
                inline.add(path);
            }
        });
        assertEquals(List.of(), inline);
    }

    @Test
    void no_value_has_more_than_one_type() {
        List<String> ambiguous = new ArrayList<>();
        BiConsumer<String, JsonNode> check = (path, node) -> {
            List<String> types = types(node);
            types.remove("null");
            if (node.has("oneOf") || types.size() > 1) {
                ambiguous.add(path);
            }
            // One schema or null is a nullable schema to every generator.
            JsonNode choices = node.path("anyOf");
            if (choices.isArray()
                    && !(choices.size() == 2
                            && choices.get(0).has("$ref")
                            && choices.get(1).path("type").asText().equals("null"))) {
                ambiguous.add(path);
            }
        };
        everySchema(check);
        assertEquals(List.of(), ambiguous);
    }

    @Test
    void every_number_says_how_large_it_gets() {
        List<String> without = new ArrayList<>();
        everySchema((path, node) -> {
            List<String> types = types(node);
            if ((types.contains("integer") || types.contains("number"))
                    && !FORMATS.contains(node.path("format").asText())) {
                without.add(path);
            }
        });
        assertEquals(List.of(), without);
    }

    @Test
    void every_schema_and_every_property_is_described() {
        List<String> without = new ArrayList<>();
        SCHEMAS.properties().forEach(schema -> {
            if (!schema.getValue().has("description")) {
                without.add(schema.getKey());
            }
            schema.getValue().path("properties").properties().forEach(property -> {
                if (property.getValue().path("description").asText().isBlank()) {
                    without.add(schema.getKey() + "." + property.getKey());
                }
            });
        });
        assertEquals(List.of(), without);
    }

    /** A closed enum becomes a type that throws on a value that was added later. */
    @Test
    void responses_have_open_enums_only() {
        Set<String> closed = new HashSet<>();
        Set<String> seen = new HashSet<>();
        for (Contract.Operation operation : Contract.committed().operations()) {
            operation
                    .node()
                    .get("responses")
                    .forEach(response -> reachable(response, seen, node -> {
                        if (node.has("const") || (node.has("enum") && !node.has("x-extensible-enum"))) {
                            closed.add(node.toString());
                        }
                    }));
        }
        assertTrue(seen.size() > 50, () -> "schemas: " + seen.size());
        assertEquals(Set.of(), closed);
    }

    /** A method with a parameter object keeps its signature when a parameter is added. */
    @Test
    void operations_with_optional_parameters_group_them() {
        List<String> wrong = new ArrayList<>();
        for (Contract.Operation operation : Contract.committed().operations()) {
            boolean optional = false;
            for (JsonNode parameter : operation.node().path("parameters")) {
                optional |= !Contract.committed()
                        .resolved(parameter)
                        .path("required")
                        .asBoolean();
            }
            if (optional != operation.node().path("x-group-parameters").asBoolean()) {
                wrong.add(operation.name());
            }
        }
        assertEquals(List.of(), wrong);
    }

    /** Clients of some languages can only send the headers that the document names. */
    @Test
    void every_read_with_a_validator_takes_one() {
        List<String> without = new ArrayList<>();
        for (Contract.Operation operation : Contract.committed().operations()) {
            if (operation.isRead()
                    && operation.node().get("responses").has("304")
                    && !operation.node().path("parameters").toString().contains("/ifNoneMatchKnown\"")) {
                without.add(operation.name());
            }
        }
        assertEquals(List.of(), without);
    }

    private static List<String> types(JsonNode node) {
        List<String> types = new ArrayList<>();
        JsonNode type = node.path("type");
        if (type.isTextual()) {
            types.add(type.asText());
        }
        type.forEach(one -> types.add(one.asText()));
        return types;
    }

    /** Visits the schemas of components, parameters, headers and bodies. */
    private static void everySchema(BiConsumer<String, JsonNode> visitor) {
        SCHEMAS.properties().forEach(schema -> walk(schema.getKey(), schema.getValue(), visitor));
        for (String kind : List.of("parameters", "headers")) {
            for (Map.Entry<String, JsonNode> part :
                    DOCUMENT.at("/components/" + kind).properties()) {
                walk(kind + "/" + part.getKey(), part.getValue().path("schema"), visitor);
            }
        }
        bodies(visitor);
    }

    private static void bodies(BiConsumer<String, JsonNode> visitor) {
        for (Contract.Operation operation : Contract.committed().operations()) {
            operation
                    .node()
                    .at("/requestBody/content")
                    .forEach(media -> walk(operation.name(), media.path("schema"), visitor));
            operation
                    .node()
                    .get("responses")
                    .forEach(response -> response.path("content")
                            .forEach(media -> walk(operation.name(), media.path("schema"), visitor)));
        }
    }

    private static void walk(String path, JsonNode node, BiConsumer<String, JsonNode> visitor) {
        if (node.isObject()) {
            visitor.accept(path, node);
        }
        node.properties().forEach(field -> {
            // The keys below are names of keys, not keywords.
            if (field.getKey().equals("properties")) {
                field.getValue()
                        .properties()
                        .forEach(property -> walk(path + "." + property.getKey(), property.getValue(), visitor));
            } else if (!field.getKey().startsWith("example")) {
                walk(path + "/" + field.getKey(), field.getValue(), visitor);
            }
        });
        if (node.isArray()) {
            node.forEach(item -> walk(path, item, visitor));
        }
    }

    private static void reachable(JsonNode node, Set<String> seen, Consumer<JsonNode> visitor) {
        if (node.isObject()) {
            visitor.accept(node);
            String target = node.path("$ref").asText();
            if (target.startsWith("#/") && seen.add(target)) {
                reachable(DOCUMENT.at(target.substring(1)), seen, visitor);
            }
        }
        node.properties().forEach(field -> {
            if (!field.getKey().startsWith("example")) {
                reachable(field.getValue(), seen, visitor);
            }
        });
        if (node.isArray()) {
            node.forEach(item -> reachable(item, seen, visitor));
        }
    }
}
