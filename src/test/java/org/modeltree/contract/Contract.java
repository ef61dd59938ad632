package org.modeltree.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** The committed OpenAPI document, as something that answers can be held against. */
public final class Contract {

    private static final Contract COMMITTED = read(Path.of("openapi", "openapi.yaml"));

    private final JsonNode document;
    private final Map<String, Optional<JsonSchema>> schemas = new ConcurrentHashMap<>();

    private Contract(JsonNode document) {
        this.document = document;
    }

    /** openapi/openapi.yaml. */
    public static Contract committed() {
        return COMMITTED;
    }

    private static Contract read(Path file) {
        try {
            return new Contract(new ObjectMapper(new YAMLFactory()).readTree(file.toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The whole document. */
    JsonNode document() {
        return document;
    }

    /** The GET operations by path template. */
    Map<String, JsonNode> operations() {
        Map<String, JsonNode> operations = new TreeMap<>();
        document.get("paths")
                .properties()
                .forEach(path -> operations.put(path.getKey(), path.getValue().get("get")));
        return operations;
    }

    /** The operation's query parameters, references resolved. */
    List<JsonNode> queryParameters(JsonNode operation) {
        List<JsonNode> parameters = new ArrayList<>();
        for (JsonNode parameter : operation.path("parameters")) {
            JsonNode resolved = resolved(parameter);
            if (resolved.get("in").asText().equals("query")) {
                parameters.add(resolved);
            }
        }
        return parameters;
    }

    /** The node itself, or what its reference names. */
    JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? document.at(node.get("$ref").asText().substring(1)) : node;
    }

    /**
     * What an answer does that the document does not say: nothing, if all is well.
     *
     * @param requestPath with its query
     */
    public List<String> breaches(String requestPath, int status, JsonNode body) {
        String path = requestPath.replaceFirst("\\?.*", "");
        Optional<String> template = templateOf(path);
        if (template.isEmpty()) {
            return List.of();
        }
        JsonNode response = resolved(document.at(
                "/paths/" + template.get().replace("~", "~0").replace("/", "~1") + "/get/responses/" + status));
        if (response.isMissingNode()) {
            return List.of(template.get() + " is not said to answer " + status);
        }
        Optional<JsonSchema> schema =
                schemas.computeIfAbsent(template.get() + " " + status, key -> schema(response.path("content")));
        if (schema.isEmpty()) {
            return body.isMissingNode() ? List.of() : List.of("an answer " + status + " has no body, but had " + body);
        }
        Set<ValidationMessage> messages = schema.get().validate(body);
        return messages.stream().map(ValidationMessage::getMessage).limit(5).toList();
    }

    private Optional<JsonSchema> schema(JsonNode content) {
        if (content.isMissingNode()) {
            return Optional.empty();
        }
        ObjectNode schema = content.iterator().next().get("schema").deepCopy();
        schema.put("$schema", SpecVersion.VersionFlag.V202012.getId());
        ObjectNode components = document.get("components").deepCopy();
        close(components.get("schemas"));
        schema.set("components", components);
        return Optional.of(
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schema));
    }

    /** To clients, keys may be added; to these tests, none may be there that is not documented. */
    private static void close(JsonNode node) {
        if (node instanceof ObjectNode object && object.has("properties") && !object.has("additionalProperties")) {
            object.put("additionalProperties", false);
        }
        node.forEach(Contract::close);
    }

    /** The template with the most literal segments that fits. */
    private Optional<String> templateOf(String path) {
        return operations().keySet().stream()
                .filter(template -> Pattern.matches(template.replaceAll("\\{[^}]*}", "[^/]+"), path))
                .max(Comparator.comparingInt(
                        template -> template.replaceAll("\\{[^}]*}", "").length()));
    }
}
