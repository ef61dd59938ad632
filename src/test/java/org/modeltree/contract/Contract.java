package org.modeltree.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
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
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** The committed OpenAPI document; validates responses and examples against it. */
public final class Contract {

    private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");
    private static final String DOCUMENT = "org.modeltree.contract";
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    private static final Contract COMMITTED = read(Path.of("openapi", "openapi.yaml"));

    /**
     * Operation of the document: one method of one path.
     *
     * @param method HTTP method in upper case
     * @param path path template, such as /api/v1/models/{vendor}/{slug}
     * @param node the operation object
     */
    public record Operation(String method, String path, JsonNode node) {

        /** Method and path template; unique in the document. */
        public String name() {
            return method + " " + path;
        }

        public boolean isRead() {
            return method.equals("GET");
        }

        /** Whether the operation is one of OpenRouter's API: unknown parameters are ignored, and errors have its form. */
        public boolean isOfOpenRouter() {
            return path.startsWith("/compat/openrouter/");
        }

        /** Whether its response does not end. */
        public boolean isEndless() {
            return node.path("x-endless").booleanValue();
        }

        /** Media type of its errors. */
        public String errorType() {
            return isOfOpenRouter() ? "application/json" : "application/problem+json";
        }

        /** Whether the operation is a read that is sent by POST. */
        public boolean isPostedRead() {
            return node.path("x-read").booleanValue();
        }

        /** Required role; empty if the operation needs none while reading is public. */
        public Optional<String> role() {
            return Optional.ofNullable(node.path("x-role").textValue());
        }
    }

    private final JsonNode document;
    private final List<Operation> operations;
    /** Operations by method, those with the most literal characters first. */
    private final Map<String, List<Template>> templates = new HashMap<>();

    private final Map<String, Optional<JsonSchema>> schemas = new ConcurrentHashMap<>();
    /** The components without undocumented keys; every schema refers to them. */
    private final JsonNode components;

    private Contract(JsonNode document) {
        this.document = document;
        operations = operations(document);
        components = document.get("components").deepCopy();
        close(components.get("schemas"));
        operations.stream()
                .map(operation -> new Template(operation, Pattern.compile(pattern(operation)), literals(operation)))
                .sorted(Comparator.comparingInt(Template::literals).reversed())
                .forEach(template -> templates
                        .computeIfAbsent(template.operation().method(), method -> new ArrayList<>())
                        .add(template));
    }

    /** An operation, the paths that it matches, and the number of literal characters of its path. */
    private record Template(Operation operation, Pattern paths, int literals) {}

    private static int literals(Operation operation) {
        return operation.path().replaceAll("\\{[^}]*}", "").length();
    }

    /** Contract in openapi/openapi.yaml. */
    public static Contract committed() {
        return COMMITTED;
    }

