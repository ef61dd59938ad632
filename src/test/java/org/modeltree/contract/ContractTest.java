package org.modeltree.contract;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaParameter;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jboss.resteasy.reactive.RestQuery;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.modeltree.oracle.InventedCatalogProfile;

/** The service is what the committed document says, and nothing else. */
@QuarkusTest
@TestProfile(InventedCatalogProfile.class)
class ContractTest {

    private static final Contract CONTRACT = Contract.committed();

    @Test
    void the_document_served_is_the_one_committed() throws IOException {
        String served = given().accept("application/yaml").get("/q/openapi").asString();
        JsonNode paths = new ObjectMapper(new YAMLFactory()).readTree(served).get("paths");
        assertEquals(CONTRACT.document().get("paths").size(), paths.size());
        CONTRACT.operations().forEach((path, operation) -> {
            JsonNode other = paths.get(path).get("get");
            assertEquals(operation.get("operationId"), other.get("operationId"), path);
            assertEquals(
                    operation.get("parameters").size(), other.get("parameters").size(), path);
            assertEquals(fieldNames(operation.get("responses")), fieldNames(other.get("responses")), path);
        });
    }

    @Test
    void every_resource_method_is_documented_with_just_its_parameters() {
        Map<String, Set<String>> inCode = new TreeMap<>();
        for (JavaClass type : new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("org.modeltree")) {
            if (type.isAnnotatedWith(Path.class)) {
                for (JavaMethod method : type.getMethods()) {
                    if (method.isAnnotatedWith(GET.class)) {
                        inCode.put(pathOf(type, method), parametersOf(method));
                    }
                }
            }
        }
        // Where aliases of any shape lead; documented as the 308 of the paths they lead to.
        inCode.remove("/api/v1/models/{other: .+}");
        Map<String, Set<String>> inDocument = new TreeMap<>();
        CONTRACT.operations().forEach((path, operation) -> {
            Set<String> names = new TreeSet<>();
            CONTRACT.queryParameters(operation)
                    .forEach(parameter -> names.add(parameter.get("name").asText()));
            inDocument.put(path, names);
        });
        assertEquals(inDocument, inCode);
    }

    @Test
    void every_operation_shows_an_example_that_fits_its_schema() {
        CONTRACT.operations().forEach((template, operation) -> {
            JsonNode example = operation.at("/responses/200/content/application~1json/example");
            assertFalse(example.isMissingNode(), template);
            assertEquals(List.of(), CONTRACT.breaches(filled(template), 200, example), template);
        });
    }

    @Test
    void the_keys_of_a_model_that_can_be_asked_for_are_those_it_has() {
        Set<String> documented = fieldNames(CONTRACT.document().at("/components/schemas/Model/properties"));
        documented.removeAll(Set.of("scores", "lineage", "offerings"));
        Set<String> askable = new TreeSet<>();
        CONTRACT.document()
                .at("/components/parameters/fields/schema/items/enum")
                .forEach(field -> askable.add(field.asText()));
        assertEquals(documented, askable);
        JsonNode model = get("/api/v1/models?limit=1").path("data").get(0);
        assertEquals(documented, fieldNames(model));
    }

    @Test
    void every_documented_value_is_taken_and_every_other_one_is_refused() {
        List<Executable> checks = new ArrayList<>();
        CONTRACT.operations().forEach((template, operation) -> {
            String path = filled(template);
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
            checks.add(() -> assertStatus(400, path, "nosuch", "1"));
        });
        assertAll(checks);
    }

    private static void bounds(List<Executable> checks, String path, String name, JsonNode schema) {
        for (String end : List.of("minimum", "maximum")) {
            if (schema.has(end)) {
                BigDecimal bound = schema.get(end).decimalValue();
                BigDecimal beyond = end.equals("minimum") ? bound.subtract(BigDecimal.ONE) : bound.add(BigDecimal.ONE);
                // A raw value of zero is for linear scales only, and scoreMin is nothing without its capability.
                String more = name.equals("scoreMin") ? "&capability=context" : "";
                if (!name.equals("raw") || bound.signum() > 0) {
                    checks.add(() -> assertStatus(200, path, name, bound.toPlainString() + more));
                }
                checks.add(() -> assertStatus(400, path, name, beyond.toPlainString() + more));
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
        Response response = given().urlEncodingEnabled(false).get(path + "?" + name + "=" + value + others);
        assertEquals(
                expected,
                response.statusCode(),
                () -> path + "?" + name + "=" + value + " said " + response.asString());
        if (expected == 400) {
            assertEquals("application/problem+json", response.contentType());
            assertEquals("no-store", response.header("Cache-Control"));
            assertEquals(name, response.path("errors[0].parameter"), response::asString);
            assertFalse(response.asString().contains("org.modeltree"), response::asString);
        }
    }

    /** What else a path needs to answer at all. */
    private static String required(String path, String besides) {
        return switch (path) {
            case "/api/v1/scores" -> besides.equals("capability") ? "" : "&capability=context";
            case "/api/v1/capabilities/context/score" -> besides.equals("raw") ? "" : "&raw=2048";
            case "/api/v1/compare" -> besides.equals("ids") ? "" : "&ids=aurora/echo,aurora/diamond-top";
            case "/api/v1/resolve" -> besides.equals("id") ? "" : "&id=aurora/echo";
            default -> "";
        };
    }

    private static String filled(String template) {
        return template.replace("{vendor}", "aurora")
                .replace("{slug}", "echo")
                .replace("{id}", "context")
                .replace("{capability}", "context");
    }

    private static JsonNode get(String path) {
        Response response = given().get(path);
        assertEquals(200, response.statusCode());
        try {
            return new ObjectMapper().readTree(response.asByteArray());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String pathOf(JavaClass type, JavaMethod method) {
        String path = type.getAnnotationOfType(Path.class).value();
        return method.isAnnotatedWith(Path.class)
                ? path + "/" + method.getAnnotationOfType(Path.class).value()
                : path;
    }

    private static Set<String> parametersOf(JavaMethod method) {
        Set<String> names = new TreeSet<>(Set.of("lang"));
        Parameter[] reflected = method.reflect().getParameters();
        for (JavaParameter parameter : method.getParameters()) {
            Parameter same = reflected[parameter.getIndex()];
            if (parameter.isAnnotatedWith(RestQuery.class)) {
                names.add(same.getName());
            } else if (parameter.isAnnotatedWith(BeanParam.class)) {
                for (RecordComponent component : same.getType().getRecordComponents()) {
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
