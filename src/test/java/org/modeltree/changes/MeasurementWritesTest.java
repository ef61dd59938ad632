package org.modeltree.changes;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.modeltree.changes.Json.among;
import static org.modeltree.changes.Json.each;
import static org.modeltree.changes.Json.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;

/** Writes of measurements, and the values computed from the counting one. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.class)
class MeasurementWritesTest {
    private static final String MODELS = "/api/v1/models/";
    private static final Client ADMIN = Client.admin();
    private static final Client READER = Client.anybody();
    private static final long SEED = Long.getLong("modeltree.seed", 20261122);

    private static void capability(String id, String scale) {
        ADMIN.create("/api/v1/benchmarks/" + id, json("{label: 'B', unit: 'points'}"));
        ADMIN.create(
                "/api/v1/capabilities/" + id,
                json("{label: {en: 'C'}, description: {en: 'D'}, benchmark: '%s', scale: %s}".formatted(id, scale)));
    }

    private static ObjectNode measurement(String benchmark, double raw, String source, String more) {
        return json("{benchmark: '%s', raw: %s, source: '%s'%s}".formatted(benchmark, raw, source, more));
    }

    private static JsonNode score(String model, String capability) {
        return among(READER.ok(MODELS + model + "/scores").get("data"), "capability", capability);
    }

    private static long revision() {
        return READER.get("/api/v1/vendors?limit=1").is(200).revision();
    }

    @Test
    void a_measurement_is_written_read_changed_and_taken_out() {
        capability("eiche-basic", "{kind: 'log', floor: 1, ceiling: 1000}");
        Reply model = ADMIN.create(MODELS + "eiche/basic", json("{name: 'Basic'}"));
        String path = MODELS + "eiche/basic/measurements/eiche-basic.paper";
        Reply created = ADMIN.put(
                        path,
                        measurement(
                                "eiche-basic",
                                10,
                                "https://e.example/1",
                                ", date: '2024-03', verified: true, harness: 'h 1'"),
                        "If-Match",
                        model.etag())
                .is(201);
        assertTrue(
                created.header("Location").endsWith("/api/v1/models/eiche/basic/measurements/eiche-basic.paper"),
                created::said);
        assertEquals(model.revision() + 1, created.revision());
        assertEquals(created.body(), READER.ok(path));
        JsonNode listed = READER.ok(MODELS + "eiche/basic/measurements").at("/data/0");
        assertEquals(
                json("{id: 'eiche-basic.paper', benchmark: {id: 'eiche-basic', label: 'B', unit: 'points'}, raw: 10,"
                        + " standardError: null, sampleSize: null, source: 'https://e.example/1', date: {value: '2024-03', precision: 'month'},"
                        + " verified: true, harness: 'h 1', settings: null, origin: 'curator', counting: true}"),
                listed);
        assertScore(10.0 / 3, score("eiche/basic", "eiche-basic"));

        JsonNode patched = ADMIN.patch(path, json("{raw: 100, harness: null}"), "If-Match", created.etag())
                .is(200)
                .body();
        assertEquals(100, patched.get("raw").asInt());
        assertTrue(!patched.has("harness"));
        assertEquals("2024-03", patched.get("date").asText());
        assertScore(20.0 / 3, score("eiche/basic", "eiche-basic"));
        ADMIN.patch(path, json("{raw: 1}"), "If-Match", created.etag()).refuses(412, "precondition_failed");
        ADMIN.patch(path, json("{raw: 1}")).refuses(428, "precondition_required");
        ADMIN.put(path, measurement("eiche-basic", 1, "https://e.example/1", ""), "If-None-Match", "*")
                .refuses(412, "precondition_failed");
        ADMIN.patch(
                        MODELS + "eiche/basic/measurements/none",
                        json("{raw: 1}"),
                        "If-Match",
                        READER.get(path).etag())
                .refuses(404, "not_found");
        ADMIN.delete(path, "If-Match", READER.get(path).etag()).is(204);
        READER.get(path).refuses(404, "not_found");
        JsonNode none = score("eiche/basic", "eiche-basic");
        assertTrue(none.get("score").isNull());
        assertEquals("not_reported", none.get("reason").asText());
    }

    @Test
    void verified_counts_before_self_reported_then_the_latest_then_the_lexically_first_source() {
        capability("eiche-rule", "{kind: 'linear', floor: 0, ceiling: 100}");
        ADMIN.create(MODELS + "eiche/rule", json("{name: 'Rule'}"));
        String[][] steps = {
            // id, raw, source, further keys, counting raw value afterwards
            {"a", "10", "https://b.example", "", "10.0"},
            {"b", "20", "https://a.example", "", "20.0"},
            {"c", "30", "https://z.example", ", date: '2023'", "30.0"},
            {"d", "40", "https://z.example/d", ", date: '2023-01-01'", "30.0"},
            {"e", "50", "https://z.example/e", ", date: '2023-01-02'", "50.0"},
            {"f", "60", "https://z.example/f", ", date: '2022', verified: true", "60.0"},
            {"g", "70", "https://y.example/g", ", verified: true", "60.0"},
            {"h", "80", "https://z.example/a", ", date: '2022-01', verified: true", "80.0"},
        };
        for (String[] step : steps) {
            ADMIN.create(
                    MODELS + "eiche/rule/measurements/" + step[0],
                    measurement("eiche-rule", Double.parseDouble(step[1]), step[2], step[3]));
            assertCounting("eiche/rule", "eiche-rule", step[4], "after " + step[0]);
        }
        // And back: after each deletion of the counting measurement the next one counts.
        String[][] back = {
            {"h", "60.0"}, {"f", "70.0"}, {"g", "50.0"}, {"e", "30.0"}, {"c", "40.0"}, {"d", "20.0"}, {"b", "10.0"}
        };
        for (String[] step : back) {
            ADMIN.delete(MODELS + "eiche/rule/measurements/" + step[0], "If-Match", "*")
                    .is(204);
            assertCounting("eiche/rule", "eiche-rule", step[1], "without " + step[0]);
        }
        ADMIN.delete(MODELS + "eiche/rule/measurements/a", "If-Match", "*").is(204);
        assertEquals(0, READER.ok("/api/v1/bands/eiche-rule").get("count").asInt());
    }

    private static void assertCounting(String model, String benchmark, String raw, String when) {
        List<String> counting = new ArrayList<>();
        READER.ok(MODELS + model + "/measurements").get("data").forEach(one -> {
            if (one.get("counting").asBoolean()
                    && one.at("/benchmark/id").asText().equals(benchmark)) {
                counting.add(Double.toString(one.get("raw").asDouble()));
            }
        });
        assertEquals(List.of(raw), counting, when);
        assertEquals(Double.parseDouble(raw), score(model, benchmark).get("raw").asDouble(), when);
    }

    @Test
    void every_write_shows_at_once_in_scores_ranks_and_bands() {
        System.out.println("Writes: -Dmodeltree.seed=" + SEED);
        Random random = new Random(SEED);
        Field up = new Field("eiche-log", true, 2048, 2_097_152);
        Field down = new Field("eiche-price", false, 60, 0.5);
        for (Field field : List.of(up, down)) {
            capability(
                    field.id(),
                    "{kind: '%s', floor: %s, ceiling: %s}"
                            .formatted(field.log() ? "log" : "linear", field.floor(), field.ceiling()));
        }
        for (int i = 0; i < 9; i++) {
            ADMIN.create(MODELS + "eiche/m" + i, json("{name: 'M %d'}".formatted(i)));
        }
        double[] raws = {1024, 2048, 4096, 32_768, 100_000, 128_000, 131_072, 2_097_152, 9_999_999};
        for (int step = 0; step < 60; step++) {
            Field field = random.nextInt(3) == 0 ? down : up;
            String model = "eiche/m" + random.nextInt(9);
            String id = field.id() + "." + random.nextInt(3);
            String path = MODELS + model + "/measurements/" + id;
            if (field.has(model, id) && random.nextInt(3) == 0) {
                ADMIN.delete(path, "If-Match", "*").is(204);
                field.remove(model, id);
            } else {
                double raw = field.log() ? raws[random.nextInt(raws.length)] : random.nextInt(7000) / 100.0 + 0.25;
                boolean verified = random.nextBoolean();
                String day = random.nextBoolean() ? null : "2024-0" + (1 + random.nextInt(9));
                String source = "https://eiche.example/" + random.nextInt(1000) + "/" + id;
                ObjectNode document = measurement(field.id(), raw, source, ", verified: " + verified);
                document.put("date", day);
                if (field.has(model, id)) {
                    ADMIN.put(
                                    path,
                                    document,
                                    "If-Match",
                                    READER.get(MODELS + model + "/card").etag())
                            .is(200);
                } else {
                    ADMIN.create(path, document);
                }
                field.put(model, id, raw, verified, day, source);
            }
            String when = "seed " + SEED + " step " + step;
            assertField(field, model, when);
            if (step % 10 == 9) {
                for (int i = 0; i < 9; i++) {
                    assertField(field, "eiche/m" + i, when);
                }
                assertLeaderboard(field, when);
            }
        }
    }

    private static void assertField(Field field, String model, String when) {
        JsonNode score = score(model, field.id());
        Double raw = field.counting(model);
        if (raw == null) {
            assertTrue(score.get("raw").isNull(), when);
            assertTrue(score.get("exact").isNull(), when);
            assertTrue(score.get("percentileRank").isNull(), when);
        } else {
            assertEquals(raw, score.get("raw").asDouble(), when);
            assertEquals(field.exact(raw), score.get("exact").asDouble(), 1e-9, when);
            assertEquals(field.percentileRank(raw), score.get("percentileRank").asDouble(), 1e-9, when);
        }
        JsonNode band = READER.ok("/api/v1/bands/" + field.id() + "?percentiles=0,37.5,100");
        List<Double> all = field.scores();
        assertEquals(all.size(), band.get("count").asInt(), when);
        assertEquals(
                all.size(),
                READER.ok("/api/v1/benchmarks/" + field.id()).get("count").asInt(),
                when);
        if (all.size() < 5) {
            assertEquals("insufficient", band.get("status").asText(), when);
            assertTrue(band.get("lower").isNull(), when);
        } else {
            assertAll(
                    () -> assertEquals(
                            field.percentile(20), band.at("/lower/exact").asDouble(), 1e-9, when),
                    () -> assertEquals(
                            field.percentile(80), band.at("/upper/exact").asDouble(), 1e-9, when),
                    () -> assertEquals(
                            field.percentile(50), band.at("/median/exact").asDouble(), 1e-9, when),
                    () -> assertEquals(
                            field.percentile(37.5),
                            band.at("/percentiles/1/exact").asDouble(),
                            1e-9,
                            when),
                    () -> assertEquals(
                            field.percentile(100),
                            band.at("/percentiles/2/exact").asDouble(),
                            1e-9,
                            when));
            if (raw != null) {
                double exact = field.exact(raw);
                String position = exact < field.percentile(20) - 1e-12
                        ? "below_lower"
                        : exact > field.percentile(80) + 1e-12 ? "above_upper" : "within";
                assertEquals(position, score.get("position").asText(), when);
            }
        }
    }

    private static void assertLeaderboard(Field field, String when) {
        JsonNode ranks = READER.ok("/api/v1/scores?capability=" + field.id()).get("data");
        assertEquals(field.scores().size(), ranks.size(), when);
        ranks.forEach(line -> {
            Double raw = field.counting(line.get("id").asText());
            assertEquals(raw, line.get("raw").asDouble(), when);
            assertEquals(field.rank(raw), line.get("rank").asInt(), when);
        });
    }

    @Test
    void what_cannot_be_a_measurement_is_refused_by_its_pointer() {
        capability("eiche-bad", "{kind: 'log', floor: 1, ceiling: 10}");
        ADMIN.create("/api/v1/benchmarks/eiche-zero", json("{label: 'Z', unit: 'points'}"));
        ADMIN.create(MODELS + "eiche/bad", json("{name: 'Bad'}"));
        String path = MODELS + "eiche/bad/measurements/x";
        long before = revision();
        for (String raw : List.of("-1", "1e400", "1e16", "'5'", "null", "true", "-0.0001", "[1]")) {
            ADMIN.put(
                            path,
                            json("{benchmark: 'eiche-bad', raw: %s, source: 'https://e.example'}".formatted(raw)),
                            "If-None-Match",
                            "*")
                    .refuses(400, "invalid_body", "/raw");
        }
        Reply zero = ADMIN.put(path, measurement("eiche-bad", 0, "https://e.example", ""), "If-None-Match", "*");
        assertTrue(zero.status() == 409 || zero.status() == 400, zero::said);
        assertEquals(List.of("/raw"), zero.pointers(), zero::said);
        ADMIN.put(path, measurement("eiche-none", 1, "https://e.example", ""), "If-None-Match", "*")
                .refuses(409, "conflict", "/benchmark");
        ADMIN.put(path, measurement("eiche-bad", 1, "ftp://e.example", ""), "If-None-Match", "*")
                .refuses(400, "invalid_body", "/source");
        ADMIN.put(path, json("{benchmark: 'eiche-bad', raw: 1}"), "If-None-Match", "*")
                .refuses(400, "invalid_body", "/source");
        ADMIN.put(
                        path,
                        measurement("eiche-bad", 1, "https://e.example", ", model: 'eiche/other'"),
                        "If-None-Match",
                        "*")
                .refuses(400, "invalid_body", "/model");
        ADMIN.put(path, measurement("eiche-bad", 1, "https://e.example", ", counting: true"), "If-None-Match", "*")
                .refuses(400, "invalid_body", "/counting");
        for (String id : List.of("A", ".a", "a_b", "a".repeat(81), "%C3%A4", "a%20b")) {
            Reply refused = ADMIN.put(
                    MODELS + "eiche/bad/measurements/" + id,
                    measurement("eiche-bad", 1, "https://e.example", ""),
                    "If-None-Match",
                    "*");
            assertTrue(refused.status() == 400, refused::said);
        }
        assertEquals(before, revision());
        // No log scale applies to this benchmark.
        ADMIN.create(MODELS + "eiche/bad/measurements/zero", measurement("eiche-zero", 0, "https://e.example", ""));
    }

    @Test
    void context_window_and_output_limit_are_whole_numbers_of_tokens_and_shown_in_the_model() {
        for (String id : List.of("context-window", "max-output")) {
            ADMIN.put("/api/v1/benchmarks/" + id, json("{label: 'T', unit: 'tokens'}"), "If-None-Match", "*");
        }
        ADMIN.create(MODELS + "eiche/tokens", json("{name: 'Tokens', contextWindowStatus: 'not_disclosed'}"));
        assertEquals(
                "not_disclosed",
                READER.ok(MODELS + "eiche/tokens").get("contextWindowStatus").asText());
        String path = MODELS + "eiche/tokens/measurements/";
        for (String raw : List.of("2048.5", "0", "0.1")) {
            Reply refused = ADMIN.put(
                    path + "c",
                    json("{benchmark: 'context-window', raw: %s, source: 'https://e.example'}".formatted(raw)),
                    "If-None-Match",
                    "*");
            assertTrue(refused.status() == 400 || refused.status() == 409, refused::said);
            assertEquals(List.of("/raw"), refused.pointers(), refused::said);
        }
        ADMIN.create(path + "c", measurement("context-window", 128_000, "https://e.example", ""));
        ADMIN.create(path + "o", measurement("max-output", 4096, "https://e.example", ""));
        JsonNode model = READER.ok(MODELS + "eiche/tokens");
        assertEquals(128_000, model.get("contextWindow").asInt());
        assertEquals("known", model.get("contextWindowStatus").asText());
        assertEquals(4096, model.get("maxOutput").asInt());
        assertEquals(
                "128K",
                READER.ok(MODELS + "eiche/tokens/card")
                        .at("/contextWindow/label")
                        .asText());
        assertEquals(
                List.of("eiche/tokens"),
                each(
                        READER.ok("/api/v1/models?contextWindowMin=128000&contextWindowMax=128000&ids=eiche/tokens")
                                .get("data"),
                        "id"));
        ADMIN.delete(path + "c", "If-Match", "*").is(204);
        assertEquals(
                "not_disclosed",
                READER.ok(MODELS + "eiche/tokens").get("contextWindowStatus").asText());
        assertTrue(READER.ok(MODELS + "eiche/tokens").get("contextWindow").isNull());
    }

    private static void assertScore(double expected, JsonNode score) {
        assertEquals(expected, score.get("exact").asDouble(), 1e-12);
        assertEquals(Math.round(expected * 10) / 10.0, score.get("score").asDouble());
    }
}