    private static Contract read(Path file) {
        try {
            // As JSON in a system property, because each restart of the service loads this class anew, and reading half
            // a
            // megabyte of YAML takes a second.
            String json = System.getProperty(DOCUMENT);
            if (json == null) {
                json = new ObjectMapper(new YAMLFactory())
                        .readTree(file.toFile())
                        .toString();
                System.setProperty(DOCUMENT, json);
            }
            JsonNode document = new ObjectMapper().readTree(json);
            closeEnums(document);
            return new Contract(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Turns open enums into closed ones. Clients must tolerate new values; the service must not send one that is not
     * documented.
     */
    private static void closeEnums(JsonNode node) {
        if (node instanceof ObjectNode schema && schema.get("x-extensible-enum") instanceof ArrayNode values) {
            ArrayNode closed = values.deepCopy();
            if (schema.get("type").toString().contains("null")) {
                closed.addNull();
            }
            schema.set("enum", closed);
        }
        node.forEach(Contract::closeEnums);
    }

    /** The document as JSON. */
    JsonNode document() {
        return document;
    }

    /** Path templates of all reads. */
    public List<String> readPaths() {
        return operations().stream()
                .filter(Operation::isRead)
                .map(Operation::path)
                .toList();
    }

    /** All operations, in document order. */
    public List<Operation> operations() {
        return operations;
    }

    /** All operations of a document, in document order. */
    static List<Operation> operations(JsonNode document) {
        List<Operation> operations = new ArrayList<>();
        document.get("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(field -> METHODS.contains(field.getKey()))
                        .map(field ->
                                new Operation(field.getKey().toUpperCase(Locale.ROOT), path.getKey(), field.getValue()))
                        .forEach(operations::add));
        return operations;
    }

    /** Query parameters of an operation, with references resolved. */
    public List<JsonNode> queryParameters(Operation operation) {
        return parameters(operation, "query");
    }

    /**
     * Parameters of an operation, with references resolved.
     *
     * @param in where they are sent: path, query or header
     */
    public List<JsonNode> parameters(Operation operation, String in) {
        List<JsonNode> parameters = new ArrayList<>();
        for (JsonNode parameter : operation.node().path("parameters")) {
            JsonNode resolved = resolved(parameter);
            if (resolved.get("in").asText().equals(in)) {
                parameters.add(resolved);
            }
        }
        return parameters;
    }

    /** Examples of one media type of a request or a response, with references resolved. */
    public List<JsonNode> examples(JsonNode media) {
        List<JsonNode> examples = new ArrayList<>();
        if (media.has("example")) {
            examples.add(media.get("example"));
        }
        media.path("examples").forEach(example -> examples.add(resolved(example).get("value")));
        return examples;
    }

    /** The node, or the target of its reference. */
    public JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? document.at(node.get("$ref").asText().substring(1)) : node;
    }

    /**
     * Differences between a response to a GET and the document; empty if the response conforms.
     *
     * @param requestPath path with query
     */
    public List<String> breaches(String requestPath, int status, JsonNode body) {
        return breaches("GET", requestPath, status, body);
    }

    /**
     * Differences between a response and the document; empty if the response conforms.
     *
     * @param method HTTP method in upper case
     * @param requestPath path with query
     */
    public List<String> breaches(String method, String requestPath, int status, JsonNode body) {
        String path = requestPath.replaceFirst("\\?.*", "");
        Optional<Operation> operation = operationOf(method, path);
        if (operation.isEmpty()) {
            return List.of();
        }
        String name = operation.get().name();
        JsonNode response = resolved(operation.get().node().path("responses").path(Integer.toString(status)));
        if (response.isMissingNode()) {
            return List.of(name + " does not document the status " + status);
        }
        if (response.path("content").isMissingNode()) {
            return body.isMissingNode()
                    ? List.of()
                    : List.of(name + " " + status + " must have no body, but had " + body);
        }
        return faults(name + " " + status, response.get("content"), body);
    }

    /**
     * Differences between a request body and its schema; empty if the body conforms.
     *
     * @param content media types of the request body in the document
     */
    List<String> faults(Operation operation, JsonNode content, JsonNode body) {
        return faults(operation.name() + " request", content, body);
    }

    private List<String> faults(String name, JsonNode content, JsonNode body) {
        Optional<JsonSchema> schema = schemas.computeIfAbsent(name, key -> schema(content));
        return schema.stream()
                .flatMap(known -> known.validate(body).stream())
                .map(ValidationMessage::getMessage)
                .limit(5)
                .toList();
    }

    /** Whether a media type is JSON. NDJSON, which is several documents, is not. */
    public static boolean isJson(String mediaType) {
        return mediaType.equals("application/json") || mediaType.endsWith("+json");
    }

    private Optional<JsonSchema> schema(JsonNode content) {
        return content.properties().stream()
                .filter(media -> isJson(media.getKey()))
                .findFirst()
                .map(media -> {
                    ObjectNode schema = media.getValue().get("schema").deepCopy();
                    schema.put("$schema", SpecVersion.VersionFlag.V202012.getId());
                    schema.set("components", components);
                    return SCHEMAS.getSchema(schema);
                });
    }

    /** Forbids undocumented keys. Clients must tolerate new keys; the tests must not. */
    private static void close(JsonNode node) {
        if (node instanceof ObjectNode object && object.has("properties") && !object.has("additionalProperties")) {
            object.put("additionalProperties", false);
        }
        node.forEach(Contract::close);
    }

    /** Operation whose template matches the path with the most literal characters. */
    public Optional<Operation> operationOf(String method, String path) {
        return templates.getOrDefault(method, List.of()).stream()
                .filter(template -> template.paths().matcher(path).matches())
                .map(Template::operation)
                .findFirst();
    }

    /** Regular expression for a path. A parameter matches one segment, or with x-rest-of-path the rest of the path. */
    private String pattern(Operation operation) {
        String pattern = operation.path();
        for (JsonNode parameter : parameters(operation, "path")) {
            pattern = pattern.replace(
                    "{" + parameter.get("name").asText() + "}",
                    parameter.path("x-rest-of-path").asBoolean() ? ".+" : "[^/]+");
        }
        return pattern;
    }
}
