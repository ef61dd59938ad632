package org.modeltree.formats.modelsdev;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.modeltree.formats.source.CatalogReader;
import org.modeltree.formats.source.MalformedCatalog;
import org.modeltree.formats.source.RecordedCatalog;

/** Each trap of models.dev's two files, with made-up files. */
class ModelsDevReaderTest {

    private final CatalogReader reader = new ModelsDevReader();
    private final RecordedCatalog models = RecordedCatalog.of(reader, "models-dev-models.json");
    private final RecordedCatalog api = RecordedCatalog.of(reader, "models-dev-api.json");

    private static final String ONE = "lumen/Lumen-One";

    @Test
    void every_line_is_one_of_ours() {
        models.isValid();
        api.isValid();
    }

    @Test
    void a_model_keeps_the_precision_of_its_dates_even_where_they_contradict_each_other() {
        JsonNode one = models.model(ONE);
        assertEquals("Lumen One", one.get("name").asText());
        assertEquals("2031-02", one.get("releaseDate").asText());
        assertEquals("2031-03", one.get("knowledgeCutoff").asText());
        assertEquals("2031-01-15", one.at("/sources/0/date").asText());
        assertEquals("MIT", one.get("licence").asText());
        assertTrue(one.get("openWeights").asBoolean());
        assertEquals("reasoning", one.get("kind").asText());
        assertEquals(
                "{\"output\":[\"text\"],\"input\":[\"text\",\"pdf\"]}",
                one.get("modalities").toString());
        assertEquals(
                "[{\"type\":\"weights\",\"url\":\"https://huggingface.co/lumen/Lumen-One\"},"
                        + "{\"type\":\"announcement\",\"url\":\"https://lumen.example/one\"}]",
                one.get("webLinks").toString());
        assertTrue(models.notes.get("/lumen~1Lumen-One/modalities/input").contains("smell"));
        assertTrue(models.notes.containsKey("/lumen~1Lumen-One/links/1/url"));
    }

    @Test
    void limits_are_measurements_that_a_later_file_updates() {
        assertEquals(
                "[{\"type\":\"measurement\",\"id\":\"context-window.models-dev\",\"model\":\"lumen/Lumen-One\","
                        + "\"benchmark\":\"context-window\",\"raw\":128000,\"source\":\"https://models.dev\",\"date\":\"2031-01-15\"}]",
                models.measurements(ONE, "context-window").toString());
        assertEquals(
                200_000,
                models.measurements(ONE, "max-output").get(0).get("raw").asInt());
    }

    @Test
    void a_context_of_zero_is_none() {
        assertEquals(List.of(), models.measurements("zhipuai/lantern-embedding", "context-window"));
        assertEquals("0 tokens means no limit; left out", models.notes.get("/z-ai~1lantern-embedding/limit/context"));
    }

    @Test
    void a_vendor_is_called_as_everywhere_here() {
        JsonNode lantern = models.model("zhipuai/lantern-embedding");
        assertEquals("[\"z-ai/lantern-embedding\"]", lantern.get("aliases").toString());
        assertEquals("embedding", lantern.get("kind").asText());
        assertEquals("2030", lantern.get("releaseDate").asText());
    }

    @Test
    void two_spellings_are_one_benchmark_and_all_that_differs_is_kept() {
        List<ObjectNode> measured = models.measurements(ONE, "swe-bench-pro");
        assertEquals(
                List.of("41.5 null public dataset true", "43 2031-02-03 null null", "44 null Torch, high null"),
                measured.stream()
                        .map(line -> line.get("raw").asText() + " " + text(line, "date") + " " + text(line, "harness")
                                + " " + text(line, "verified"))
                        .toList());
        assertEquals("duplicates another measurement of the model", models.notes.get("/lumen~1Lumen-One/benchmarks/3"));
    }

    private static String text(ObjectNode line, String key) {
        return line.has(key) ? line.get(key).asText() : "null";
    }

