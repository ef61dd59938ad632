package org.modeltree.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.modeltree.contract.Contract;

/** Values that conform to a schema, or nearly: patterns are met by examples and by what the client knows. */
final class Values {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int MAX_DEPTH = 6;
    private static final List<String> WORDS =
            List.of("Aurora", "echo", "模型", "Ünïcode", "a b", "<b>", "🙂", "x", "2", "=1", "it's");

    private final Contract contract;
    private final Known known;
    private final Random random;

    Values(Contract contract, Known known, Random random) {
        this.contract = contract;
        this.known = known;
        this.random = random;
    }

    /**
     * A value of a schema.
     *
     * @param name property or parameter that it is for
     */
    JsonNode of(JsonNode schema, String name) {
        return of(schema, name, 0);
    }

    private JsonNode of(JsonNode unresolved, String name, int depth) {
        JsonNode schema = contract.resolved(unresolved);
        if (schema.has("anyOf")) {
            JsonNode choices = schema.get("anyOf");
            return of(choices.get(chance(5) ? choices.size() - 1 : 0), name, depth);
        }
        if (schema.has("const")) {
            return schema.get("const");
        }
        if (schema.has("enum")) {
            return oneOf(schema.get("enum"));
        }
        String type = type(schema.path("type"));
        Optional<String> reference = Known.kindOf(name).flatMap(kind -> known.any(kind, random));
        if (type.equals("string") && reference.isPresent() && !chance(8)) {
            return JSON.textNode(reference.get());
        }
        if (schema.has("examples") && random.nextInt(3) > 0 && !type.equals("object") && !type.equals("array")) {
            return oneOf(schema.get("examples"));
        }
        return switch (type) {
            case "object" -> object(schema, depth);
            case "array" -> array(schema, name, depth);
            case "integer" -> JSON.numberNode(integer(schema));
            case "number" -> JSON.numberNode(number(schema));
            case "boolean" -> JSON.booleanNode(random.nextBoolean());
            case "string" -> JSON.textNode(text(schema));
            default -> JSON.nullNode();
        };
    }

    private String type(JsonNode type) {
        if (!type.isArray()) {
            return type.asText("object");
        }
        return chance(6) ? type.get(type.size() - 1).asText() : type.get(0).asText();
    }

    private ObjectNode object(JsonNode schema, int depth) {
        ObjectNode object = JSON.objectNode();
        List<String> required = new ArrayList<>();
        schema.path("required").forEach(key -> required.add(key.asText()));
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            boolean isWanted = depth < MAX_DEPTH
                    && random.nextInt(5) < 2
                    && !property.getKey().equals("id");
            if (required.contains(property.getKey()) || isWanted) {
                object.set(property.getKey(), of(property.getValue(), property.getKey(), depth + 1));
            }
        }
        JsonNode others = schema.path("additionalProperties");
        if (others.isObject() && depth < MAX_DEPTH) {
            JsonNode keys = contract.resolved(schema.path("propertyNames"));
            for (int i = random.nextInt(3); i > 0; i--) {
                object.set(of(keys, "key", depth + 1).asText("key"), of(others, "value", depth + 1));
            }
        }
        return object;
    }

    private ArrayNode array(JsonNode schema, String name, int depth) {
        ArrayNode array = JSON.arrayNode();
        int least = schema.path("minItems").asInt(0);
        int size = least + (depth < MAX_DEPTH ? random.nextInt(3) : 0);
        for (int i = 0; i < Math.min(size, schema.path("maxItems").asInt(size)); i++) {
            array.add(of(schema.get("items"), name, depth + 1));
        }
        return array;
    }

    private long integer(JsonNode schema) {
        long least = schema.path("minimum").asLong(0);
        long most = schema.path("maximum").asLong(least + 1_000_000);
        return switch (random.nextInt(4)) {
            case 0 -> least;
            // A page of the maximum size takes most of the time of a run.
            case 1 -> most > 100 && most <= 5_000 ? least + 20 : most;
            default -> least + Math.floorMod(random.nextLong(), Math.min(most - least, 30) + 1);
        };
    }

    private double number(JsonNode schema) {
        double least =
                schema.path("minimum").asDouble(schema.path("exclusiveMinimum").asDouble(0) + 0.001);
        double most =
                schema.path("maximum").asDouble(schema.path("exclusiveMaximum").asDouble(least + 1_000) - 0.001);
        return switch (random.nextInt(4)) {
            case 0 -> least;
            case 1 -> most;
            default ->
                Math.min(most, least + Math.round(random.nextDouble() * Math.min(most - least, 1_000) * 100) / 100.0);
        };
    }

    private String text(JsonNode schema) {
        String text = switch (schema.path("format").asText()) {
            case "date" -> day();
            case "date-time" -> day() + "T0" + random.nextInt(10) + ":00:00Z";
            case "uri" -> "https://example.com/" + random.nextInt(100);
            default -> "";
        };
        if (!text.isEmpty()) {
            return text;
        }
        String pattern = schema.path("pattern").asText();
        if (pattern.isEmpty() || pattern.equals("\\S")) {
            StringBuilder words = new StringBuilder();
            for (int i = random.nextInt(4); i >= 0; i--) {
                words.append(WORDS.get(random.nextInt(WORDS.size()))).append(i > 0 ? " " : "");
            }
            return words.substring(
                    0, Math.min(words.length(), schema.path("maxLength").asInt(words.length())));
        }
        for (String guess : List.of(
                "a" + random.nextInt(50),
                day(),
                "https://example.com/a",
                "0." + random.nextInt(1_000),
                "USD",
                "id",
                "all",
                "fuzz/m" + random.nextInt(20),
                "2023-Q1",
                "12:30")) {
            if (guess.matches(pattern)) {
                return guess;
            }
        }
        return "a";
    }

    private String day() {
        return String.format(
                "20%02d-%02d-%02d", 15 + random.nextInt(12), 1 + random.nextInt(12), 1 + random.nextInt(28));
    }

    private JsonNode oneOf(JsonNode values) {
        return values.get(random.nextInt(values.size()));
    }

    private boolean chance(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }
}
