package org.modeltree.exports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.modeltree.formats.csv.CsvWriter;
import org.modeltree.formats.modelsdev.ModelsDevReader;
import org.modeltree.formats.modelsdev.ModelsDevWriter;
import org.modeltree.formats.openrouter.OpenRouterReader;
import org.modeltree.formats.openrouter.OpenRouterWriter;
import org.modeltree.formats.source.JsonSource;
import org.modeltree.formats.source.Published;
import org.modeltree.formats.source.RecordedCatalog;

/** Writers of foreign formats write the catalog's facts, and the readers of the formats read them back. */
class ForeignExportTest {

    private static final LocalDate TODAY = LocalDate.of(2031, 7, 1);

    private static final String LINES = """
            {"type":"vendor","id":"lumen","name":"Lumen AI"}
            {"type":"benchmark","id":"context-window","label":"Context window","unit":"tokens"}
            {"type":"benchmark","id":"input-price","label":"Publisher's input price","unit":"usd_per_1m_tokens"}
            {"type":"benchmark","id":"swe-bench-pro","label":"SWE-bench Pro (public set)","unit":"percent"}
            {"type":"model","id":"lumen/bare","name":"Bare"}
            {"type":"measurement","model":"lumen/bare","benchmark":"input-price","raw":0.25,"source":"https://a.example"}
            {"type":"model","id":"lumen/one","name":"One","kind":"reasoning","releaseDate":"2031-02","openWeights":true,"licence":"MIT","knowledgeCutoff":"2030","modalities":{"input":["text","pdf"],"output":["text"]},"webLinks":[{"type":"weights","url":"https://huggingface.co/Lumen/One"},{"type":"paper","url":"https://a.example/p"}],"sources":[{"facts":["name"],"source":"https://models.dev","date":"2031-03-01"}]}
            {"type":"measurement","model":"lumen/one","benchmark":"context-window","raw":64000,"source":"https://a.example","date":"2031-05"}
            {"type":"measurement","model":"lumen/one","benchmark":"context-window","raw":128000,"source":"https://b.example","date":"2031-06"}
            {"type":"measurement","model":"lumen/one","benchmark":"swe-bench-pro","raw":41.5,"source":"https://a.example","harness":"Torch"}
            {"type":"edge","child":"lumen/one","parent":"lumen/bare","relation":"successor"}
            {"type":"offering","provider":"harbor","id":"one","model":"lumen/one","prices":[{"kind":"metered","input":"9"}]}
            {"type":"offering","provider":"openrouter","id":"lumen-ai/one","model":"lumen/one","contextWindow":96000,"maxOutput":8000,"retiredDate":"2032-01-01","prices":[{"kind":"metered","input":"0.08333333333333334","output":"0.6"},{"kind":"metered","minContextTokens":200000,"input":"1"}]}
            {"type":"offering","provider":"openrouter","id":"lumen-ai/one:free","model":"lumen/one","prices":[{"kind":"free"}]}
            """;

    private static Iterator<ObjectNode> lines() throws IOException {
        return read(LINES);
    }

    private static Iterator<ObjectNode> read(String text) throws IOException {
        List<ObjectNode> lines = new ArrayList<>();
        for (String line : text.lines().toList()) {
            lines.add((ObjectNode) JsonSource.JSON.readTree(line));
        }
        return lines.iterator();
    }

