package org.modeltree.changes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.modeltree.changes.Json.among;
import static org.modeltree.changes.Json.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;
import org.modeltree.imports.Importing;

/** Standard errors, sample sizes and settings of measurements, and the setting that counts. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.class)
class MeasurementSettingsTest {
    private static final String MODELS = "/api/v1/models/";
    private static final Client ADMIN = Client.admin();
    private static final Client READER = Client.anybody();
    private static final String SOURCE = ", source: 'https://f.example/runs', date: '2025-03-01', verified: true";

    private static void model(String slug, String benchmark, String scale) {
        ADMIN.create("/api/v1/benchmarks/" + benchmark, json("{label: 'B', unit: 'percent'}"));
        ADMIN.create("/api/v1/capabilities/" + benchmark, capability(benchmark, scale));
        ADMIN.create(MODELS + "fichte/" + slug, json("{name: 'M'}"));
    }

    private static ObjectNode capability(String benchmark, String scale) {
        return json("{label: {en: 'C'}, description: {en: 'D'}, benchmark: '%s', scale: {kind: 'linear', %s}}"
                .formatted(benchmark, scale));
    }

    private static ObjectNode run(String benchmark, double raw, String effort) {
        String settings = effort == null ? "" : ", settings: {reasoning_effort: '" + effort + "'}";
        return json("{benchmark: '%s', raw: %s%s%s}".formatted(benchmark, raw, SOURCE, settings));
    }

    private static String counting(String slug) {
        List<String> counting = new ArrayList<>();
        READER.ok(MODELS + "fichte/" + slug + "/measurements").get("data").forEach(one -> {
            if (one.get("counting").asBoolean()) {
                counting.add(one.get("id").asText());
            }
        });
        return String.join(" ", counting);
    }

    @Test
    void a_measurement_keeps_how_it_was_measured() {
        model("kept", "fichte-kept", "floor: 0, ceiling: 100");
        String path = MODELS + "fichte/kept/measurements/run";
        ObjectNode document = json("{benchmark: 'fichte-kept', raw: 71.5, standardError: 2.25, sampleSize: 198" + SOURCE
                + ", harness: 'h 1', settings: {thinking_tokens: '32000', 'reasoning.effort': 'high'}}");
        Reply created = ADMIN.create(path, document);
        assertEquals(document.put("origin", "curator"), created.body());
        assertEquals(document, READER.ok(path));
        JsonNode listed = READER.ok(MODELS + "fichte/kept/measurements").at("/data/0");
        assertEquals(2.25, listed.get("standardError").asDouble());
        assertEquals(198, listed.get("sampleSize").asLong());
        assertEquals(json("{'reasoning.effort': 'high', thinking_tokens: '32000'}"), listed.get("settings"));
        assertTrue(READER.get("/api/v1/export").text().contains("\"sampleSize\":198"));

        JsonNode patched = ADMIN.patch(
                        path,
                        json("{standardError: 0, settings: {thinking_tokens: null, tools: 'none'}}"),
                        "If-Match",
                        "*")
                .is(200)
                .body();
        assertEquals(0, patched.get("standardError").asInt(-1));
        assertEquals(json("{'reasoning.effort': 'high', tools: 'none'}"), patched.get("settings"));
        JsonNode change =
                ADMIN.ok("/api/v1/changes?limit=200&model=fichte/kept").get("data");
        assertTrue(change.toString().contains("/settings/tools"), change::toString);

        ADMIN.patch(path, json("{settings: {'reasoning.effort': null, tools: null}, sampleSize: 2.0}"), "If-Match", "*")
                .is(200);
        JsonNode bare = READER.ok(path);
        assertFalse(bare.has("settings"), bare::toString);
        assertEquals("2", bare.get("sampleSize").toString());
        ADMIN.patch(path, json("{standardError: null, sampleSize: null}"), "If-Match", "*")
                .is(200);
        assertFalse(READER.ok(path).has("standardError"));
        assertTrue(READER.ok(MODELS + "fichte/kept/measurements")
                .at("/data/0/sampleSize")
                .isNull());
    }

    @Test
    void the_best_setting_of_a_source_and_date_counts_and_is_named() {
        model("best", "fichte-best", "floor: 0, ceiling: 100");
        String path = MODELS + "fichte/best/measurements/";
        ADMIN.create(path + "low", run("fichte-best", 40, "low"));
        ADMIN.create(path + "high", run("fichte-best", 60, "high"));
        ADMIN.create(path + "none", run("fichte-best", 50, null));
        assertEquals("high", counting("best"));
        JsonNode score = among(READER.ok(MODELS + "fichte/best/scores").get("data"), "capability", "fichte-best");
        assertEquals(6.0, score.get("score").asDouble());
        assertEquals(json("{reasoning_effort: 'high'}"), score.get("settings"));
        JsonNode card = among(READER.ok(MODELS + "fichte/best/card").get("performance"), "capability", "fichte-best");
        assertEquals("B · linear · Reasoning effort: high", card.get("basis").asText());
        assertEquals(json("{reasoning_effort: 'high'}"), card.get("settings"));
        assertEquals(
                json("{reasoning_effort: 'high'}"),
                READER.ok("/api/v1/scores?capability=fichte-best").at("/data/0/settings"));

        // Another source, another day and a verified one come before a better value.
        ObjectNode other = run("fichte-best", 1, "low");
        ADMIN.create(path + "later", other.deepCopy().put("date", "2025-03-02"));
        assertEquals("later", counting("best"));
        ADMIN.delete(path + "later", "If-Match", "*").is(204);
        ADMIN.create(path + "first", other.deepCopy().put("source", "https://a.example"));
        assertEquals("first", counting("best"));
        ADMIN.delete(path + "first", "If-Match", "*").is(204);
        ADMIN.create(path + "stated", run("fichte-best", 99, "max").put("verified", false));
        assertEquals("high", counting("best"));
        ADMIN.patch(path + "high", json("{raw: 49}"), "If-Match", "*").is(200);
        assertEquals("none", counting("best"));
        ADMIN.delete(path + "none", "If-Match", "*").is(204);
        assertEquals("high", counting("best"));
    }

    @Test
    void where_lower_is_better_the_lowest_counts_and_follows_the_scale() {
        model("lower", "fichte-lower", "floor: 100, ceiling: 0");
        String path = MODELS + "fichte/lower/measurements/";
        ADMIN.create(path + "a", run("fichte-lower", 40, "low"));
        ADMIN.create(path + "b", run("fichte-lower", 10, "high"));
        ADMIN.create(path + "c", run("fichte-lower", 60, "max"));
        assertEquals("b", counting("lower"));
        String capability = "/api/v1/capabilities/fichte-lower";
        ADMIN.put(capability, capability("fichte-lower", "floor: 0, ceiling: 100"), "If-Match", "*")
                .is(200);
        assertEquals("c", counting("lower"));
        assertEquals(
                60,
                READER.ok("/api/v1/scores?capability=fichte-lower")
                        .at("/data/0/raw")
                        .asInt());
        // A second capability that disagrees changes nothing; as the only one it does.
        ADMIN.create("/api/v1/capabilities/fichte-lower-2", capability("fichte-lower", "floor: 90, ceiling: 0"));
        assertEquals("c", counting("lower"));
        ADMIN.delete(capability, "If-Match", "*").is(204);
        assertEquals("b", counting("lower"));
        assertEquals("{\"10\":1}", tally("fichte-lower"));
        ADMIN.delete("/api/v1/capabilities/fichte-lower-2", "If-Match", "*").is(204);
        assertEquals("c", counting("lower"));
        assertEquals("{\"60\":1}", tally("fichte-lower"));
        // And one that came in with the measurements of another model.
        Importing.done("format=modeltree", """
                {"type":"model","id":"fichte/new","name":"N"}
                {"type":"measurement","id":"x","model":"fichte/new","benchmark":"fichte-lower","raw":7,"source":"https://f.example","settings":{"a":"1"}}
                {"type":"measurement","id":"y","model":"fichte/new","benchmark":"fichte-lower","raw":5,"source":"https://f.example","settings":{"a":"2"}}
                {"type":"capability","id":"fichte-lower","label":{"en":"C"},"description":{"en":"D"},"benchmark":"fichte-lower","scale":{"kind":"linear","floor":9,"ceiling":0}}
                """);
        assertEquals("y", counting("new"));
        assertEquals("b", counting("lower"));
    }

    private static String tally(String benchmark) {
        return Importing.ask(
                        "select json_object_agg(raw || '', models) from tally where benchmark_id = '" + benchmark + "'")
                .replace(" ", "");
    }

    @Test
    void settings_stand_beside_each_other_and_an_import_twice_changes_nothing() {
        model("imported", "fichte-imported", "floor: 0, ceiling: 100");
        String line =
                "{\"type\":\"measurement\",\"model\":\"fichte/imported\",\"benchmark\":\"fichte-imported\",\"raw\":%d,"
                        + "\"source\":\"https://f.example\"%s}\n";
        String file = line.formatted(50, "")
                + line.formatted(50, ",\"settings\":{\"effort\":\"low\"}")
                + line.formatted(50, ",\"settings\":{\"effort\":\"high\"},\"standardError\":1.5,\"sampleSize\":198");
        assertEquals(3, Importing.done("format=modeltree", file).get("created").asInt());
        assertEquals(
                3,
                READER.ok(MODELS + "fichte/imported/measurements").get("data").size());
        JsonNode again = Importing.done("format=modeltree", file);
        assertEquals("0 0 3", again.get("created") + " " + again.get("updated") + " " + again.get("unchanged"));
        // Evidence for the same statement is added to it, whatever the order of the settings.
        String evidence = line.formatted(50, ",\"settings\":{\"effort\":\"low\"},\"standardError\":2");
        assertEquals(
                1, Importing.done("format=modeltree", evidence).get("updated").asInt());
        assertEquals(
                3,
                READER.ok(MODELS + "fichte/imported/measurements").get("data").size());
        JsonNode twice = Importing.write("POST", "/imports?format=modeltree", evidence + evidence)
                .is(422)
                .json();
        assertEquals("duplicates line 1", twice.at("/errors/0/detail").asText());
    }

    @Test
    void what_models_dev_calls_a_variant_keeps_the_settings() {
        model("variant", "fichte-variant", "floor: 0, ceiling: 100");
        ObjectNode document = run("fichte-variant", 44, "high");
        document.withObject("/settings").put("tools", "none");
        ADMIN.create(MODELS + "fichte/variant/measurements/run", document);
        String exported = READER.get("/api/v1/export?format=models.dev").text();
        assertTrue(exported.contains("\"variant\":\"reasoning_effort: high, tools: none\""), exported);
        Importing.done("format=models.dev", """
                {"fichte/other": {"id": "fichte/other", "name": "Other", "benchmarks": [
                    {"name": "fichte-variant", "score": 44, "source": "https://f.example",
                     "variant": "reasoning_effort: high, tools: none", "harness": "h"},
                    {"name": "fichte-variant", "score": 41, "source": "https://f.example", "variant": "medium"}]}}
                """);
        JsonNode read = READER.ok(MODELS + "fichte/other/measurements").get("data");
        assertEquals(
                json("{reasoning_effort: 'high', tools: 'none'}"),
                among(read, "harness", "h").get("settings"));
        assertTrue(among(read, "harness", "medium").get("settings").isNull());
    }

    @Test
    void merged_models_keep_each_setting_and_an_undo_restores_it() {
        model("from", "fichte-merged", "floor: 0, ceiling: 100");
        ADMIN.create(MODELS + "fichte/into", json("{name: 'Into'}"));
        ADMIN.create(MODELS + "fichte/into/measurements/a", run("fichte-merged", 50, "low"));
        ADMIN.create(MODELS + "fichte/from/measurements/a", run("fichte-merged", 50, "high"));
        ADMIN.send("POST", MODELS + "fichte/from/merge", Client.JSON, "{\"into\": \"fichte/into\"}", "If-Match", "*")
                .is(200);
        JsonNode merged = READER.ok(MODELS + "fichte/into/measurements").get("data");
        assertEquals(
                "low", among(merged, "id", "a").at("/settings/reasoning_effort").asText());
        assertEquals(
                "high",
                among(merged, "id", "a-2").at("/settings/reasoning_effort").asText());

        JsonNode report = Importing.done("format=modeltree", """
                {"type":"measurement","id":"a","model":"fichte/into","benchmark":"fichte-merged","raw":70,"source":"https://f.example","origin":"curator","sampleSize":5}
                """);
        assertEquals(
                5,
                READER.ok(MODELS + "fichte/into/measurements/a")
                        .get("sampleSize")
                        .asInt());
        assertFalse(READER.ok(MODELS + "fichte/into/measurements/a").has("settings"));
        ADMIN.send(
                        "POST",
                        "/api/v1/imports/" + report.get("id").asText() + "/undo",
                        null,
                        (byte[]) null,
                        "If-Match",
                        "*")
                .is(200);
        assertEquals(
                "low",
                READER.ok(MODELS + "fichte/into/measurements/a")
                        .at("/settings/reasoning_effort")
                        .asText());
    }

    @Test
    void what_says_nothing_about_a_measurement_is_refused_by_its_pointer() {
        model("bad", "fichte-bad", "floor: 0, ceiling: 100");
        String path = MODELS + "fichte/bad/measurements/x";
        String[][] bad = {
            {"standardError: -0.1", "/standardError"},
            {"standardError: 'NaN'", "/standardError"},
            {"standardError: 1e400", "/standardError"},
            {"standardError: 1e-400", "/standardError"},
            {"standardError: [1]", "/standardError"},
            {"sampleSize: 0", "/sampleSize"},
            {"sampleSize: 1.5", "/sampleSize"},
            {"sampleSize: 1e13", "/sampleSize"},
            {"sampleSize: '198'", "/sampleSize"},
            {"settings: 'high'", "/settings"},
            {"settings: ['high']", "/settings"},
            {"settings: {effort: 1}", "/settings/effort"},
            {"settings: {effort: {}}", "/settings/effort"},
            {"settings: {effort: ''}", "/settings/effort"},
            {"settings: {effort: '  '}", "/settings/effort"},
            {"settings: {effort: 'a\\u0000b'}", "/settings/effort"},
            {"settings: {effort: 'a\\nb'}", "/settings/effort"},
            {"settings: {'Effort': 'a'}", "/settings"},
            {"settings: {'': 'a'}", "/settings"},
            {"settings: {'a\\u0000': 'a'}", "/settings"},
        };
        long before = READER.get("/api/v1/vendors?limit=1").is(200).revision();
        for (String[] one : bad) {
            ObjectNode document = json("{benchmark: 'fichte-bad', raw: 1%s, %s}".formatted(SOURCE, one[0]));
            ADMIN.put(path, document, "If-None-Match", "*").refuses(400, "invalid_body", one[1]);
        }
        Reply nan = ADMIN.send(
                "PUT",
                path,
                Client.JSON,
                "{\"benchmark\": \"fichte-bad\", \"raw\": 1, \"source\": \"https://f.example\", \"standardError\": NaN}",
                "If-None-Match",
                "*");
        assertEquals(400, nan.status(), nan::said);
        ObjectNode many = run("fichte-bad", 1, null);
        for (int i = 0; i < 1000; i++) {
            many.withObject("/settings").put("s" + i, "x");
        }
        Reply refused = ADMIN.put(path, many, "If-None-Match", "*").refuses(400, "invalid_body", "/settings");
        assertTrue(refused.said().length() < 3000, refused::said);
        for (int i = 0; i < 30_000; i++) {
            many.withObject("/settings").put("Bad " + i, "");
        }
        ADMIN.put(path, many, "If-None-Match", "*").refuses(400, "invalid_body", "/settings");
        assertEquals(before, READER.get("/api/v1/vendors?limit=1").is(200).revision());
        // Twenty are allowed, and the longest names and values.
        many.remove("settings");
        for (int i = 0; i < 20; i++) {
            many.withObject("/settings").put("s".repeat(38) + (i + 10), "x".repeat(200));
        }
        ADMIN.create(path, many);
    }

    @Test
    void of_two_writers_who_replace_the_settings_one_is_told() throws Exception {
        model("two", "fichte-two", "floor: 0, ceiling: 100");
        String path = MODELS + "fichte/two/measurements/x";
        String etag = ADMIN.create(path, run("fichte-two", 1, "low")).etag();
        ExecutorService writers = Executors.newFixedThreadPool(2);
        try {
            List<Callable<Integer>> writes = List.of(
                    () -> ADMIN.put(path, run("fichte-two", 2, "high"), "If-Match", etag)
                            .status(),
                    () -> ADMIN.put(path, run("fichte-two", 3, "max"), "If-Match", etag)
                            .status());
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> write : writers.invokeAll(writes)) {
                statuses.add(write.get());
            }
            assertEquals(List.of(200, 412), statuses.stream().sorted().toList());
        } finally {
            writers.shutdownNow();
        }
        JsonNode kept = READER.ok(path);
        assertEquals(
                kept.get("raw").asInt() == 2 ? "high" : "max",
                kept.at("/settings/reasoning_effort").asText());
        assertEquals("x", counting("two"));
    }
}