    @Test
    void a_score_written_as_text_is_read_or_refused() {
        List<ObjectNode> measured = models.measurements(ONE, "terminal-bench-2-1");
        assertEquals(1, measured.size());
        assertEquals("61.5", measured.get(0).get("raw").asText());
        assertTrue(models.notes.containsKey("/lumen~1Lumen-One/benchmarks/5/score"));
        assertEquals("must be a number", models.rejected.get("/lumen~1Lumen-One/benchmarks/6/score"));
        assertTrue(models.rejected.containsKey("/lumen~1Lumen-One/benchmarks/7/score"));
        assertTrue(models.rejected.containsKey("/lumen~1Lumen-One/benchmarks/9"));
        assertTrue(models.rejected.containsKey("/lumen~1Lumen-One/benchmarks/10/name"));
    }

    @Test
    void an_unknown_benchmark_is_made_known_before_its_first_measurement() {
        ObjectNode benchmark = models.ofType("benchmark").stream()
                .filter(line -> line.get("id").asText().equals("brand-new-bench-v2"))
                .findFirst()
                .orElseThrow();
        assertEquals("Brand New Bench v2", benchmark.get("label").asText());
        assertEquals("percent", benchmark.get("unit").asText());
        ObjectNode measured = models.measurements(ONE, "brand-new-bench-v2").get(0);
        assertEquals(0, measured.get("raw").asInt());
        assertTrue(models.lines.indexOf(benchmark) < models.lines.indexOf(measured));
    }

    @Test
    void an_entry_that_cannot_be_understood_is_refused_and_the_rest_is_read() {
        assertEquals(
                Set.of(
                        "/lumen~1Lumen-One/benchmarks/6/score",
                        "/lumen~1Lumen-One/benchmarks/7/score",
                        "/lumen~1Lumen-One/benchmarks/9",
                        "/lumen~1Lumen-One/benchmarks/10/name",
                        "/lumen~1wrong-date/release_date",
                        "/lumen~1wrong-context/limit/context",
                        "/lumen~1huge-context/limit/context",
                        "/lumen~1sentinel/limit/context",
                        "/no slash/id",
                        "/lumen~1lumen-one",
                        "/lumen~1list",
                        "/lumen~1null"),
                models.rejected.keySet());
        assertEquals(
                List.of(ONE, "zhipuai/lantern-embedding", "lumen/nameless", "lumen/last"),
                models.ofType("model").stream()
                        .map(line -> line.get("id").asText())
                        .toList());
        assertEquals("nameless", models.model("lumen/nameless").get("name").asText());
        assertEquals(
                8192,
                models.measurements("lumen/last", "context-window")
                        .get(0)
                        .get("raw")
                        .asInt());
    }

    @Test
    void keys_that_nobody_reads_are_told() {
        assertTrue(models.ignored.containsAll(Set.of("*.colour", "*.limit.input")), models.ignored::toString);
        assertFalse(models.ignored.contains("*.weights.*.label"));
        assertTrue(api.ignored.contains("*.npm"), api.ignored::toString);
    }

    @Test
    void a_provider_is_called_by_its_name_wherever_that_stands() {
        assertEquals(
                List.of("Harbor https://harbor.example/docs", "Harbor Coding Plan null"),
                api.ofType("provider").stream()
                        .map(line -> line.get("name").asText() + " " + text(line, "url"))
                        .toList());
    }

    @Test
    void an_offering_has_its_own_limits_and_exact_prices_by_tier() {
        ObjectNode one = api.offerings.get("harbor lumen-one").line();
        assertEquals(128_000, one.get("contextWindow").asInt());
        assertEquals(100_000, one.get("maxInput").asInt());
        assertEquals(32_000, one.get("maxOutput").asInt());
        assertEquals("2031-03-01", one.get("date").asText());
        assertEquals(
                "[{\"kind\":\"metered\",\"input\":\"0.9\",\"output\":\"4.5\",\"cacheRead\":\"0.09\",\"cacheWrite\":\"0\",\"reasoning\":\"9\"},"
                        + "{\"kind\":\"metered\",\"minContextTokens\":64000,\"input\":\"2\",\"output\":\"9\"}]",
                one.get("prices").toString());
        assertEquals("is rounded to 12 decimals", api.notes.get("/harbor/models/lumen-one/cost/input"));
        assertTrue(api.notes.containsKey("/harbor/models/lumen-one/cost/tiers/1"));
        assertEquals(
                "[{\"kind\":\"metered\",\"input\":\"1\",\"output\":\"2\"},{\"kind\":\"metered\",\"minContextTokens\":200000,"
                        + "\"input\":\"3\",\"output\":\"4.5\",\"cacheRead\":\"0.3\"}]",
                prices("harbor lumen-old-tiers"));
    }

