package org.modeltree.contract;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.RestQuery;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.modeltree.MainClasses;
import org.modeltree.http.value.PagePaths;
import org.modeltree.oracle.GeneratedCatalogProfile;

/** The running service matches the committed document: no operation, parameter or status more or less. */
@QuarkusTest
@TestProfile(GeneratedCatalogProfile.class)
class ContractTest {

    private static final Contract CONTRACT = Contract.committed();
    private static final ObjectMapper MAPPER = new ObjectMapper();

    // REST Assured needs several times the CPU time of the service for a request, and here are thousands.
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static final String FORMAT = "{format}";
    private static final Pattern PAGES = Pattern.compile(" " + PagePaths.OF_CATALOG + "$");

    private static final List<Class<? extends Annotation>> METHODS =
            List.of(GET.class, PUT.class, POST.class, PATCH.class, DELETE.class);

    @Test
    void the_document_served_is_the_one_committed() throws IOException {
        String served = given().accept("application/yaml").get("/q/openapi").asString();
        JsonNode document = new ObjectMapper(new YAMLFactory()).readTree(served);
        Map<String, JsonNode> others = new TreeMap<>();
        Contract.operations(document).forEach(operation -> others.put(operation.name(), operation.node()));
        List<Executable> checks = new ArrayList<>();
        for (Contract.Operation operation : CONTRACT.operations()) {
            String name = operation.name();
            JsonNode one = operation.node();
            checks.add(() -> {
                JsonNode other = others.remove(name);
                assertNotNull(other, name);
                assertEquals(one.get("operationId"), other.get("operationId"), name);
                assertEquals(one.get("security"), other.get("security"), name);
                assertEquals(
                        one.path("parameters").size(), other.path("parameters").size(), name);
                assertEquals(
                        fieldNames(one.at("/requestBody/content")), fieldNames(other.at("/requestBody/content")), name);
                assertEquals(fieldNames(one.get("responses")), fieldNames(other.get("responses")), name);
                one.get("responses")
                        .properties()
                        .forEach(response -> assertEquals(
                                fieldNames(response.getValue().path("headers")),
                                fieldNames(other.get("responses")
                                        .get(response.getKey())
                                        .path("headers")),
                                name + " " + response.getKey()));
            });
        }
        assertAll(checks);
        assertEquals(Set.of(), others.keySet());
    }

    @Test
    void every_resource_method_is_documented_with_just_its_parameters() {
        Map<String, Set<String>> inCode = new TreeMap<>();
        for (Class<?> type : MainClasses.annotatedWith(Path.class)) {
            for (Method method : type.getDeclaredMethods()) {
                METHODS.stream()
                        .filter(method::isAnnotationPresent)
                        .forEach(verb -> pathsOf(type, method)
                                .forEach(path -> inCode.put(verb.getSimpleName() + " " + path, parametersOf(method))));
            }
        }
        // Pages for people are no part of the contract.
        inCode.keySet().removeIf(name -> PAGES.matcher(name).find());
        // Redirects aliases of any shape; documented as the 308 of the canonical paths.
        inCode.keySet().removeIf(name -> name.endsWith(" /api/v1/models/{other}"));
        Map<String, Set<String>> inDocument = new TreeMap<>();
        for (Contract.Operation operation : CONTRACT.operations()) {
            Set<String> names = new TreeSet<>();
            CONTRACT.queryParameters(operation)
                    .forEach(parameter -> names.add(parameter.get("name").asText()));
            inDocument.put(operation.name(), names);
        }
        assertEquals(inDocument, inCode);
    }

    @Test
    void every_operation_shows_examples_that_fit_their_schemas() {
        List<Executable> checks = new ArrayList<>();
        for (Contract.Operation operation : CONTRACT.operations()) {
            JsonNode request = operation.node().at("/requestBody/content");
            checks.add(() -> examples(operation.name(), request)
                    .forEach(example ->
                            assertEquals(List.of(), CONTRACT.faults(operation, request, example), operation.name())));
            for (Map.Entry<String, JsonNode> response :
                    operation.node().get("responses").properties()) {
                if (response.getKey().startsWith("2")) {
                    String name = operation.name() + " " + response.getKey();
                    int status = Integer.parseInt(response.getKey());
                    checks.add(() -> examples(name, response.getValue().path("content"))
                            .forEach(example -> assertEquals(
                                    List.of(),
                                    CONTRACT.breaches(operation.method(), operation.path(), status, example),
                                    name)));
                }
            }
        }
        assertAll(checks);
    }

