package org.modeltree.oracle;

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
import org.modeltree.oracle.Lines.OfferingLine;

/** The exports that lose something have the right figures in what they keep. */
@QuarkusTest
@TestProfile(InventedCatalogProfile.class)
class ForeignExportOracleTest {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final Oracle oracle = Oracle.get();
    private final OracleExports exports = new OracleExports(oracle, LocalDate.now(ZoneOffset.UTC));

    @Test
    void the_table_has_a_row_for_each_model_with_the_limits_that_count() throws IOException {
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
        Walk.each(oracle.models(), model -> {
            Map<String, String> left = new LinkedHashMap<>(rows.get(model.id()));
            exports.row(model)
                    .forEach((header, value) -> assertEquals(value, plain(left.remove(header)), model.id() + header));
            exports.lists(model)
                    .forEach((header, values) ->
                            assertEquals(values, list(left.remove(header)), model.id() + " " + header));
            assertEquals(
                    new TreeSet<>(model.aliases()),
                    new TreeSet<>(list(left.remove("aliases"))),
                    () -> model.id() + " aliases");
            List<String> sources = exports.sources(model);
            String source = left.remove("source") + " " + left.remove("date");
            assertTrue(sources.isEmpty() ? source.isBlank() : sources.contains(source), () -> model.id() + source);
            assertEquals(Map.of(), left, model.id());
        });
    }

    @Test
    void models_dev_gets_every_model_with_the_limits_that_count_and_all_scores() throws IOException {
        JsonNode written = MAPPER.readTree(text("models.dev", "application/json"));
        List<String> ids = new ArrayList<>();
        written.fieldNames().forEachRemaining(ids::add);
        assertEquals(oracle.models().stream().map(OracleModel::id).toList(), ids);
        Walk.each(
                oracle.models(),
                model -> Trees.assertSame(
                        sorted(exports.modelsDev(model)),
                        sorted((ObjectNode) written.get(model.id())),
                        "models.dev of " + model.id()));
    }

    @Test
    void openrouter_gets_its_own_offerings_at_what_they_cost_today_and_all_other_models() throws IOException {
        JsonNode data = MAPPER.readTree(text("openrouter", "application/json")).path("data");
        Map<String, ArrayNode> written = new LinkedHashMap<>();
        data.forEach(entry -> written.computeIfAbsent(
                        entry.path("canonical_slug").asText(), slug -> MAPPER.createArrayNode())
                .add(entry));
        assertEquals(oracle.models().stream().map(OracleModel::id).toList(), List.copyOf(written.keySet()));
        Walk.each(oracle.models(), model -> {
            ArrayNode expected = MAPPER.createArrayNode().addAll(exports.openRouter(model));
            Trees.assertSame(expected, written.get(model.id()), "openrouter of " + model.id());
        });
    }

    /** Without them the test before would show little. */
    @Test
    void openrouter_serves_some_models_at_prices_that_begin_or_end() {
        List<OfferingLine> own = oracle.catalog.offerings().stream()
                .filter(line -> line.provider().equals("openrouter"))
                .toList();
        assertTrue(own.size() > 5, () -> own.size() + " offerings");
        assertTrue(own.stream().flatMap(line -> line.priceList().stream()).anyMatch(price -> price.from() != null));
        assertTrue(own.stream().flatMap(line -> line.priceList().stream()).anyMatch(price -> price.to() != null));
    }

    private static String text(String format, String type) {
        Response response = given().get("/api/v1/export?format=" + format);
        assertEquals(200, response.statusCode());
        assertEquals(type, response.contentType().replace(" ", ""));
        return new String(response.asByteArray(), StandardCharsets.UTF_8);
    }

    /** Without the apostrophes that keep spreadsheets from computing. */
    private static String plain(String cell) {
        return cell.replaceAll("(^|[,;|\\t\\r\\n])([ \"]*)'('*[-=+@])", "$1$2$3");
    }

    /** What semicolons divide, but for those behind a backslash. */
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

    /** Nobody says in which order scores stand. */
    private static ObjectNode sorted(ObjectNode entry) {
        if (entry.path("benchmarks") instanceof ArrayNode scores) {
            List<JsonNode> all = new ArrayList<>();
            scores.forEach(all::add);
            all.sort(Comparator.comparing(ForeignExportOracleTest::said));
            scores.removeAll().addAll(all);
        }
        return entry;
    }

    private static String said(JsonNode score) {
        List<String> said = new ArrayList<>();
        for (String key : List.of("name", "source", "date", "harness")) {
            said.add(score.path(key).asText());
        }
        said.add(score.path("score").decimalValue().stripTrailingZeros().toPlainString());
        return String.join("\n", said);
    }
}