    private String prices(String offering) {
        return api.offerings.get(offering).line().get("prices").toString();
    }

    @Test
    void no_cost_is_unknown_and_a_cost_of_zero_is_not_free() {
        assertEquals("[{\"kind\":\"unknown\"}]", prices("harbor painter"));
        assertEquals("[{\"kind\":\"unknown\"}]", prices("harbor gift"));
        assertTrue(api.notes.get("/harbor/models/gift/cost").contains("0"));
        assertEquals("[{\"kind\":\"free\"}]", prices("harbor gift:free"));
        assertEquals("[{\"kind\":\"subscription\"}]", prices("harbor-coding-plan lumen-one"));
        assertEquals("[{\"kind\":\"metered\",\"input\":\"0.02\",\"output\":\"0\"}]", prices("harbor embedder"));
    }

    @Test
    void an_offering_without_token_limits_has_none() {
        ObjectNode painter = api.offerings.get("harbor painter").line();
        assertFalse(painter.has("contextWindow"));
        assertFalse(painter.has("maxOutput"));
    }

    @Test
    void a_negative_or_absurd_price_is_refused() {
        assertEquals("must not be negative", api.rejected.get("/harbor/models/debtor/cost/input"));
        assertEquals("must be below 1000000000", api.rejected.get("/harbor/models/boaster/cost/input"));
        assertEquals("must be an object", api.rejected.get("/harbor/models/broken"));
        assertTrue(api.rejected.containsKey("/harbor/models/lumen-one"));
        assertTrue(api.rejected.containsKey("/No Provider!"));
        assertEquals(5, api.rejected.size());
    }

    @Test
    void a_model_is_proposed_only_where_its_publisher_is_named() {
        RecordedCatalog recorded = RecordedCatalog.ofText(reader, """
                {"harbor": {"models": {
                  "z-ai/lantern-9": {"name": "Lantern 9"}, "@cf/zai-org/Lantern-9": {"name": "Lantern 9"},
                  "z-ai/lantern-9-fast": {"name": "Lantern 9 Fast"}, "lantern-9": {"name": "Lantern 9"}, "qwen9-max": {}}},
                 "nova": {"models": {"nova-9-pro": {}}}, "google-vertex": {"models": {"lantern-9": {}}},
                 "alibaba-cn": {"models": {"qwen9-max": {}, "glm-9": {}}}}
                """);
        assertEquals(
                "amazon/nova-9-pro", recorded.offerings.get("nova nova-9-pro").proposed());
        assertNull(recorded.offerings.get("google-vertex lantern-9").proposed());
        assertEquals(
                "zhipuai/lantern-9",
                recorded.offerings.get("harbor z-ai/lantern-9").proposed());
        assertEquals(
                "zhipuai/lantern-9",
                recorded.offerings.get("harbor @cf/zai-org/Lantern-9").proposed());
        assertNull(recorded.offerings.get("harbor z-ai/lantern-9-fast").proposed());
        assertNull(recorded.offerings.get("harbor lantern-9").proposed());
        assertNull(recorded.offerings.get("harbor qwen9-max").proposed());
        assertEquals(
                "alibaba/qwen9-max",
                recorded.offerings.get("alibaba-cn qwen9-max").proposed());
        assertNull(recorded.offerings.get("alibaba-cn glm-9").proposed());
    }

    @Test
    void a_file_that_is_none_of_models_dev_is_refused_as_a_whole() {
        assertEquals("The file is empty.", malformed(""));
        assertTrue(malformed("[1]").contains("line 1, column 1"));
        assertTrue(malformed("{\"a/b\": {\"id\": \"a/b\"").contains("line 1, column 2"));
        assertTrue(malformed("{\"a/b\": {\"id\": \"a/b\"}}\n{}").contains("line 2, column 1"));
        assertTrue(malformed("{\"data\": [{\"id\": \"a/b\"}]}").contains("not a models.dev catalog"));
        assertTrue(malformed("id,name\na/b,c").contains("not valid JSON"));
    }

    private String malformed(String text) {
        return assertThrows(MalformedCatalog.class, () -> RecordedCatalog.ofText(reader, text))
                .getMessage();
    }
}
