package org.modeltree.changes;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.modeltree.changes.Json.among;
import static org.modeltree.changes.Json.each;
import static org.modeltree.changes.Json.json;
import static org.modeltree.changes.Json.node;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;

/** Writes of cards and their texts, and of the capabilities and benchmarks that they show. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.class)
class CardWritesTest {
    private static final String MODELS = "/api/v1/models/";
    private static final Client ADMIN = Client.admin();
    private static final Client READER = Client.anybody();

    private static String model(String id) {
        ADMIN.create(MODELS + id, json("{name: 'M'}"));
        return MODELS + id;
    }

    private static long revision() {
        return READER.get("/api/v1/vendors?limit=1").is(200).revision();
    }

    private static void measure(String model, String benchmark, double raw) {
        ADMIN.create(
                model + "/measurements/" + benchmark,
                json("{benchmark: '%s', raw: %s, source: 'https://u.example'}".formatted(benchmark, raw)));
    }

    private static Reply capability(String id, String benchmark, String scale) {
        return ADMIN.put(
                "/api/v1/capabilities/" + id,
                json("{label: {en: '%s', zh: '能'}, description: {en: 'D'}, benchmark: '%s', scale: %s}"
                        .formatted(id, benchmark, scale)),
                "If-None-Match",
                "*");
    }

    private static void benchmark(String id) {
        ADMIN.create("/api/v1/benchmarks/" + id, json("{label: 'Bench', unit: 'points'}"));
    }

    private static JsonNode score(String model, String capability) {
        return among(READER.ok(model + "/scores").get("data"), "capability", capability);
    }

    @Test
    void a_card_is_written_shown_changed_and_taken_out() {
        String model = model("ulme/card");
        Reply created =
                ADMIN.put(model + "/card", json("""
                        {availability: {api: 'available', enterprise: 'contact_sales'}, pricingKind: 'subscription',
                         tools: [{name: 'T', url: 'https://t.example'},
                                 {name: {en: 'Guide', zh: '指南'}, url: 'https://g.example'},
                                 {name: {en: 'Lab', zh: null}, url: 'https://l.example'}],
                         coreCapabilities: [{id: 'a', label: {en: 'A', zh: '甲'}, description: {en: 'About a'}}],
                         texts: {en: {whyItMatters: 'Why', feelsLike: ['f1', 'f2'], bestFor: ['b'], notFor: ['n'],
                                      pricingNote: 'Note'},
                                 zh: {whyItMatters: '为什么', feelsLike: ['好']}}}"""), "If-None-Match", "*").is(201);
        JsonNode card = READER.ok(model + "/card");
        JsonNode chinese = READER.ok(model + "/card?lang=zh");
        assertAll(
                () -> assertEquals("Why", card.get("whyItMatters").asText()),
                () -> assertEquals(node("[\"f1\",\"f2\"]"), card.get("feelsLike")),
                () -> assertEquals(node("[\"b\"]"), card.get("bestFor")),
                () -> assertEquals(node("[\"n\"]"), card.get("notFor")),
                () -> assertEquals("Note", card.at("/pricing/note").asText()),
                () -> assertEquals("subscription", card.at("/pricing/kind").asText()),
                () -> assertEquals(
                        "available", card.at("/availability/api/status").asText()),
                () -> assertEquals(
                        "unknown", card.at("/availability/product/status").asText()),
                () -> assertEquals(
                        "contact_sales",
                        card.at("/availability/enterprise/status").asText()),
                () -> assertEquals("T, Guide, Lab", names(card.get("tools"))),
                () -> assertEquals("T, 指南, Lab", names(chinese.get("tools"))),
                () -> assertEquals("https://g.example", card.at("/tools/1/url").asText()),
                () -> assertEquals(
                        json("{tools: [{name: {en: 'T'}, url: 'https://t.example'}, {name: {en: 'Guide', zh: '指南'}, url: 'https://g.example'},"
                                        + " {name: {en: 'Lab'}, url: 'https://l.example'}]}")
                                .get("tools"),
                        created.body().get("tools")),
                () -> assertEquals("A", card.at("/coreCapabilities/0/label").asText()),
                () -> assertTrue(card.at("/coreCapabilities/0/consistent").isNull()),
                () -> assertEquals("为什么", chinese.get("whyItMatters").asText()),
                () -> assertEquals(node("[\"好\"]"), chinese.get("feelsLike")),
                () -> assertEquals("甲", chinese.at("/coreCapabilities/0/label").asText()));

        Reply patched = ADMIN.patch(
                        model + "/card",
                        json("{texts: {zh: null, en: {bestFor: null, whyItMatters: 'Because'}}, tools: null,"
                                + " availability: {api: null, product: 'limited'}}"),
                        "If-Match",
                        created.etag())
                .is(200);
        assertEquals(
                json("{whyItMatters: 'Because', pricingNote: 'Note', feelsLike: ['f1', 'f2'], notFor: ['n']}"),
                patched.body().at("/texts/en"));
        assertFalse(patched.body().at("/texts").has("zh"));
        assertEquals(
                json("{product: 'limited', enterprise: 'contact_sales'}"),
                patched.body().get("availability"));
        assertEquals(
                "Because",
                READER.ok(model + "/card?lang=zh").get("whyItMatters").asText());
        assertEquals(
                "en", READER.ok(model + "/card?lang=zh").get("contentLanguage").asText());
        ADMIN.put(model + "/card", json("{}"), "If-None-Match", "*").refuses(412, "precondition_failed");
        ADMIN.put(model + "/card", json("{}")).refuses(428, "precondition_required");
        ADMIN.delete(model + "/card", "If-Match", created.etag()).refuses(412, "precondition_failed");
        ADMIN.delete(model + "/card", "If-Match", patched.etag()).is(204);
        assertTrue(READER.ok(model + "/card").get("whyItMatters").isNull());
        ADMIN.delete(model + "/card", "If-Match", "*").refuses(404, "not_found");
        ADMIN.patch(model + "/card", json("{pricingKind: 'free'}"), "If-Match", "*")
                .refuses(404, "not_found");
    }

    private static String names(JsonNode tools) {
        return String.join(", ", tools.findValuesAsText("name"));
    }

    @Test
    void the_texts_of_one_language_are_written_without_the_others() {
        String model = model("ulme/texts");
        String en = model + "/card/texts/en";
        String zh = model + "/card/texts/zh";
        Reply first = ADMIN.put(
                        en,
                        json("{whyItMatters: 'Why', bestFor: ['x']}"),
                        "If-Match",
                        READER.get(model).etag())
                .is(201);
        assertEquals(json("{whyItMatters: 'Why', bestFor: ['x']}"), first.body());
        assertTrue(first.header("Location").endsWith("/api/v1/models/ulme/texts/card/texts/en"), first::said);
        ADMIN.create(zh, json("{whyItMatters: '为'}"));
        ADMIN.put(zh, json("{whyItMatters: '为'}"), "If-None-Match", "*").refuses(412, "precondition_failed");
        ADMIN.put(en, json("{pricingNote: 'N'}"), "If-Match", first.etag()).refuses(412, "precondition_failed");
        Reply replaced = ADMIN.write(en, json("{pricingNote: 'N'}")).is(200);
        assertEquals(json("{pricingNote: 'N'}"), replaced.body());
        assertEquals("为", READER.ok(model + "/card?lang=zh").get("whyItMatters").asText());
        assertTrue(READER.ok(model + "/card").get("whyItMatters").isNull());
        ADMIN.delete(en).refuses(428, "precondition_required");
        ADMIN.delete(en, "If-Match", replaced.etag()).is(204);
        assertTrue(READER.ok(model + "/card").at("/pricing/note").isNull());
        assertEquals("为", READER.ok(model + "/card?lang=zh").get("whyItMatters").asText());
    }

    @Test
    void taking_out_texts_that_are_not_there_leaves_the_card_alone() {
        String model = model("ulme/alone");
        ADMIN.create(model + "/card", json("{pricingKind: 'free', texts: {en: {whyItMatters: 'Why'}}}"));
        long before = revision();
        ADMIN.delete(model + "/card/texts/zh", "If-Match", READER.get(model).etag())
                .refuses(404, "not_found");
        ADMIN.delete(model + "/card/texts/zh", "If-Match", "*").refuses(404, "not_found");
        Reply language = ADMIN.put(model + "/card/texts/fr", json("{}"), "If-None-Match", "*");
        assertTrue(language.status() == 400 || language.status() == 404, language::said);
        assertEquals(before, revision());
        assertEquals("Why", READER.ok(model + "/card").get("whyItMatters").asText());
        assertEquals("free", READER.ok(model + "/card").at("/pricing/kind").asText());
    }

    @Test
    void a_card_that_makes_no_sense_is_refused_by_its_pointer() {
        String model = model("ulme/senseless");
        long before = revision();
        String[][] wrong = {
            {"{availability: {api: 'maybe'}}", "/availability/api"},
            {"{availability: {shop: 'available'}}", "/availability/shop"},
            {"{pricingKind: 'gratis'}", "/pricingKind"},
            {"{tools: [{name: 'T'}]}", "/tools/0/url"},
            {"{tools: [{name: 7, url: 'https://t.example'}]}", "/tools/0/name"},
            {"{tools: [{name: ' ', url: 'https://t.example'}]}", "/tools/0/name"},
            {"{tools: [{name: '%s', url: 'https://t.example'}]}".formatted("n".repeat(201)), "/tools/0/name"},
            {"{tools: [{name: 'a\\nb', url: 'https://t.example'}]}", "/tools/0/name"},
            {"{tools: [{name: {zh: '指南'}, url: 'https://t.example'}]}", "/tools/0/name/en"},
            {"{tools: [{name: {en: null}, url: 'https://t.example'}]}", "/tools/0/name/en"},
            {"{tools: [{name: {en: 'T', fr: 'T'}, url: 'https://t.example'}]}", "/tools/0/name/fr"},
            {"{tools: [{name: {en: 'T', zh: ''}, url: 'https://t.example'}]}", "/tools/0/name/zh"},
            {"{tools: [{name: {en: 'T', zh: 'a\\u0000b'}, url: 'https://t.example'}]}", "/tools/0/name/zh"},
            {"{tools: [{name: 'T', url: 'javascript:alert(1)'}]}", "/tools/0/url"},
            {"{texts: {fr: {}}}", "/texts/fr"},
            {"{texts: {en: {bestFor: ['a', '']}}}", "/texts/en/bestFor/1"},
            {"{texts: {en: {bestFor: 'a'}}}", "/texts/en/bestFor"},
            {"{coreCapabilities: [{id: 'a', label: {zh: 'x'}, description: {en: 'y'}}]}", "/coreCapabilities/0/label/en"
            },
            {"{model: 'ulme/other'}", "/model"},
            {"{type: 'model'}", "/type"},
        };
        for (String[] one : wrong) {
            ADMIN.put(model + "/card", json(one[0]), "If-None-Match", "*").refuses(400, "invalid_body", one[1]);
        }
        ADMIN.put(
                        model + "/card",
                        json("{coreCapabilities: [{id: 'a', label: {en: 'A'}, description: {en: 'y'},"
                                + " requires: {capability: 'ulme-none', raw: 1}}]}"),
                        "If-None-Match",
                        "*")
                .refuses(409, "conflict", "/coreCapabilities/0/requires/capability");
        ADMIN.put(model + "/card/texts/en", json("{bestFor: [1]}"), "If-None-Match", "*")
                .refuses(400, "invalid_body", "/bestFor/0");
        ADMIN.put(model + "/card/texts/en", json("{why: 'x'}"), "If-None-Match", "*")
                .refuses(400, "invalid_body", "/why");
        assertEquals(before, revision());
    }

    @Test
    void a_changed_scale_shows_at_once_in_scores_bands_and_cards() {
        benchmark("ulme-scale");
        Reply created = capability("ulme-scale", "ulme-scale", "{kind: 'log', floor: 1, ceiling: 10000}")
                .is(201);
        double[] raws = {1, 10, 100, 1000, 10_000};
        for (int i = 0; i < raws.length; i++) {
            measure(model("ulme/scale-" + i), "ulme-scale", raws[i]);
        }
        String model = MODELS + "ulme/scale-2";
        Reply measured = READER.get(model);
        assertEquals(5, score(model, "ulme-scale").get("exact").asDouble(), 1e-12);
        assertEquals(
                5, READER.ok("/api/v1/bands/ulme-scale").at("/median/exact").asDouble(), 1e-12);
        Reply before = READER.get(model + "/card");

        // From log to linear: 100 of 1…10,000 is 10·99/9,999.
        Reply linear = ADMIN.patch(
                        "/api/v1/capabilities/ulme-scale",
                        json("{scale: {kind: 'linear'}}"),
                        "If-Match",
                        created.etag())
                .is(200);
        assertEquals(
                json("{kind: 'linear', floor: 1, ceiling: 10000}"),
                linear.body().get("scale"));
        double expected = 10 * 99 / 9999.0;
        assertEquals(expected, score(model, "ulme-scale").get("exact").asDouble(), 1e-12);
        JsonNode band = READER.ok("/api/v1/bands/ulme-scale");
        assertEquals(expected, band.at("/median/exact").asDouble(), 1e-9);
        // The 20th percentile lies at 0.8 between the first and the second.
        assertEquals(0.8 * 10 * 9 / 9999.0, band.at("/lower/exact").asDouble(), 1e-9);
        JsonNode shown = among(READER.ok(model + "/card").get("performance"), "capability", "ulme-scale");
        assertEquals(0.1, shown.get("score").asDouble());
        Reply card = READER.get(model + "/card", "If-None-Match", before.etag()).is(200);
        assertEquals(before.ownRevision(), card.ownRevision(), "the model itself did not change");
        assertFalse(card.etag().equals(before.etag()));
        assertEquals(measured.body(), READER.ok(model));

        // Lower is better.
        ADMIN.patch(
                        "/api/v1/capabilities/ulme-scale",
                        json("{scale: {floor: 10000, ceiling: 0}, label: {zh: null}}"),
                        "If-Match",
                        linear.etag())
                .is(200);
        assertEquals(9.9, score(model, "ulme-scale").get("exact").asDouble(), 1e-12);
        assertEquals(
                "lower",
                READER.ok("/api/v1/capabilities/ulme-scale").at("/scale/better").asText());
        assertEquals(
                List.of("ulme/scale-0", "ulme/scale-1"),
                each(READER.ok("/api/v1/scores?capability=ulme-scale&limit=2").get("data"), "id"));
        assertEquals(
                80.0,
                score(MODELS + "ulme/scale-0", "ulme-scale")
                        .get("percentileRank")
                        .asDouble());
        assertEquals(
                "ulme-scale",
                READER.ok("/api/v1/capabilities/ulme-scale?lang=zh")
                        .get("label")
                        .asText());
        ADMIN.patch("/api/v1/capabilities/ulme-scale", json("{label: {en: 'X'}}"), "If-Match", linear.etag())
                .refuses(412, "precondition_failed");
        ADMIN.patch("/api/v1/capabilities/ulme-scale", json("{label: {en: 'X'}}"))
                .refuses(428, "precondition_required");
    }

    @Test
    void a_log_scale_is_refused_where_a_zero_was_measured() {
        benchmark("ulme-zero");
        Reply linear = capability("ulme-zero", "ulme-zero", "{kind: 'linear', floor: 0, ceiling: 10}")
                .is(201);
        String model = model("ulme/zero");
        measure(model, "ulme-zero", 0);
        long before = revision();
        Reply refused = ADMIN.patch(
                "/api/v1/capabilities/ulme-zero",
                json("{scale: {kind: 'log', floor: 1, ceiling: 10}}"),
                "If-Match",
                linear.etag());
        refused.refuses(409, "conflict");
        assertTrue(refused.pointers().get(0).startsWith("/scale"), refused::said);
        Reply second = capability("ulme-zero-log", "ulme-zero", "{kind: 'log', floor: 1, ceiling: 10}");
        second.refuses(409, "conflict");
        assertEquals(before, revision());
        ADMIN.delete(model + "/measurements/ulme-zero", "If-Match", "*").is(204);
        ADMIN.patch(
                        "/api/v1/capabilities/ulme-zero",
                        json("{scale: {kind: 'log', floor: 1, ceiling: 10}}"),
                        "If-Match",
                        linear.etag())
                .is(200);
    }

    @Test
    void a_scale_that_makes_no_sense_is_refused_by_its_pointer() {
        benchmark("ulme-senseless");
        long before = revision();
        for (String scale : List.of(
                "{kind: 'log', floor: 0, ceiling: 10}",
                "{kind: 'log', floor: 10, ceiling: 0}",
                "{kind: 'linear', floor: 5, ceiling: 5}",
                "{kind: 'linear', floor: -1, ceiling: 5}",
                "{kind: 'linear', floor: 0, ceiling: 1e16}",
                "{kind: 'linear', floor: 0, ceiling: 1e999}",
                "{kind: 'sqrt', floor: 0, ceiling: 1}",
                "{kind: 'linear', floor: '0', ceiling: 1}",
                "{kind: 'linear', floor: 0}",
                "null")) {
            Reply refused =
                    capability("ulme-senseless", "ulme-senseless", scale).refuses(400, "invalid_body");
            assertTrue(refused.pointers().get(0).startsWith("/scale"), refused::said);
        }
        capability("ulme-senseless", "ulme-nowhere", "{kind: 'linear', floor: 0, ceiling: 1}")
                .refuses(409, "conflict", "/benchmark");
        Reply id = capability("Ulme_", "ulme-senseless", "{kind: 'linear', floor: 0, ceiling: 1}");
        assertEquals(400, id.status(), id::said);
        assertEquals(before, revision());
    }

    @Test
    void a_new_capability_comes_after_all_others_and_looks_at_what_is_measured_already() {
        benchmark("ulme-new");
        String model = model("ulme/new");
        measure(model, "ulme-new", 5);
        capability("ulme-new-b", "ulme-new", "{kind: 'linear', floor: 0, ceiling: 10}")
                .is(201);
        capability("ulme-new-a", "ulme-new", "{kind: 'linear', floor: 0, ceiling: 50}")
                .is(201);
        List<String> ids = each(READER.ok("/api/v1/capabilities").get("data"), "id");
        assertEquals(List.of("ulme-new-b", "ulme-new-a"), ids.subList(ids.size() - 2, ids.size()));
        assertEquals(5.0, score(model, "ulme-new-b").get("score").asDouble());
        assertEquals(1.0, score(model, "ulme-new-a").get("score").asDouble());
        ADMIN.delete("/api/v1/capabilities/ulme-new-b", "If-Match", "*").is(204);
        READER.get("/api/v1/capabilities/ulme-new-b").is(404);
        READER.get("/api/v1/bands/ulme-new-b").is(404);
        assertFalse(each(READER.ok(model + "/scores").get("data"), "capability").contains("ulme-new-b"));
        ADMIN.delete("/api/v1/capabilities/ulme-new-b", "If-Match", "*").is(404);
    }

    @Test
    void what_others_refer_to_is_not_deleted() {
        benchmark("ulme-used");
        String model = model("ulme/used");
        measure(model, "ulme-used", 7);
        long before = revision();
        ADMIN.delete("/api/v1/benchmarks/ulme-used", "If-Match", "*").refuses(409, "conflict");
        assertEquals(before, revision());
        ADMIN.delete(model + "/measurements/ulme-used", "If-Match", "*").is(204);
        capability("ulme-used", "ulme-used", "{kind: 'linear', floor: 0, ceiling: 10}")
                .is(201);
        ADMIN.delete("/api/v1/benchmarks/ulme-used", "If-Match", "*").refuses(409, "conflict");
        ADMIN.create(
                model + "/card",
                json("{coreCapabilities: [{id: 'a', label: {en: 'A'}, description: {en: 'y'},"
                        + " requires: {capability: 'ulme-used', raw: 5}}]}"));
        ADMIN.delete("/api/v1/capabilities/ulme-used", "If-Match", "*").refuses(409, "conflict");
        ADMIN.delete(model + "/card", "If-Match", "*").is(204);
        ADMIN.delete("/api/v1/capabilities/ulme-used", "If-Match", "*").is(204);
        ADMIN.delete("/api/v1/benchmarks/ulme-used", "If-Match", "*").is(204);
        READER.get("/api/v1/benchmarks/ulme-used").is(404);
    }

    @Test
    void a_claim_is_consistent_as_long_as_the_measurement_says_so() {
        benchmark("ulme-claim");
        capability("ulme-claim", "ulme-claim", "{kind: 'linear', floor: 0, ceiling: 10}")
                .is(201);
        String model = model("ulme/claim");
        ADMIN.create(
                model + "/card",
                json("{coreCapabilities: [{id: 'a', label: {en: 'A'}, description: {en: 'y'},"
                        + " requires: {capability: 'ulme-claim', raw: 5}}]}"));
        assertTrue(consistent(model).isNull());
        measure(model, "ulme-claim", 4.9);
        assertEquals("false", consistent(model).asText());
        ADMIN.patch(model + "/measurements/ulme-claim", json("{raw: 5}"), "If-Match", "*")
                .is(200);
        assertEquals("true", consistent(model).asText());
        ADMIN.patch("/api/v1/capabilities/ulme-claim", json("{scale: {floor: 10, ceiling: 0}}"), "If-Match", "*")
                .is(200);
        assertEquals("true", consistent(model).asText());
        ADMIN.patch(model + "/measurements/ulme-claim", json("{raw: 5.1}"), "If-Match", "*")
                .is(200);
        assertEquals("false", consistent(model).asText());
    }

    private static JsonNode consistent(String model) {
        return READER.ok(model + "/card").at("/coreCapabilities/0/consistent");
    }

    @Test
    void a_benchmark_is_written_read_and_changed() {
        Reply created = ADMIN.create(
                "/api/v1/benchmarks/ulme-bench", json("{label: 'L', unit: 'percent', url: 'https://b.example'}"));
        assertEquals(
                json("{id: 'ulme-bench', label: 'L', unit: 'percent', url: 'https://b.example', count: 0, revision: "
                        + created.revision() + "}"),
                READER.ok("/api/v1/benchmarks/ulme-bench"));
        Reply patched = ADMIN.patch(
                        "/api/v1/benchmarks/ulme-bench", json("{url: null, label: 'M'}"), "If-Match", created.etag())
                .is(200);
        assertEquals(json("{label: 'M', unit: 'percent', origin: 'curator'}"), patched.body());
        ADMIN.patch("/api/v1/benchmarks/ulme-bench", json("{unit: 'Percent!'}"), "If-Match", patched.etag())
                .refuses(400, "invalid_body", "/unit");
        ADMIN.put("/api/v1/benchmarks/ulme-bench", json("{label: 'N'}"), "If-Match", patched.etag())
                .refuses(400, "invalid_body", "/unit");
        ADMIN.put("/api/v1/benchmarks/ulme-bench", json("{label: 'N', unit: 'x'}"), "If-Match", created.etag())
                .refuses(412, "precondition_failed");
        assertTrue(each(READER.ok("/api/v1/benchmarks?limit=200").get("data"), "id")
                .contains("ulme-bench"));
        ADMIN.delete(
                        "/api/v1/benchmarks/ulme-bench",
                        "If-Match",
                        READER.get("/api/v1/benchmarks/ulme-bench").etag())
                .is(204);
    }
}
