package org.modeltree.oracle;

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
import org.modeltree.oracle.Lines.MeasurementLine;
import org.modeltree.oracle.Lines.OfferingLine;

/** The export has every line that was read, and says of each who said so. */
@QuarkusTest
@TestProfile(InventedCatalogProfile.class)
class ExportOracleTest {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final Oracle oracle = Oracle.get();

    @Test
    void every_line_is_written_as_it_was_read() throws JsonProcessingException {
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
        Walk.each(
                expected.entrySet(),
                line -> Trees.assertSame(line.getValue(), written.get(line.getKey()), "export of " + line.getKey()));
    }

    /** Capabilities keep the order of their lines, in which they are shown. */
    @Test
    void capabilities_are_written_in_their_order() {
        List<String> ids = new String(given().get("/api/v1/export").asByteArray(), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains("\"type\":\"capability\""))
                .map(line -> line.replaceAll("^.*?\"id\":\"([a-z0-9-]+)\".*$", "$1"))
                .toList();
        assertEquals(
                oracle.catalog.capabilities().stream()
                        .map(Lines.CapabilityLine::id)
                        .toList(),
                ids);
    }

    private Map<String, ObjectNode> expected() {
        List<ObjectNode> lines = new ArrayList<>();
        oracle.models().forEach(model -> lines.add(OracleDocuments.model(model).put("type", "model")));
        for (MeasurementLine line : oracle.catalog.measurements()) {
            lines.add(OracleDocuments.measurement(line)
                    .put("type", "measurement")
                    .put("id", line.idOrDerived())
                    .put("model", Oracle.fold(line.model())));
        }
        for (OfferingLine line : oracle.catalog.offerings()) {
            lines.add(OracleDocuments.offering(line)
                    .put("type", "offering")
                    .put("provider", line.provider())
                    .put("id", line.id())
                    .put("model", Oracle.fold(line.model())));
        }
        for (ObjectNode line : oracle.catalog.lines()) {
            if (!List.of("model", "measurement", "offering")
                    .contains(line.get("type").asText())) {
                lines.add(other(line));
            }
        }
        // Whom nobody names is called by its id.
        OracleViews views = new OracleViews(oracle);
        views.vendors().forEach(vendor -> lines.add(unnamed("vendor", vendor)));
        views.providers().forEach(provider -> lines.add(unnamed("provider", provider)));
        Map<String, ObjectNode> byName = new HashMap<>();
        lines.forEach(line -> byName.putIfAbsent(name(line), line));
        return byName;
    }

    private static ObjectNode other(ObjectNode line) {
        ObjectNode known = OracleDocuments.known(line.deepCopy());
        for (String key : List.of("child", "parent", "model", "successor")) {
            if (known.has(key)) {
                known.put(key, Oracle.fold(known.get(key).asText()));
            }
        }
        if (known.get("type").asText().equals("deleted")) {
            return known.put("id", Oracle.fold(known.get("id").asText()));
        }
        known.put("origin", OracleViews.origin(known.path("origin").asText(null)));
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

    /** By what a line is known: its type and what it is called among those. */
    private static String name(JsonNode line) {
        List<String> name = new ArrayList<>();
        for (String key : List.of("type", "model", "child", "parent", "provider", "id")) {
            name.add(line.path(key).asText(""));
        }
        return String.join(" ", name);
    }
}
