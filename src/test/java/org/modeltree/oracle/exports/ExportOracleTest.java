package org.modeltree.oracle.exports;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.modeltree.oracle.Checks;
import org.modeltree.oracle.GeneratedCatalogProfile;
import org.modeltree.oracle.JsonAssert;
import org.modeltree.oracle.Oracle;
import org.modeltree.oracle.catalog.OracleDocuments;
import org.modeltree.oracle.catalog.OracleViews;
import org.modeltree.oracle.generated.InputRecords;
import org.modeltree.oracle.generated.InputRecords.MeasurementRecord;
import org.modeltree.oracle.generated.InputRecords.OfferingRecord;

/** The export has every imported record, with its origin. */
@QuarkusTest
@TestProfile(GeneratedCatalogProfile.class)
class ExportOracleTest {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final Oracle oracle = Oracle.get();

    @Test
    void every_record_is_exported_as_it_was_imported() throws JsonProcessingException {
        Response response = given().get("/api/v1/export");
        assertEquals(200, response.statusCode());
        String[] lines = new String(response.asByteArray(), StandardCharsets.UTF_8).split("\n", -1);
        Map<String, JsonNode> written = new HashMap<>();
        for (String line : lines) {
            if (!line.isEmpty()) {
                JsonNode json = MAPPER.readTree(line);
                assertEquals(null, written.put(name(json), json), () -> "twice: " + line);
            }
        }
        assertEquals("catalog", MAPPER.readTree(lines[0]).path("type").asText());
        written.remove(name(MAPPER.readTree(lines[0])));
        Map<String, ObjectNode> expected = expected();
        assertEquals(expected.keySet(), written.keySet());
        Checks.each(
                expected.entrySet(),
                record -> JsonAssert.assertSame(
                        record.getValue(), written.get(record.getKey()), "export of " + record.getKey()));
    }

    /** Capabilities keep their order in the file, which is the display order. */
    @Test
    void capabilities_are_exported_in_display_order() {
        List<String> ids = new String(given().get("/api/v1/export").asByteArray(), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains("\"type\":\"capability\""))
                .map(line -> line.replaceAll("^.*?\"id\":\"([a-z0-9-]+)\".*$", "$1"))
                .toList();
        assertEquals(
                oracle.catalog.capabilities().stream()
                        .map(InputRecords.CapabilityRecord::id)
                        .toList(),
                ids);
    }

    private Map<String, ObjectNode> expected() {
        List<ObjectNode> records = new ArrayList<>();
        oracle.models()
                .forEach(model -> records.add(OracleDocuments.model(model).put("type", "model")));
        for (MeasurementRecord record : oracle.catalog.measurements()) {
            records.add(OracleDocuments.measurement(record)
                    .put("type", "measurement")
                    .put("id", record.idOrDerived())
                    .put("model", Oracle.fold(record.model())));
        }
        for (OfferingRecord record : oracle.catalog.offerings()) {
            records.add(OracleDocuments.offering(record)
                    .put("type", "offering")
                    .put("provider", record.provider())
                    .put("id", record.id())
                    .put("model", Oracle.fold(record.model())));
        }
        for (ObjectNode record : oracle.catalog.records()) {
            if (!List.of("model", "measurement", "offering")
                    .contains(record.get("type").asText())) {
                records.add(other(record));
            }
        }
        // Vendors and providers without a record are exported with their id as name.
        OracleViews views = new OracleViews(oracle);
        views.vendors().forEach(vendor -> records.add(unnamed("vendor", vendor)));
        views.providers().forEach(provider -> records.add(unnamed("provider", provider)));
        Map<String, ObjectNode> byName = new HashMap<>();
        records.forEach(record -> byName.putIfAbsent(name(record), record));
        return byName;
    }

    private static ObjectNode other(ObjectNode record) {
        ObjectNode known = OracleDocuments.known(record.deepCopy());
        for (String key : List.of("child", "parent", "model", "successor")) {
            if (known.has(key)) {
                known.put(key, Oracle.fold(known.get(key).asText()));
            }
        }
        if (known.get("type").asText().equals("deleted")) {
            return known.put("id", Oracle.fold(known.get("id").asText()));
        }
        known.put("origin", OracleViews.origin(known.path("origin").asText(null)));
        for (JsonNode tool : known.path("tools")) {
            if (tool.get("name").isTextual()) {
                String english = tool.get("name").asText();
                ((ObjectNode) tool).putObject("name").put("en", english);
            }
        }
        return known;
    }

    private static ObjectNode unnamed(String type, JsonNode view) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", type)
                .put("id", view.get("id").asText())
                .put("name", view.get("id").asText())
                .put("origin", "placeholder");
    }

    /** Identity of a record: its type and its id within the type. */
    private static String name(JsonNode record) {
        List<String> name = new ArrayList<>();
        for (String key : List.of("type", "model", "child", "parent", "provider", "id")) {
            name.add(record.path(key).asText(""));
        }
        return String.join(" ", name);
    }
}
