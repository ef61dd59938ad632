package org.modeltree.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.modeltree.EmptyCatalogProfile;

/** What imports may change, and what stays as it is. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.Watched.class)
class MergedImportTest {

    private static final String MODEL = "/models/orbit/one";

    /** What each format says about the model orbit/one, which curators describe otherwise. */
    private static final Map<String, String> SAYINGS = new TreeMap<>(Map.of(
            "modeltree", """
                    {"type":"model","id":"orbit/one","name":"Other","parameters":8,"licence":"apache-2.0","releaseDate":"2021","family":"said","aliases":["orb-one"]}
                    {"type":"measurement","id":"c","model":"orbit/one","benchmark":"context-window","raw":4096,"source":"https://orbit.example/m"}
                    """,
            "csv", """
                    id,name,parameters,licence,releaseDate,family,aliases,contextWindow,source
                    orbit/one,Other,8,apache-2.0,2021,said,orb-one,4096,https://orbit.example/c
                    """,
            "models.dev", """
                    {"orbit/one": {"id": "orbit/one", "name": "Other", "release_date": "2021", "family": "said", "license": "apache-2.0", "limit": {"context": 4096}}}
                    """,
            "openrouter", """
                    {"data": [{"id": "orbit/one", "name": "Orbit: Other", "context_length": 4096, "pricing": {"prompt": "0.000001", "completion": "0.000002"}, "knowledge_cutoff": "2021-05-01"}]}
                    """,
            "litellm", """
                    {"orbit/one": {"litellm_provider": "orbit", "max_input_tokens": 4096, "mode": "chat", "input_cost_per_token": 1e-06}}
                    """,
            "epoch", """
                    Model,Organization,Publication date,Parameters,Domain,Base model
                    One,Orbit,2021-01-01,8,Language,
                    """,
            "huggingface", """
                    {"id": "orbit/One", "createdAt": "2021-01-01T00:00:00.000Z", "cardData": {"license": "apache-2.0"}, "config": {"max_position_embeddings": 4096}, "safetensors": {"total": 8}}
                    """));

    @BeforeEach
    void empty() {
        Importing.empty();
    }

    private static void curated() {
        Importing.done("format=modeltree", """
                {"type":"benchmark","id":"context-window","label":"Context window","unit":"tokens"}
                {"type":"model","id":"orbit/zero","name":"Zero"}
                """);
        Importing.write("PUT", MODEL, """
                        {"name": "One", "parameters": 7, "licence": "mit", "releaseDate": "2020", "family": "ours", "knowledgeCutoff": "2019"}
                        """, "If-None-Match", "*").is(201);
        Importing.curate("PATCH", MODEL, "{\"licence\": null, \"family\": null}")
                .is(200);
        Importing.write(
                        "PUT",
                        MODEL + "/measurements/ours",
                        "{\"benchmark\": \"context-window\", \"raw\": 2048, \"source\": \"https://orbit.example/ours\"}",
                        "If-None-Match",
                        "*")
                .is(201);
        Importing.write(
                        "PUT",
                        MODEL + "/parents/orbit/zero",
                        "{\"relation\": \"fine_tune\", \"method\": \"sft\"}",
                        "If-None-Match",
                        "*")
                .is(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"modeltree", "csv", "models.dev", "openrouter", "litellm", "epoch", "huggingface"})
    void what_curators_said_stays_and_is_reported(String format) {
        curated();
        JsonNode before = Importing.json(MODEL);
        JsonNode lineage = Importing.json(MODEL + "/lineage");
        JsonNode report = Importing.done("format=" + format, SAYINGS.get(format));
        JsonNode after = Importing.json(MODEL);
        for (String fact :
                List.of("name", "parameters", "licence", "releaseDate", "family", "knowledgeCutoff", "contextWindow")) {
            assertEquals(before.get(fact), after.get(fact), fact);
        }
        assertEquals(lineage, Importing.json(MODEL + "/lineage"));
        assertEquals(2, Importing.models().size(), () -> report.toString());
        assertEquals(2048, after.get("contextWindow").asInt());
        assertTrue(after.get("licence").isNull() && after.get("family").isNull());
        TreeSet<String> kept = new TreeSet<>();
        report.get("kept").forEach(one -> {
            assertEquals("orbit/one", one.get("model").asText());
            assertEquals("curator", one.get("origin").asText());
            assertFalse(one.get("refused").isNull(), one::toString);
            kept.add(one.get("fact").asText() + " " + one.get("value").asText("null"));
        });
        assertEquals(report.get("keptTotal").asInt(), report.get("kept").size());
        List<String> expected = switch (format) {
            case "modeltree", "csv" ->
                List.of(
                        "context-window 2048",
                        "family null",
                        "licence null",
                        "name One",
                        "parameters 7",
                        "releaseDate 2020");
            case "models.dev" ->
                List.of("context-window 2048", "family null", "licence null", "name One", "releaseDate 2020");
            case "openrouter" -> List.of("context-window 2048", "knowledgeCutoff 2019");
            case "huggingface" -> List.of("context-window 2048", "licence null", "parameters 7", "releaseDate 2020");
            case "litellm" -> List.of();
            default -> List.of("parameters 7", "releaseDate 2020");
        };
        assertEquals(expected, List.copyOf(kept), () -> report.toString());
    }

    @Test
    void an_import_is_one_entry_in_the_log_and_the_model_before_it_can_still_be_seen() {
        curated();
        long before = Importing.revision();
        JsonNode then = Importing.json(MODEL);
        JsonNode report = Importing.done(
                "format=csv", "id,name,kind,aliases\norbit/one,One,base,orb-one;orb-1\norbit/two,Two,,\n");
        long after = report.get("revision").asLong();
        assertEquals(before + 1, after);
        JsonNode log = Importing.log(before);
        assertEquals(1, log.size(), log::toString);
        JsonNode entry = log.get(0);
        assertEquals("import", entry.get("kind").asText());
        assertEquals(report.get("id"), entry.get("import"));
        assertEquals(after, entry.get("revision").asLong());
        assertEquals(report.get("actor"), entry.get("actor"));
        assertTrue(entry.get("patch").isNull());
        assertTrue(
                Importing.json("/changes?since=" + before).at("/data/0/actor").isNull());
        JsonNode now = Importing.json(MODEL);
        assertEquals("base", now.get("kind").asText());
        assertEquals("[\"orb-1\",\"orb-one\"]", sorted(now.get("aliases")));
        JsonNode past = Importing.json(MODEL + "?atRevision=" + before);
        for (String fact :
                List.of("id", "name", "kind", "parameters", "licence", "releaseDate", "aliases", "revision")) {
            assertEquals(then.get(fact), past.get(fact), fact);
        }
        Importing.get("/models/orbit/two?atRevision=" + before).is(404);
        Importing.get("/models/orbit/two?atRevision=" + after).is(200);
        assertEquals(report, Importing.report(report.get("id").asText()));
        // Aliases are united, never lost.
        Importing.done("format=csv", "id,name,aliases\norbit/one,One,uno\n");
        assertEquals(
                "[\"orb-1\",\"orb-one\",\"uno\"]", sorted(Importing.json(MODEL).get("aliases")));
    }

    private static String sorted(JsonNode texts) {
        TreeSet<String> sorted = new TreeSet<>();
        texts.forEach(text -> sorted.add("\"" + text.asText() + "\""));
        return "[" + String.join(",", sorted) + "]";
    }

    @Test
    void who_is_trusted_more_is_believed_whoever_comes_first() {
        String models = "{\"orbit/one\": {\"id\": \"orbit/one\", \"name\": \"One\", \"release_date\": \"2021-02\"}}";
        String csv = "id,name,releaseDate\norbit/one,One,2022\n";
        JsonNode later = Importing.done("format=models.dev", models);
        assertEquals(0, later.get("keptTotal").asInt());
        JsonNode kept = Importing.done("format=csv", csv);
        assertEquals("2021-02", Importing.json(MODEL).at("/releaseDate/value").asText());
        assertEquals("models.dev", kept.at("/kept/0/origin").asText());
        assertEquals("2022", kept.at("/kept/0/refused").asText());
        Importing.empty();
        Importing.done("format=csv", csv);
        JsonNode taken = Importing.done("format=models.dev", models);
        assertEquals("2021-02", Importing.json(MODEL).at("/releaseDate/value").asText());
        assertEquals(0, taken.get("keptTotal").asInt(), taken::toString);
        // The same source may think better of it.
        Importing.done("format=models.dev", models.replace("2021-02", "2021-03"));
        assertEquals("2021-03", Importing.json(MODEL).at("/releaseDate/value").asText());
    }

    @Test
    void a_measurement_is_not_verified_by_that_of_another_value() {
        Importing.done("format=modeltree", """
                {"type":"benchmark","id":"quiz","label":"Quiz","unit":"percent"}
                {"type":"model","id":"orbit/one","name":"One"}
                {"type":"measurement","model":"orbit/one","id":"q","benchmark":"quiz","raw":50,"source":"https://orbit.example/a","harness":"ours","origin":"epoch"}
                """);
        Importing.done("format=modeltree", """
                {"type":"measurement","model":"orbit/one","id":"q","benchmark":"quiz","raw":60,"source":"https://orbit.example/b","date":"2026-02","verified":true,"origin":"litellm"}
                """);
        assertEquals("50 false \"ours\" null", evidence());
        Importing.done("format=modeltree", """
                {"type":"measurement","model":"orbit/one","id":"q","benchmark":"quiz","raw":70,"source":"https://orbit.example/c","verified":true,"origin":"publisher"}
                """);
        assertEquals("70 true null null", evidence());
    }

    private static String evidence() {
        JsonNode measurement = Importing.json(MODEL + "/measurements").at("/data/0");
        return measurement.get("raw") + " " + measurement.get("verified") + " " + measurement.get("harness") + " "
                + measurement.get("date");
    }

    @Test
    void a_changed_price_ends_today_and_another_begins() {
        String today = LocalDate.now(ZoneOffset.UTC).toString();
        Importing.done("format=modeltree", "{\"type\":\"model\",\"id\":\"orbit/one\",\"name\":\"One\"}");
        Importing.done("format=models.dev", offered("1"));
        assertEquals("[1 null null]", prices().toString());
        Importing.done("format=models.dev", offered("1.5"));
        assertEquals("[1 null " + today + ", 1.5 " + today + " null]", prices().toString());
        Importing.done("format=models.dev", offered("1.75"));
        assertEquals("[1 null " + today + ", 1.75 " + today + " null]", prices().toString());
        JsonNode same = Importing.done("format=models.dev", offered("1.75"));
        assertTrue(same.get("revision").isNull());
        Importing.curate(
                        "PUT",
                        MODEL + "/offerings/harbor/orbit/one",
                        "{\"prices\": [{\"kind\": \"metered\", \"input\": \"9\"}]}")
                .is(200);
        JsonNode kept = Importing.done("format=models.dev", offered("2"));
        assertEquals("[9 null null]", prices().toString());
        assertEquals("curator", kept.at("/kept/0/origin").asText());
    }

    private static String offered(String input) {
        return ("{\"harbor\": {\"id\": \"harbor\", \"name\": \"Harbor\", \"models\": {\"orbit/one\": {\"id\": \"orbit/one\","
                        + " \"name\": \"One\", \"limit\": {\"context\": 1000, \"output\": 100}, \"cost\": {\"input\": %s}}}}}")
                .formatted(input);
    }

    private static List<String> prices() {
        List<String> prices = new ArrayList<>();
        Importing.json(MODEL + "/offerings")
                .at("/data/0/prices")
                .forEach(price -> prices.add(price.get("input").asText() + " "
                        + price.get("from").asText() + " " + price.get("to").asText()));
        return prices;
    }

    @ParameterizedTest
    @ValueSource(strings = {"modeltree", "csv", "models.dev", "openrouter", "litellm", "epoch", "huggingface"})
    void what_a_curator_deleted_is_not_brought_back(String format) {
        curated();
        Importing.curate("DELETE", MODEL + "?successor=orbit/zero", null).is(204);
        JsonNode report = Importing.done("format=" + format, SAYINGS.get(format));
        JsonNode gone = Importing.get(MODEL).is(410).json();
        assertEquals("orbit/zero", gone.get("successor").asText());
        assertEquals(Set.of("orbit/zero"), Importing.models().keySet(), report::toString);
        if (format.equals("litellm")) {
            // That catalog only has prices, and there is no model to ask them for.
            assertEquals(1, report.get("unmatchedTotal").asInt(), report::toString);
        } else {
            assertEquals("orbit/one", report.at("/kept/0/model").asText(), report::toString);
            assertEquals("deleted", report.at("/kept/0/fact").asText());
            assertEquals("curator", report.at("/kept/0/origin").asText());
        }
        // Only the curator can take that back.
        Importing.write("PUT", MODEL, "{\"name\": \"One\"}", "If-None-Match", "*")
                .is(201);
        Importing.done("format=" + format, SAYINGS.get(format));
        assertEquals("One", Importing.json(MODEL).get("name").asText());
    }

    @Test
    void vendors_and_providers_get_the_names_that_somebody_knows() {
        Importing.done("format=modeltree", "{\"type\":\"model\",\"id\":\"orbit/one\",\"name\":\"One\"}");
        assertEquals("orbit", Importing.json("/vendors/orbit").get("name").asText());
        Importing.done(
                "format=modeltree",
                "{\"type\":\"offering\",\"provider\":\"harbor\",\"id\":\"orbit/one\",\"model\":\"orbit/one\"}");
        JsonNode epoch = Importing.done("format=epoch", SAYINGS.get("epoch"));
        assertEquals("Orbit", Importing.json("/vendors/orbit").get("name").asText());
        assertEquals("name", epoch.at("/kept/0/fact").asText("name"));
        Importing.done("format=models.dev", offered("1"));
        assertEquals(
                "Harbor",
                Importing.json(MODEL + "/offerings").at("/data/0/provider/name").asText());
    }

    @Test
    void the_order_of_modalities_says_nothing() {
        Importing.done("format=modeltree", """
                {"type":"model","id":"orbit/one","name":"One","modalities":{"input":["text","image"],"output":["text"]}}
                """);
        JsonNode report = Importing.done("format=openrouter", """
                {"data": [{"id": "orbit/one", "name": "One", "architecture": {"input_modalities": ["image", "text"], "output_modalities": ["text"]}}]}
                """);
        assertEquals(0, report.get("keptTotal").asInt(), report::toString);
    }

    @Test
    void what_is_not_certain_waits_for_a_curator() {
        Importing.done("format=modeltree", """
                {"type":"model","id":"orbit/comet-2","name":"Comet 2"}
                {"type":"model","id":"orbit/comet-2-mini","name":"Comet 2 mini"}
                """);
        String file =
                "{\"harbor\": {\"id\": \"harbor\", \"models\": {\"comet-2-turbo-x\": {\"id\": \"comet-2-turbo-x\", \"name\": \"Comet 2 turbo\", \"cost\": {\"input\": 3}}}}}";
        JsonNode report = Importing.done("format=models.dev", file);
        assertEquals(1, report.get("unmatchedTotal").asInt());
        assertEquals("harbor", report.at("/unmatched/0/provider").asText());
        assertEquals("comet-2-turbo-x", report.at("/unmatched/0/id").asText());
        assertEquals(0, Importing.offerings().size());
        assertEquals("[\"orbit/comet-2\",\"orbit/comet-2-mini\"]", sorted(report.at("/unmatched/0/candidates")));
        Importing.write("PUT", "/models/orbit/comet-2/aliases/harbor/comet-2-turbo-x", null, "If-None-Match", "*")
                .is(201);
        JsonNode confirmed = Importing.done("format=models.dev", file);
        assertEquals(0, confirmed.get("unmatchedTotal").asInt(), confirmed::toString);
        JsonNode offering = Importing.json("/models/orbit/comet-2/offerings").at("/data/0");
        assertEquals("comet-2-turbo-x", offering.get("id").asText());
        assertEquals("3", offering.at("/prices/0/input").asText());
        assertTrue(Importing.done("format=models.dev", file).get("revision").isNull());
    }
}
