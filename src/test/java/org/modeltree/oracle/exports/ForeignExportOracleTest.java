package org.modeltree.oracle.exports;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.modeltree.oracle.Checks;
import org.modeltree.oracle.GeneratedCatalogProfile;
import org.modeltree.oracle.JsonAssert;
import org.modeltree.oracle.Oracle;
import org.modeltree.oracle.OracleModel;
import org.modeltree.oracle.generated.InputRecords.OfferingRecord;

/** Exports in foreign formats are lossy, but what they contain is right. */
@QuarkusTest
@TestProfile(GeneratedCatalogProfile.class)
class ForeignExportOracleTest {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final Oracle oracle = Oracle.get();
    private final OracleExports exports = new OracleExports(oracle, LocalDate.now(ZoneOffset.UTC));

    @Test
    void the_table_has_a_row_per_model_with_the_counting_limits() throws IOException {
        Map<String, Map<String, String>> rows = new LinkedHashMap<>();
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
        for (CSVRecord row : format.parse(new StringReader(text("csv", "text/csv;charset=UTF-8")))) {
            assertTrue(row.isConsistent(), row::toString);
            assertEquals(null, rows.put(row.get("id"), row.toMap()), row::toString);
        }
        assertEquals(oracle.models().stream().map(OracleModel::id).toList(), List.copyOf(rows.keySet()));
        Checks.each(oracle.models(), model -> {
            Map<String, String> remaining = new LinkedHashMap<>(rows.get(model.id()));
            exports.row(model)
                    .forEach((header, value) ->
                            assertEquals(value, plain(remaining.remove(header)), model.id() + header));
            exports.lists(model)
                    .forEach((header, values) ->
                            assertEquals(values, list(remaining.remove(header)), model.id() + " " + header));
            assertEquals(
                    new TreeSet<>(model.aliases()),
                    new TreeSet<>(list(remaining.remove("aliases"))),
                    () -> model.id() + " aliases");
            List<String> sources = exports.sources(model);
            String source = remaining.remove("source") + " " + remaining.remove("date");
            assertTrue(sources.isEmpty() ? source.isBlank() : sources.contains(source), () -> model.id() + source);
            assertEquals(Map.of(), remaining, model.id());
        });
    }

    @Test
    void the_models_dev_export_has_all_models_with_counting_limits_and_all_scores() throws IOException {
        JsonNode written = MAPPER.readTree(text("models.dev", "application/json"));
        List<String> ids = new ArrayList<>();
        written.fieldNames().forEachRemaining(ids::add);
        assertEquals(oracle.models().stream().map(OracleModel::id).toList(), ids);
        Checks.each(
                oracle.models(),
                model -> JsonAssert.assertSame(
                        sorted(exports.modelsDev(model)),
                        sorted((ObjectNode) written.get(model.id())),
                        "models.dev of " + model.id()));
    }

    @Test
    void the_openrouter_export_has_its_offerings_at_current_prices_and_all_other_models() throws IOException {
        JsonNode data = MAPPER.readTree(text("openrouter", "application/json")).path("data");
        Map<String, ArrayNode> written = new LinkedHashMap<>();
        data.forEach(entry -> written.computeIfAbsent(
                        entry.path("canonical_slug").asText(), slug -> MAPPER.createArrayNode())
                .add(entry));
        assertEquals(oracle.models().stream().map(OracleModel::id).toList(), List.copyOf(written.keySet()));
        Checks.each(oracle.models(), model -> {
            ArrayNode expected = MAPPER.createArrayNode().addAll(exports.openRouter(model));
            JsonAssert.assertSame(expected, written.get(model.id()), "openrouter of " + model.id());
        });
    }

    /** Guards the test above: the generated catalog has the cases that it is about. */
    @Test
    void openrouter_offerings_have_prices_that_begin_or_end() {
        List<OfferingRecord> own = oracle.catalog.offerings().stream()
                .filter(record -> record.provider().equals("openrouter"))
                .toList();
        assertTrue(own.size() > 5, () -> own.size() + " offerings");
        assertTrue(own.stream().flatMap(record -> record.priceList().stream()).anyMatch(price -> price.from() != null));
        assertTrue(own.stream().flatMap(record -> record.priceList().stream()).anyMatch(price -> price.to() != null));
    }

    private static String text(String format, String type) {
        Response response = given().get("/api/v1/export?format=" + format);
        assertEquals(200, response.statusCode());
        assertEquals(type, response.contentType().replace(" ", ""));
        return new String(response.asByteArray(), StandardCharsets.UTF_8);
    }

    /** Removes the apostrophes that keep spreadsheets from evaluating a cell. */
    private static String plain(String cell) {
        return cell.replaceAll("(^|[,;|\\t\\r\\n])([ \"]*)'('*[-=+@])", "$1$2$3");
    }

    /** Splits at semicolons that are not escaped by a backslash. */
    private static List<String> list(String cell) {
        if (cell.isEmpty()) {
            return List.of();
        }
        List<String> values = new ArrayList<>();
        for (String value : plain(cell).split("(?<=[^\\\\]); ", -1)) {
            values.add(value.replaceAll("\\\\([\\\\;])", "$1"));
        }
        return values;
    }

    /** Sorts scores, whose order is not specified. */
    private static ObjectNode sorted(ObjectNode entry) {
        if (entry.path("benchmarks") instanceof ArrayNode scores) {
            List<JsonNode> all = new ArrayList<>();
            scores.forEach(all::add);
            all.sort(Comparator.comparing(ForeignExportOracleTest::sortKey));
            scores.removeAll().addAll(all);
        }
        return entry;
    }

    private static String sortKey(JsonNode score) {
        List<String> parts = new ArrayList<>();
        for (String key : List.of("name", "source", "date", "harness")) {
            parts.add(score.path(key).asText());
        }
        parts.add(score.path("score").decimalValue().stripTrailingZeros().toPlainString());
        return String.join("\n", parts);
    }
}
