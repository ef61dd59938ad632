package org.modeltree.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Examples of single values in openapi/openapi.yaml: there is one for each, and it is a possible value. */
class ContractExamplesTest {

    private static final Contract CONTRACT = Contract.committed();
    private static final JsonNode SCHEMAS = CONTRACT.document().at("/components/schemas");
    private static final Pattern TIME = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T.*");
    private static final Pattern OF_REQUESTS =
            Pattern.compile("/(requestBody|parameters|requestBodies|[A-Za-z]+Request)/");

    @Test
    void every_number_and_every_text_has_an_example_that_is_valid() {
        List<String> wrong = new ArrayList<>();
        int[] checked = {0};
        SCHEMAS.properties().forEach(schema -> {
            check(schema.getKey(), schema.getValue(), wrong);
            schema.getValue().path("properties").properties().forEach(property -> {
                checked[0]++;
                check(schema.getKey() + "." + property.getKey(), property.getValue(), wrong);
            });
        });
        assertTrue(checked[0] > 500, () -> "properties: " + checked[0]);
        assertEquals(List.of(), wrong);
    }

    private static void check(String name, JsonNode schema, List<String> wrong) {
        String type = schema.path("type").toString();
        boolean isValue = type.contains("string") || type.contains("number") || type.contains("integer");
        if (isValue && schema.path("examples").isEmpty()) {
            wrong.add(name + " has no example");
        }
        if (isValue) {
            schema.path("examples").forEach(example -> validate(name, schema, example, wrong));
        }
    }

    @Test
    void every_parameter_and_every_header_has_an_example_that_is_valid() {
        Map<String, JsonNode> parameters = new LinkedHashMap<>();
        for (String kind : List.of("parameters", "headers")) {
            CONTRACT.document()
                    .at("/components/" + kind)
                    .properties()
                    .forEach(one -> parameters.put(kind + " " + one.getKey(), one.getValue()));
        }
        for (Contract.Operation operation : CONTRACT.operations()) {
            operation.node().path("parameters").forEach(parameter -> {
                if (!parameter.has("$ref")) {
                    parameters.put(
                            operation.name() + " " + parameter.get("name").asText(), parameter);
                }
            });
        }
        List<String> wrong = new ArrayList<>();
        parameters.forEach((name, parameter) -> {
            if (parameter.has("example")) {
                validate(name, CONTRACT.resolved(parameter.get("schema")), parameter.get("example"), wrong);
            } else {
                wrong.add(name + " has no example");
            }
        });
        assertTrue(parameters.size() > 70, () -> "parameters: " + parameters.size());
        assertEquals(List.of(), wrong);
    }

    /** Times of answers have milliseconds. Requests may have others. */
    @Test
    void times_in_examples_have_milliseconds() {
        List<String> wrong = new ArrayList<>();
        int[] times = {0};
        examples(CONTRACT.document(), "", (path, example) -> {
            if (!example.isTextual()
                    || !TIME.matcher(example.asText()).matches()
                    || OF_REQUESTS.matcher(path).find()) {
                return;
            }
            times[0]++;
            if (!example.asText().matches(".*:[0-9]{2}\\.[0-9]{3}Z")) {
                wrong.add(path + ": " + example.asText());
            }
        });
        assertEquals(List.of(), wrong);
        assertTrue(times[0] > 25, () -> "times: " + times[0]);
    }

    @Test
    void dates_in_examples_are_as_precise_as_they_say() {
        Map<String, Integer> lengths = Map.of("year", 4, "month", 7, "day", 10);
        List<String> wrong = new ArrayList<>();
        int[] dates = {0};
        examples(CONTRACT.document(), "", (path, example) -> {
            if (example.path("value").isTextual() && example.has("precision")) {
                dates[0]++;
                if (example.get("value").asText().length()
                        != lengths.get(example.get("precision").asText())) {
                    wrong.add(path + ": " + example);
                }
            }
        });
        assertEquals(List.of(), wrong);
        assertTrue(dates[0] > 10, () -> "dates: " + dates[0]);
        JsonNode properties = SCHEMAS.at("/PartialDate/properties");
        assertEquals(
                properties.at("/value/examples/0").asText().length(),
                lengths.get(properties.at("/precision/examples/0").asText()));
    }

    /** Calls with every value in every example, and the path of it in the document. */
    private static void examples(JsonNode node, String path, BiConsumer<String, JsonNode> each) {
        node.properties().forEach(child -> {
            String at = path + "/" + child.getKey();
            if (Set.of("example", "examples").contains(child.getKey())) {
                values(child.getValue(), at, each);
            } else {
                examples(child.getValue(), at, each);
            }
        });
    }

    private static void values(JsonNode node, String path, BiConsumer<String, JsonNode> each) {
        each.accept(path, node);
        node.properties().forEach(child -> values(child.getValue(), path + "/" + child.getKey(), each));
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            values(node.get(i), path + "/" + i, each);
        }
    }

    private static void validate(String name, JsonNode schema, JsonNode example, List<String> wrong) {
        ObjectNode whole = schema.deepCopy();
        whole.set("components", CONTRACT.document().get("components"));
        JsonSchema known =
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(whole);
        known.validate(example).forEach(fault -> wrong.add(name + ": " + fault.getMessage()));
    }
}
