package org.modeltree.changes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.modeltree.changes.Json.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;
import org.modeltree.imports.Importing;

/** The change log by capability tells a poller what moved a band, and nothing else. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.class)
class MovedBandsTest {

    private static final String MODELS = "/api/v1/models/";
    private static final Client CURATOR = Client.admin();
    private static final Client READER = Client.anybody();

    private static final String CATALOG = """
            {"type":"benchmark","id":"context-window","label":"Context window","unit":"tokens"}
            {"type":"benchmark","id":"input-price","label":"Input price","unit":"usd_per_1m_tokens"}
            {"type":"benchmark","id":"quiz","label":"Quiz","unit":"percent"}
            {"type":"capability","id":"context","label":{"en":"Context"},"description":{"en":"C."},"benchmark":"context-window","scale":{"kind":"log","floor":2048,"ceiling":2097152}}
            {"type":"capability","id":"price","label":{"en":"Price"},"description":{"en":"P."},"benchmark":"input-price","scale":{"kind":"log","floor":60,"ceiling":0.05}}
            {"type":"capability","id":"quiz","label":{"en":"Quiz"},"description":{"en":"Q."},"benchmark":"quiz","scale":{"kind":"linear","floor":0,"ceiling":100}}
            {"type":"vendor","id":"alder","name":"Alder"}
            {"type":"model","id":"alder/one","name":"One","releaseDate":"2025-01-05","modalities":{"input":["text"],"output":["text"]}}
            {"type":"model","id":"alder/two","name":"Two","releaseDate":"2025-02-05"}
            {"type":"measurement","id":"w","model":"alder/one","benchmark":"context-window","raw":8192,"source":"https://alder.example"}
            {"type":"measurement","id":"q","model":"alder/two","benchmark":"quiz","raw":50,"source":"https://alder.example"}
            """;

    private long start;

    @BeforeEach
    void catalog() {
        Importing.empty();
        Importing.done("format=modeltree", CATALOG);
        start = revision();
    }

    private static long revision() {
        return READER.get("/api/v1/vendors?limit=1").revision();
    }

    /** Entries since the start as revision, kind, type and model, one after the other. */
    private List<String> moves(String capability, String... more) {
        List<String> entries = new ArrayList<>();
        String next = "/api/v1/changes?limit=2&since=" + start + "&capability=" + capability + String.join("", more);
        while (next != null) {
            JsonNode page = READER.ok(next);
            page.get("data")
                    .forEach(entry -> entries.add((entry.get("revision").asLong() - start) + " "
                            + entry.get("kind").asText() + " "
                            + entry.get("type").asText() + " "
                            + entry.get("model").asText()));
            next = page.at("/links/next").textValue();
        }
        return entries;
    }

    private static JsonNode measurement(String benchmark, int raw) {
        return json("{benchmark: '%s', raw: %d, source: 'https://alder.example'}".formatted(benchmark, raw));
    }

    @Test
    void measurements_of_the_benchmark_are_listed_and_edits_that_move_nothing_are_not() {
        CURATOR.patch(
                        MODELS + "alder/one",
                        json("{family: 'alders', kind: 'base', lifecycle: 'announced'}"),
                        "If-Match",
                        "*")
                .is(200);
        CURATOR.create(MODELS + "alder/two/measurements/w", measurement("context-window", 4096));
        CURATOR.create(MODELS + "alder/one/measurements/q", measurement("quiz", 70));
        CURATOR.patch(MODELS + "alder/two/measurements/w", json("{raw: 16384}"), "If-Match", "*")
                .is(200);
        CURATOR.patch(MODELS + "alder/two/measurements/w", json("{source: 'https://other.example'}"), "If-Match", "*")
                .is(200);
        CURATOR.create(MODELS + "alder/one/card", json("{pricingKind: 'free'}"));
        CURATOR.create(MODELS + "alder/two/parents/alder/one", json("{relation: 'merge'}"));
        CURATOR.delete(MODELS + "alder/two/measurements/w", "If-Match", "*").is(204);
        assertEquals(
                List.of(
                        "2 create measurement alder/two",
                        "4 update measurement alder/two",
                        "8 delete measurement alder/two"),
                moves("context"));
        assertEquals(List.of("3 create measurement alder/one"), moves("quiz"));
        assertEquals(List.of(), moves("context", "&model=alder/one"));
        assertEquals(List.of("3 create measurement alder/one"), moves("quiz", "&model=alder/one"));
        JsonNode page = READER.ok("/api/v1/changes?limit=1&capability=context&since=" + start);
        assertEquals(3, page.at("/meta/total").asInt());
    }

    @Test
    void a_measurement_that_does_not_count_moves_nothing() {
        CURATOR.patch(MODELS + "alder/one/measurements/w", json("{verified: true}"), "If-Match", "*")
                .is(200);
        CURATOR.create(MODELS + "alder/one/measurements/claimed", measurement("context-window", 999));
        assertEquals(List.of(), moves("context"));
    }

    @Test
    void a_measurement_that_changes_its_benchmark_moves_both() {
        CURATOR.put(MODELS + "alder/one/measurements/w", measurement("quiz", 9), "If-Match", "*")
                .is(200);
        assertEquals(List.of("1 update measurement alder/one"), moves("context"));
        assertEquals(List.of("1 update measurement alder/one"), moves("quiz"));
        assertEquals(List.of(), moves("price"));
    }

    @Test
    void release_dates_and_text_output_are_listed_where_the_model_reports() {
        CURATOR.patch(MODELS + "alder/one", json("{releaseDate: '2024-01-05'}"), "If-Match", "*")
                .is(200);
        CURATOR.patch(MODELS + "alder/one", json("{modalities: {input: ['text'], output: ['image']}}"), "If-Match", "*")
                .is(200);
        CURATOR.patch(
                        MODELS + "alder/one",
                        json("{modalities: {input: ['image'], output: ['image']}}"),
                        "If-Match",
                        "*")
                .is(200);
        assertEquals(List.of("1 update model alder/one", "2 update model alder/one"), moves("context"));
        assertEquals(List.of(), moves("quiz"));
    }

    @Test
    void the_scale_the_benchmark_and_their_labels_are_listed() {
        CURATOR.patch(
                        "/api/v1/capabilities/quiz",
                        json("{scale: {kind: 'linear', floor: 10, ceiling: 100}}"),
                        "If-Match",
                        "*")
                .is(200);
        CURATOR.patch("/api/v1/capabilities/quiz", json("{description: {en: 'Another.'}}"), "If-Match", "*")
                .is(200);
        CURATOR.patch("/api/v1/benchmarks/quiz", json("{label: 'Pub quiz'}"), "If-Match", "*")
                .is(200);
        CURATOR.patch("/api/v1/benchmarks/quiz", json("{url: 'https://quiz.example'}"), "If-Match", "*")
                .is(200);
        assertEquals(List.of("1 update capability null", "3 update benchmark null"), moves("quiz"));
        assertEquals(List.of(), moves("context"));
        CURATOR.patch("/api/v1/capabilities/quiz", json("{benchmark: 'context-window'}"), "If-Match", "*")
                .is(200);
        assertEquals(List.of("5 update capability null"), moves("quiz"));
    }

    @Test
    void prices_that_the_service_derives_are_listed_by_their_offering() {
        CURATOR.create(MODELS + "alder/one/offerings/alder/one", json("{source: 'https://alder.example'}"));
        CURATOR.put(
                        MODELS + "alder/one/offerings/alder/one",
                        json("{source: 'https://alder.example', prices: [{kind: 'metered', input: '3', output: '6'}]}"),
                        "If-Match",
                        "*")
                .is(200);
        assertEquals(List.of("2 update offering alder/one"), moves("price"));
        assertEquals(List.of(), moves("context"));
    }

    @Test
    void deletions_merges_imports_and_undos_are_listed() {
        CURATOR.create(MODELS + "alder/one/offerings/elm/one", json("{}"));
        CURATOR.create(MODELS + "alder/three", json("{name: 'Three'}"));
        String id = Importing.done(
                        "format=modeltree",
                        "{\"type\":\"measurement\",\"id\":\"w\",\"model\":\"alder/three\",\"benchmark\":\"context-window\","
                                + "\"raw\":4096,\"source\":\"https://alder.example\"}")
                .get("id")
                .asText();
        CURATOR.send("POST", "/api/v1/imports/" + id + "/undo", Client.JSON, (byte[]) null)
                .is(200);
        CURATOR.delete(MODELS + "alder/one", "If-Match", "*").is(204);
        assertEquals(
                List.of(
                        "3 import null null",
                        "4 undo null null",
                        "4 delete measurement alder/three",
                        "5 delete measurement alder/one",
                        "5 delete model alder/one"),
                moves("context").stream()
                        .sorted()
                        .sorted((one, other) -> one.charAt(0) - other.charAt(0))
                        .toList()
                        .stream()
                        .sorted((one, other) ->
                                one.charAt(0) == '4' && other.charAt(0) == '4' ? (one.contains("undo") ? -1 : 1) : 0)
                        .toList());
        assertEquals(List.of(), moves("quiz"));
    }

    @Test
    void a_merge_is_listed_for_what_it_moved() {
        CURATOR.create(MODELS + "alder/twin", json("{name: 'Twin', releaseDate: '2025-02-05'}"));
        CURATOR.create(MODELS + "alder/twin/measurements/q", measurement("quiz", 60));
        CURATOR.send("POST", MODELS + "alder/twin/merge", Client.JSON, "{\"into\": \"alder/two\"}", "If-Match", "*")
                .is(200);
        List<String> moves = moves("quiz");
        assertEquals("2 create measurement alder/twin", moves.get(0));
        assertEquals(true, moves.contains("3 merge model alder/two"), moves::toString);
        assertEquals(List.of(), moves("context"));
    }

    @Test
    void an_unknown_capability_is_refused_with_the_known_ones() {
        Reply refused = READER.get("/api/v1/changes?capability=contxt");
        refused.refusesParameter("capability");
        assertEquals(
                "[\"context\",\"price\",\"quiz\"]",
                refused.body().get("suggestions").toString());
        READER.get("/api/v1/changes?capability=").refusesParameter("capability");
        Reply leaderboard = READER.get("/api/v1/scores?capability=contxt");
        leaderboard.refusesParameter("capability");
        assertEquals("context", leaderboard.body().at("/suggestions/0").asText());
        JsonNode page = READER.ok("/api/v1/changes?limit=1&since=0&capability=context");
        READER.ok("/api/v1/changes?limit=1&since=0&capability=context");
        assertEquals(1, page.at("/meta/total").asInt());
    }
}