    /** Examples of the JSON media types; each JSON media type must have at least one. */
    private static List<JsonNode> examples(String name, JsonNode content) {
        List<JsonNode> examples = new ArrayList<>();
        content.properties().stream()
                .filter(media -> Contract.isJson(media.getKey()))
                .forEach(media -> {
                    List<JsonNode> own = CONTRACT.examples(media.getValue());
                    assertFalse(own.isEmpty(), name);
                    examples.addAll(own);
                });
        return examples;
    }

    @Test
    void every_write_requires_a_role_and_every_required_role_is_documented() {
        List<Executable> checks = new ArrayList<>();
        for (Contract.Operation operation : CONTRACT.operations()) {
            JsonNode security = operation.node().path("security");
            // Without security of its own, an operation inherits that of the document, which permits public reading.
            assertEquals(operation.role().isPresent(), !security.isMissingNode(), operation.name());
            if (!operation.isRead() && !operation.isPostedRead()) {
                checks.add(() -> assertTrue(operation.role().isPresent(), operation.name()));
            }
            operation.role().ifPresent(role -> {
                checks.add(() -> assertEquals("[{\"bearer\":[]}]", security.toString(), operation.name()));
                checks.add(() -> assertTrue(
                        operation
                                .node()
                                .get("description")
                                .asText()
                                .strip()
                                .endsWith("Requires the role `" + role + "`."),
                        operation.name()));
            });
        }
        assertAll(checks);
    }

    @Test
    void the_fields_parameter_accepts_exactly_the_keys_of_a_model() {
        Set<String> documented = fieldNames(CONTRACT.document().at("/components/schemas/Model/properties"));
        documented.removeAll(Set.of("scores", "lineage", "offerings"));
        Set<String> selectable = new TreeSet<>();
        CONTRACT.document()
                .at("/components/parameters/fields/schema/items/enum")
                .forEach(field -> selectable.add(field.asText()));
        assertEquals(documented, selectable);
        JsonNode model = get("/api/v1/models?limit=1").path("data").get(0);
        assertEquals(documented, fieldNames(model));
    }

    @Test
    void every_documented_parameter_value_is_accepted_and_every_other_is_rejected() {
        List<Executable> checks = new ArrayList<>();
        for (Contract.Operation operation : CONTRACT.operations()) {
            // An operation that requires a role rejects the caller before it reads parameters.
            if (!operation.isRead() || operation.role().isPresent() || operation.isEndless()) {
                continue;
            }
            String path = filled(operation.path());
            for (JsonNode parameter : CONTRACT.queryParameters(operation)) {
                String name = parameter.get("name").asText();
                JsonNode schema = CONTRACT.resolved(parameter.get("schema"));
                JsonNode item = CONTRACT.resolved(schema.path("items"));
                JsonNode values = item.has("enum") ? item.get("enum") : schema.path("enum");
                for (JsonNode value : values) {
                    checks.add(() -> assertStatus(200, path, name, value.asText()));
                }
                if (!values.isEmpty()) {
                    checks.add(() -> assertStatus(400, path, name, "nosuch"));
                }
                String type = schema.path("type").asText();
                if (type.equals("integer") || type.equals("number")) {
                    bounds(checks, path, name, schema);
                }
                checks.add(() -> assertStatus(400, path, name, ""));
                checks.add(() -> assertStatus(400, path, name, "%00"));
                checks.add(() -> assertStatus(400, path, name, "%ff"));
            }
            checks.add(() -> assertStatus(operation.isOfOpenRouter() ? 200 : 400, path, "nosuch", "1"));
        }
        assertAll(checks);
    }

    private static void bounds(List<Executable> checks, String path, String name, JsonNode schema) {
        for (String end : List.of("minimum", "maximum")) {
            if (schema.has(end)) {
                BigDecimal bound = schema.get(end).decimalValue();
                BigDecimal beyond = end.equals("minimum") ? bound.subtract(BigDecimal.ONE) : bound.add(BigDecimal.ONE);
                // A raw value of 0 is valid on linear scales only, and scoreMin requires capability.
                String additional = name.equals("scoreMin")
                        ? "&capability=context"
                        // And a budget is for the tokens of a month.
                        : name.equals("budget") ? "&inputTokens=1000" : "";
                if (!name.equals("raw") || bound.signum() > 0) {
                    checks.add(() -> assertStatus(200, path, name, bound.toPlainString() + additional));
                }
                checks.add(() -> assertStatus(400, path, name, beyond.toPlainString() + additional));
            }
        }
        for (String end : List.of("exclusiveMinimum", "exclusiveMaximum")) {
            if (schema.has(end)) {
                checks.add(() -> assertStatus(400, path, name, schema.get(end).asText()));
            }
        }
        checks.add(() -> assertStatus(400, path, name, "many"));
        checks.add(() -> assertStatus(400, path, name, "NaN"));
        checks.add(() -> assertStatus(400, path, name, "9".repeat(50)));
    }