    @Test
    void models_dev_gets_the_counting_limits_and_every_score() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new ModelsDevWriter().write(lines(), TODAY, out);
        String text = out.toString(StandardCharsets.UTF_8);
        assertEquals(
                "{\"lumen/bare\":{\"id\":\"lumen/bare\",\"name\":\"Bare\"},\"lumen/one\":{\"id\":\"lumen/one\",\"name\":\"One\","
                        + "\"release_date\":\"2031-02\",\"last_updated\":\"2031-03-01\",\"reasoning\":true,"
                        + "\"open_weights\":true,\"license\":\"MIT\",\"limit\":{\"context\":128000},"
                        + "\"modalities\":{\"input\":[\"text\",\"pdf\"],\"output\":[\"text\"]},"
                        + "\"weights\":[{\"url\":\"https://huggingface.co/Lumen/One\"}],"
                        + "\"links\":[{\"type\":\"paper\",\"url\":\"https://a.example/p\"}],"
                        + "\"benchmarks\":[{\"name\":\"swe-bench-pro\",\"score\":41.5,\"metric\":\"percent\","
                        + "\"source\":\"https://a.example\",\"harness\":\"Torch\"}]}}",
                text);
        RecordedCatalog again = RecordedCatalog.ofText(new ModelsDevReader(), text);
        assertTrue(again.rejected.isEmpty());
        assertEquals(
                "swe-bench-pro",
                again.measurements("lumen/one", "swe-bench-pro")
                        .get(0)
                        .get("benchmark")
                        .asText());
    }

    @Test
    void openrouter_gets_its_own_offerings_back_with_exact_prices() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new OpenRouterWriter().write(lines(), TODAY, out);
        JsonNode data = JsonSource.JSON.readTree(out.toByteArray()).get("data");
        assertEquals(3, data.size());
        assertEquals("lumen/bare", data.get(0).get("id").asText());
        assertEquals(
                "{\"prompt\":\"0.00000025\",\"completion\":\"-1\"}",
                data.get(0).get("pricing").toString());
        JsonNode one = data.get(1);
        assertEquals("lumen-ai/one", one.get("id").asText());
        assertEquals("Lumen AI: One", one.get("name").asText());
        assertEquals(128_000, one.get("context_length").asInt());
        assertEquals("Lumen/One", one.get("hugging_face_id").asText());
        assertEquals("text+file->text", one.at("/architecture/modality").asText());
        assertEquals(
                "{\"prompt\":\"0.00000008333333333333334\",\"completion\":\"0.0000006\","
                        + "\"overrides\":[{\"min_prompt_tokens\":200000,\"prompt\":\"0.000001\"}]}",
                one.get("pricing").toString());
        assertEquals(
                "{\"context_length\":96000,\"max_completion_tokens\":8000,\"is_moderated\":false}",
                one.get("top_provider").toString());
        assertEquals("2032-01-01", one.get("expiration_date").asText());
        assertEquals(1_927_670_400L, one.get("created").asLong());
        assertEquals("0", data.get(2).at("/pricing/prompt").asText());
        RecordedCatalog again = RecordedCatalog.ofText(new OpenRouterReader(), out.toString(StandardCharsets.UTF_8));
        assertTrue(again.rejected.isEmpty());
        assertEquals(
                "[{\"kind\":\"metered\",\"input\":\"0.08333333333333334\",\"output\":\"0.6\"},"
                        + "{\"kind\":\"metered\",\"minContextTokens\":200000,\"input\":\"1\",\"output\":\"0.6\"}]",
                again.offerings
                        .get("openrouter lumen-ai/one")
                        .line()
                        .get("prices")
                        .toString());
    }

    @Test
    void openrouter_asks_the_price_of_today_neither_a_former_nor_a_coming_one() throws IOException {
        String line = """
                {"type":"model","id":"lumen/one","name":"One"}
                {"type":"offering","provider":"openrouter","id":"lumen/one","model":"lumen/one","prices":[{"kind":"metered","input":"1","to":"2031-07-01"},{"kind":"metered","input":"2","from":"2031-07-01","to":"2031-07-02"},{"kind":"metered","input":"3","from":"2031-07-02"}]}
                """;
        assertEquals("{\"prompt\":\"0.000002\",\"completion\":\"-1\"}", pricingOn(TODAY, line));
        assertEquals("{\"prompt\":\"0.000001\",\"completion\":\"-1\"}", pricingOn(TODAY.minusDays(1), line));
        assertEquals("{\"prompt\":\"0.000003\",\"completion\":\"-1\"}", pricingOn(TODAY.plusDays(1), line));
    }

    private static String pricingOn(LocalDate day, String lines) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new OpenRouterWriter().write(read(lines), day, out);
        return JsonSource.JSON.readTree(out.toByteArray()).at("/data/0/pricing").toString();
    }

    /** Measurements that tie by the rules of the contract count in the same order as in the service. */
    @Test
    void the_measurement_that_counts_is_the_same_in_every_format() throws IOException {
        String lines = """
                {"type":"model","id":"lumen/one","name":"One"}
                {"type":"measurement","model":"lumen/one","benchmark":"context-window","id":"a","raw":1000,"source":"https://a.example/\uD83D\uDE00"}
                {"type":"measurement","model":"lumen/one","benchmark":"context-window","id":"b","raw":3000,"source":"https://a.example/\uFE45","harness":"h"}
                {"type":"measurement","model":"lumen/one","benchmark":"context-window","id":"c","raw":4000,"source":"https://a.example/\uFE45","settings":{"mode":"long"}}
                {"type":"measurement","model":"lumen/one","benchmark":"context-window","id":"d","raw":2000,"source":"https://a.example/\uFE45"}
                """;
        String capability = """
                {"type":"capability","id":"%s","label":{"en":"C"},"description":{"en":"D"},"benchmark":"context-window","scale":{"kind":"linear","floor":%d,"ceiling":10}}
                """;
        String lower = capability.formatted("lower", 20);
        assertLimit("4000", lines);
        assertLimit("2000", lower + lines);
        assertLimit("4000", lower + capability.formatted("higher", 0) + lines);
    }

    private static void assertLimit(String tokens, String lines) throws IOException {
        ByteArrayOutputStream models = new ByteArrayOutputStream();
        new ModelsDevWriter().write(read(lines), TODAY, models);
        assertEquals(
                tokens,
                JsonSource.JSON
                        .readTree(models.toByteArray())
                        .at("/lumen~1one/limit/context")
                        .asText());
        ByteArrayOutputStream table = new ByteArrayOutputStream();
        new CsvWriter().write(read(lines), TODAY, table);
        String text = table.toString(StandardCharsets.UTF_8);
        assertTrue(text.contains("," + tokens + ",https://a.example/\uFE45,"), text);
    }

    @Test
    void an_empty_catalog_is_an_empty_file_of_the_format() throws IOException {
        ByteArrayOutputStream models = new ByteArrayOutputStream();
        new ModelsDevWriter().write(List.<ObjectNode>of().iterator(), TODAY, models);
        assertEquals("{}", models.toString(StandardCharsets.UTF_8));
        ByteArrayOutputStream router = new ByteArrayOutputStream();
        new OpenRouterWriter().write(List.<ObjectNode>of().iterator(), TODAY, router);
        assertEquals(
                "{\"data\":[],\"total_count\":0,\"links\":{\"next\":null}}", router.toString(StandardCharsets.UTF_8));
    }

    @Test
    void lines_that_do_not_follow_their_model_are_a_fault() {
        List<ObjectNode> lost = List.of(JsonSource.newRecord("offering").put("model", "a/b"));
        assertThrows(
                IllegalStateException.class,
                () -> new ModelsDevWriter().write(lost.iterator(), TODAY, new ByteArrayOutputStream()));
    }

    @ParameterizedTest
    @EnumSource
    void the_published_models_come_back_as_they_were_read(Published published) throws IOException {
        RecordedCatalog first = RecordedCatalog.of(new ModelsDevReader(), published.file("models.dev-models.json"));
        List<ObjectNode> lines = new ArrayList<>(first.ofType("benchmark"));
        first.lines.stream()
                .filter(line -> !line.get("type").asText().equals("benchmark"))
                .forEach(lines::add);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new ModelsDevWriter().write(lines.iterator(), TODAY, out);
        RecordedCatalog again = RecordedCatalog.ofText(new ModelsDevReader(), out.toString(StandardCharsets.UTF_8));
        assertEquals(measured(first), measured(again));
        assertEquals(
                first.ofType("model").stream().map(ForeignExportTest::facts).toList(),
                again.ofType("model").stream().map(ForeignExportTest::facts).toList());
    }

    private static Set<String> measured(RecordedCatalog recorded) {
        Set<String> measured = new TreeSet<>();
        recorded.ofType("measurement")
                .forEach(line -> measured.add(line.get("model").asText() + " "
                        + line.get("benchmark").asText() + " " + line.get("raw").asText() + " "
                        + line.get("source").asText() + " "
                        + line.path("harness").asText().replace("public dataset", "")));
        return measured;
    }

    private static String facts(ObjectNode model) {
        return String.join(
                " ",
                model.get("id").asText(),
                model.get("name").asText(),
                model.path("releaseDate").asText(),
                model.path("knowledgeCutoff").asText(),
                model.path("family").asText(),
                model.path("openWeights").asText(),
                model.path("modalities").toString());
    }
}