    private static void assertStatus(int expected, String path, String name, String value) {
        String others = required(path, name);
        String request = path + "?" + name + "=" + value + others;
        HttpResponse<String> response = send(request);
        assertEquals(expected, response.statusCode(), () -> request + " returned " + response.body());
        if (expected == 400 && path.startsWith("/compat/openrouter/")) {
            assertEquals("application/json", header(response, "Content-Type"));
            assertEquals("no-store", header(response, "Cache-Control"));
            assertEquals(400, json(response).at("/error/code").asInt());
            String message = json(response).at("/error/message").asText();
            assertTrue(message.startsWith("`" + name + "` "), () -> request + ": " + message);
        } else if (expected == 400) {
            assertEquals("application/problem+json", header(response, "Content-Type"));
            assertEquals("no-store", header(response, "Cache-Control"));
            assertEquals(
                    name, json(response).at("/errors/0/parameter").asText(), () -> request + ": " + response.body());
            assertFalse(response.body().contains("org.modeltree"), response::body);
        }
    }

    /** Other parameters that the path requires. */
    static String required(String path, String besides) {
        return switch (path) {
            case "/api/v1/cards" -> besides.equals("ids") ? "" : "&ids=aurora/echo";
            case "/api/v1/scores" -> besides.equals("capability") ? "" : "&capability=context";
            case "/api/v1/capabilities/context/score" -> besides.equals("raw") ? "" : "&raw=2048";
            case "/api/v1/compare" -> besides.equals("ids") ? "" : "&ids=aurora/echo,aurora/diamond-top";
            case "/api/v1/recommend" -> besides.equals("capability") ? "" : "&capability=context";
            case "/api/v1/resolve" -> besides.equals("id") ? "" : "&id=aurora/echo";
            case "/api/v1/offerings" -> besides.equals("model") ? "" : "&model=aurora/echo";
            default -> "";
        };
    }

    /** Path of an existing resource for a template. */
    static String filled(String template) {
        if (template.endsWith("/measurements/{id}")) {
            String model = get("/api/v1/scores?capability=context&limit=1")
                    .at("/data/0/id")
                    .asText();
            String list = "/api/v1/models/" + model + "/measurements";
            return list + "/" + get(list).at("/data/0/id").asText();
        }
        return template.replace("{vendor}", "aurora")
                .replace("{author}", "aurora")
                .replace("{slug}", "echo")
                .replace("offerings/{provider}/{id}", "offerings/hostco/shared-one")
                .replace("vendors/{id}", "vendors/aurora")
                .replace("providers/{id}", "providers/hostco")
                .replace("benchmarks/{id}", "benchmarks/context-window")
                .replace("{id}", "context")
                .replace("{capability}", "context");
    }

    private static JsonNode get(String path) {
        HttpResponse<String> response = send(path);
        assertEquals(200, response.statusCode());
        return json(response);
    }

    private static HttpResponse<String> send(String path) {
        URI address = URI.create("http://localhost:" + RestAssured.port + path);
        try {
            return CLIENT.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private static JsonNode json(HttpResponse<String> response) {
        try {
            return MAPPER.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A path with the alternatives {@code {format: svg|png}} is documented as one path for each. */
    private static List<String> pathsOf(Class<?> type, Method method) {
        String path = pathOf(type, method);
        return path.endsWith(FORMAT)
                ? Stream.of("svg", "png")
                        .map(format -> path.replace(FORMAT, format))
                        .toList()
                : List.of(path);
    }

    private static String pathOf(Class<?> type, Method method) {
        String path = type.getAnnotation(Path.class).value();
        String template = method.isAnnotationPresent(Path.class)
                ? path.replaceFirst("/$", "") + "/"
                        + method.getAnnotation(Path.class).value()
                : path;
        // Strips the regular expression of a path parameter.
        return template.replaceAll("\\{\\s*(\\w+)\\s*:[^}]*}", "{$1}");
    }

    private static Set<String> parametersOf(Method method) {
        Set<String> names = new TreeSet<>(method.isAnnotationPresent(GET.class) ? Set.of("lang") : Set.of());
        for (Parameter parameter : method.getParameters()) {
            if (parameter.isAnnotationPresent(RestQuery.class)) {
                names.add(parameter.getName());
            } else if (parameter.isAnnotationPresent(BeanParam.class)) {
                for (RecordComponent component : parameter.getType().getRecordComponents()) {
                    names.add(component.getName());
                }
            }
        }
        return names;
    }

    private static Set<String> fieldNames(JsonNode node) {
        Set<String> names = new TreeSet<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
