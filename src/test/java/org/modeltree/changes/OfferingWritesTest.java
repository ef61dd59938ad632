package org.modeltree.changes;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.modeltree.changes.Json.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.modeltree.EmptyCatalogProfile;

/** Offerings and their prices, providers and vendors. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.class)
class OfferingWritesTest {
    private static final String MODELS = "/api/v1/models/";
    private static final Client CURATOR = Client.admin();
    private static final Client READER = Client.anybody();

    private static String model(String id) {
        CURATOR.create(MODELS + id, json("{name: 'M'}"));
        return MODELS + id;
    }

    private static long revision() {
        return READER.get("/api/v1/vendors?limit=1").is(200).revision();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Test
    void an_offering_is_written_read_changed_and_taken_out() {
        String model = model("fichte/basic");
        String path = model + "/offerings/wolke/fichte-basic-v1";
        Reply created = CURATOR.put(
                        path,
                        json("{contextWindow: 8192, maxOutput: 1024, source: 'https://w.example', date: '2024-02',"
                                + " prices: [{kind: 'metered', input: '0.50', output: '1.25'}]}"),
                        "If-Match",
                        READER.get(model).etag())
                .is(201);
        assertTrue(created.header("Location").endsWith("/offerings/wolke/fichte-basic-v1"), created::said);
        assertEquals(created.body(), READER.ok(path));
        JsonNode listed = READER.ok(model + "/offerings").at("/data/0");
        assertAll(
                () -> assertEquals(json("{id: 'wolke', name: 'wolke', url: null}"), listed.get("provider")),
                () -> assertEquals("fichte-basic-v1", listed.get("id").asText()),
                () -> assertEquals(8192, listed.get("contextWindow").asInt()),
                () -> assertEquals(1024, listed.get("maxOutput").asInt()),
                () -> assertEquals("https://w.example", listed.get("source").asText()),
                () -> assertEquals(json("{value: '2024-02', precision: 'month'}"), listed.get("date")),
                () -> assertTrue(listed.get("retiredDate").isNull()),
                () -> assertEquals("curator", listed.get("origin").asText()),
                () -> assertEquals(
                        json("{kind: 'metered', mode: 'standard', currency: 'USD', minContextTokens: 0, window: null,"
                                + " from: null, to: null, unit: 'usd_per_1m_tokens', input: '0.5', output: '1.25',"
                                + " cacheRead: null, cacheWrite: null, amounts: ["
                                + "{name: 'input', amount: '0.5', unit: 'usd_per_1m_tokens'},"
                                + " {name: 'output', amount: '1.25', unit: 'usd_per_1m_tokens'}]}"),
                        listed.at("/prices/0")),
                () -> assertEquals(
                        "known", READER.ok(model).get("pricingStatus").asText()),
                () -> assertEquals(
                        "available",
                        READER.ok(model + "/card")
                                .at("/availability/api/status")
                                .asText()),
                () -> assertEquals(
                        "metered",
                        READER.ok(model + "/card").at("/pricing/kind").asText()),
                () -> assertEquals(
                        "fichte/basic",
                        READER.ok("/api/v1/resolve?id=fichte-basic-v1")
                                .get("id")
                                .asText()));

        Reply patched = CURATOR.patch(
                        path, json("{retiredDate: '2025', prices: null, maxOutput: null}"), "If-Match", created.etag())
                .is(200);
        assertFalse(patched.body().has("prices"));
        assertFalse(patched.body().has("maxOutput"));
        assertEquals("2025", patched.body().get("retiredDate").asText());
        assertEquals(
                "not_available",
                READER.ok(model + "/card").at("/availability/api/status").asText(),
                "its only offering has ended");
        assertEquals(
                json("{value: '2025', precision: 'year'}"),
                READER.ok(model + "/offerings").at("/data/0/retiredDate"));
        assertEquals("unknown", READER.ok(model).get("pricingStatus").asText());
        CURATOR.patch(path, json("{maxOutput: 1}"), "If-Match", created.etag()).refuses(412, "precondition_failed");
        CURATOR.patch(path, json("{maxOutput: 1}")).refuses(428, "precondition_required");
        CURATOR.put(path, json("{}"), "If-None-Match", "*").refuses(412, "precondition_failed");
        Reply replaced = CURATOR.write(path, json("{}")).is(200);
        assertEquals(json("{origin: 'curator'}"), replaced.body());
        CURATOR.delete(path, "If-Match", patched.etag()).refuses(412, "precondition_failed");
        CURATOR.delete(path, "If-Match", replaced.etag()).is(204);
        READER.get(path).refuses(404, "not_found");
        assertEquals(0, READER.ok(model + "/offerings").get("data").size());
        READER.get("/api/v1/resolve?id=fichte-basic-v1").is(404);
    }

    @Test
    void prices_keep_their_history_tiers_modes_and_every_digit() {
        String model = model("fichte/prices");
        String path = model + "/offerings/wolke/prices";
        JsonNode document = CURATOR.create(path, json("""
                {prices: [
                 {kind: 'metered', mode: 'batch', input: '0.000000000000000000000001'},
                 {kind: 'metered', from: '2024-06-01', input: '2', output: '999999999.999999'},
                 {kind: 'metered', from: '2023-01-01', to: '2024-06-01', input: '10', cacheRead: '1', cacheWrite: '2.5'},
                 {kind: 'free', to: '2023-01-01'},
                 {kind: 'metered', minContextTokens: 200000, input: '4'},
                 {kind: 'subscription', mode: 'flat'}, {kind: 'dynamic', mode: 'spot'},
                 {kind: 'unknown', mode: 'priority'}]}""")).body();
        assertEquals(8, document.get("prices").size());
        JsonNode prices = READER.ok(model + "/offerings").at("/data/0/prices");
        List<String> seen = new ArrayList<>();
        prices.forEach(price -> seen.add(String.join(
                " ",
                price.get("mode").asText(),
                price.get("minContextTokens").asText(),
                price.get("from").asText(),
                price.get("to").asText(),
                price.get("kind").asText(),
                price.get("input").asText(),
                price.get("output").asText(),
                price.get("cacheRead").asText(),
                price.get("cacheWrite").asText())));
        assertEquals(
                List.of(
                        "standard 0 null 2023-01-01 free null null null null",
                        "standard 0 2023-01-01 2024-06-01 metered 10 null 1 2.5",
                        "standard 0 2024-06-01 null metered 2 999999999.999999 null null",
                        "standard 200000 null null metered 4 null null null",
                        "batch 0 null null metered 0.000000000000000000000001 null null null",
                        "flat 0 null null subscription null null null null",
                        "priority 0 null null unknown null null null null",
                        "spot 0 null null dynamic null null null null"),
                seen);
        assertEquals(document, READER.ok(path));
        long before = revision();
        assertEquals(document, CURATOR.write(path, document).is(200).body());
        assertEquals(before, revision());
    }

    @Test
    void prices_have_other_units_and_currencies_zeros_and_times() {
        String model = model("fichte/whole");
        String path = model + "/offerings/wolke/whole";
        JsonNode document = CURATOR.create(path, json("""
                {prices: [
                 {kind: 'metered', input: '2', output: '0.0', cacheRead: '0', reasoning: '3.50', perSearch: '0.01'},
                 {kind: 'metered', input: '1', window: {days: ['sunday', 'monday', 'sunday'], timeZone: 'Asia/Tokyo'}},
                 {kind: 'metered', mode: 'batch', currency: 'EUR', input: '5', perOutputImage: '0.04'},
                 {kind: 'metered', minContextTokens: 200000, currency: 'USD', perRequest: '7',
                  window: {from: '22:00', to: '06:00'}}]}""")).body();
        assertEquals(json("""
                {is: [{kind: 'metered', input: '2', output: '0', cacheRead: '0', reasoning: '3.5', perSearch: '0.01'},
                 {kind: 'metered', input: '1', window: {days: ['monday', 'sunday'], timeZone: 'Asia/Tokyo'}},
                 {kind: 'metered', mode: 'batch', currency: 'EUR', input: '5', perOutputImage: '0.04'},
                 {kind: 'metered', minContextTokens: 200000, perRequest: '7',
                  window: {from: '22:00', to: '06:00', timeZone: 'UTC'}}] }""").get("is"), document.get("prices"));
        assertEquals(document, READER.ok(path));
        JsonNode prices = READER.ok(model + "/offerings").at("/data/0/prices");
        assertEquals(json("""
                {is: [{name: 'input', amount: '2', unit: 'usd_per_1m_tokens'},
                 {name: 'output', amount: '0', unit: 'usd_per_1m_tokens'},
                 {name: 'cacheRead', amount: '0', unit: 'usd_per_1m_tokens'},
                 {name: 'reasoning', amount: '3.5', unit: 'usd_per_1m_tokens'},
                 {name: 'perSearch', amount: '0.01', unit: 'usd_per_search'}] }""").get("is"), prices.at("/0/amounts"));
        assertEquals("0", prices.at("/0/cacheRead").asText());
        assertTrue(prices.at("/0/cacheWrite").isNull());
        assertEquals(
                json("{from: null, to: null, timeZone: 'Asia/Tokyo', days: ['monday', 'sunday']}"),
                prices.at("/1/window"));
        JsonNode euros = prices.at("/3");
        assertAll(
                () -> assertEquals("EUR", euros.get("currency").asText()),
                () -> assertTrue(euros.get("input").isNull(), "no amount in US dollars"),
                () -> assertEquals(json("""
                        {is: [{name: 'input', amount: '5', unit: 'eur_per_1m_tokens'},
                         {name: 'perOutputImage', amount: '0.04', unit: 'eur_per_image'}] }""").get("is"), euros.get("amounts")));
    }

    @Test
    void no_two_prices_of_one_mode_and_tier_overlap() {
        String path = model("fichte/overlap") + "/offerings/wolke/overlap";
        long before = revision();
        List<Executable> checks = new ArrayList<>();
        for (String pair : List.of(
                "{kind: 'free'}, {kind: 'metered', input: '1'}",
                "{kind: 'free', to: '2024-01-02'}, {kind: 'metered', from: '2024-01-01', input: '1'}",
                "{kind: 'free', from: '2024-01-01'}, {kind: 'free', from: '2025-01-01'}",
                "{kind: 'free', from: '2024-01-01', to: '2024-12-31'}, {kind: 'free', from: '2024-06-01', to: '2024-06-02'}",
                "{kind: 'free', mode: 'standard'}, {kind: 'free', minContextTokens: 0}")) {
            checks.add(() -> {
                Reply refused = CURATOR.put(path, json("{prices: [%s]}".formatted(pair)), "If-None-Match", "*");
                refused.refuses(400, "invalid_body");
                assertTrue(refused.pointers().get(0).startsWith("/prices/"), refused::said);
            });
        }
        assertAll(checks);
        assertEquals(before, revision());
        CURATOR.create(path, json("""
                {prices: [{kind: 'free', to: '2024-01-01'}, {kind: 'metered', from: '2024-01-01', input: '1'},
                 {kind: 'free', mode: 'batch'}, {kind: 'free', minContextTokens: 1}]}"""));
    }

    /** Random requests found that a null was stored, and that answers then lacked the key. */
    @Test
    void another_source_without_an_origin_is_refused() {
        String path = model("fichte/otherwise") + "/offerings/wolke/otherwise";
        for (String listing : new String[] {"{origin: null, source: 'S'}", "{source: 'S'}"}) {
            Reply refused = CURATOR.put(path, json("{otherSources: [%s]}".formatted(listing)), "If-None-Match", "*");
            refused.refuses(400, "invalid_body");
            assertEquals(List.of("/otherSources/0/origin"), refused.pointers(), refused::said);
        }
    }

    @Test
    void a_price_that_makes_no_sense_is_refused_by_its_pointer() {
        String path = model("fichte/senseless") + "/offerings/wolke/senseless";
        long before = revision();
        List<Executable> checks = new ArrayList<>();
        String[][] wrong = {
            {"{kind: 'metered'}", "/prices/0"},
            {"{kind: 'metered', perSearch: '0'}", "/prices/0"},
            {"{kind: 'free', input: '1'}", "/prices/0"},
            {"{kind: 'unknown', output: '1'}", "/prices/0"},
            {"{kind: 'metered', input: '0', output: '0.000'}", "/prices/0"},
            {"{kind: 'free', perPage: '0'}", "/prices/0/kind"},
            {"{kind: 'metered', perDay: '1'}", "/prices/0/perDay"},
            {"{kind: 'metered', input: '-1'}", "/prices/0/input"},
            {"{kind: 'metered', input: '1e3'}", "/prices/0/input"},
            {"{kind: 'metered', input: '1,5'}", "/prices/0/input"},
            {"{kind: 'metered', input: ''}", "/prices/0/input"},
            {"{kind: 'metered', input: 'NaN'}", "/prices/0/input"},
            {"{kind: 'metered', input: '$1'}", "/prices/0/input"},
            {"{kind: 'metered', input: 1.5}", "/prices/0/input"},
            {"{kind: 'metered', input: '1234567890'}", "/prices/0/input"},
            {"{kind: 'metered', input: '0.1234567890123456789012345'}", "/prices/0/input"},
            {"{kind: 'gratis'}", "/prices/0/kind"},
            {"{input: '1'}", "/prices/0/kind"},
            {"{kind: 'free', from: '2024-01-02', to: '2024-01-01'}", "/prices/0"},
            {"{kind: 'free', from: '2024-01-01', to: '2024-01-01'}", "/prices/0"},
            {"{kind: 'free', from: '2024-01'}", "/prices/0/from"},
            {"{kind: 'free', to: '2024-02-30'}", "/prices/0/to"},
            {"{kind: 'free', minContextTokens: -1}", "/prices/0/minContextTokens"},
            {"{kind: 'free', minContextTokens: 0.5}", "/prices/0/minContextTokens"},
            {"{kind: 'free', mode: 'Batch Mode'}", "/prices/0/mode"},
            {"{kind: 'free', currency: 'eur'}", "/prices/0/currency"},
            {"{kind: 'free', currency: 'EUA'}", "/prices/0/currency"},
            {"{kind: 'free', window: {}}", "/prices/0/window"},
            {"{kind: 'free', window: {timeZone: 'UTC'}}", "/prices/0/window"},
            {"{kind: 'free', window: {from: '16:30'}}", "/prices/0/window/to"},
            {"{kind: 'free', window: {to: '16:30', days: ['monday']}}", "/prices/0/window/from"},
            {"{kind: 'free', window: {from: '16:30', to: '16:30'}}", "/prices/0/window/to"},
            {"{kind: 'free', window: {from: '24:00', to: '01:00'}}", "/prices/0/window/from"},
            {"{kind: 'free', window: {days: ['mon']}}", "/prices/0/window/days/0"},
            {"{kind: 'free', window: {days: ['monday'], timeZone: 'Berlin'}}", "/prices/0/window/timeZone"},
            {"{kind: 'free', window: {days: ['monday'], timeZone: '+01:00'}}", "/prices/0/window/timeZone"},
            {
                "{kind: 'free', window: {from: '01:00', to: '03:00'}},"
                        + " {kind: 'free', window: {from: '04:00', to: '05:00', timeZone: 'Europe/Paris', days: ['sunday']}},"
                        + " {kind: 'free', window: {from: '02:00', to: '01:00', days: ['monday']}}",
                "/prices/2/window"
            },
            {"'free'", "/prices/0"},
        };
        for (String[] one : wrong) {
            checks.add(() -> {
                Reply refused = CURATOR.put(path, json("{prices: [%s]}".formatted(one[0])), "If-None-Match", "*")
                        .refuses(400, "invalid_body");
                assertTrue(refused.pointers().get(0).startsWith(one[1]), () -> one[0] + ": " + refused.said());
            });
        }
        String[][] facts = {
            {"{contextWindow: 0}", "/contextWindow"},
            {"{maxOutput: -1}", "/maxOutput"},
            {"{contextWindow: 1.5}", "/contextWindow"},
            {"{contextWindow: 1000000000001}", "/contextWindow"},
            {"{date: 'yesterday'}", "/date"},
            {"{retiredDate: '2024-02-30'}", "/retiredDate"},
            {"{source: 'ftp://w.example'}", "/source"},
            {"{model: 'fichte/other'}", "/model"},
            {"{provider: 'other'}", "/provider"},
            {"{id: 'other'}", "/id"},
            {"{prices: {}}", "/prices"},
            {"{price: []}", "/price"},
        };
        for (String[] one : facts) {
            checks.add(
                    () -> CURATOR.put(path, json(one[0]), "If-None-Match", "*").refuses(400, "invalid_body", one[1]));
        }
        assertAll(checks);
        assertEquals(before, revision());
        CURATOR.create(path, json("{provider: 'wolke', id: 'senseless', model: 'fichte/senseless'}"));
    }

    @Test
    void the_price_in_force_today_decides_how_a_model_is_paid_for() {
        String model = model("fichte/force");
        String path = model + "/offerings/wolke/force";
        CURATOR.create(path, json("{prices: [{kind: 'metered', input: '1', to: '2020-01-01'}]}"));
        assertEquals("unknown", READER.ok(model + "/card").at("/pricing/kind").asText());
        CURATOR.write(path, json("{prices: [{kind: 'free', from: '2020-01-01'}]}"))
                .is(200);
        assertEquals("free", READER.ok(model + "/card").at("/pricing/kind").asText());
        CURATOR.write(path, json("{prices: [{kind: 'metered', input: '1', from: '2020-01-01'}]}"))
                .is(200);
        assertEquals("metered", READER.ok(model + "/card").at("/pricing/kind").asText());
    }

    @Test
    void a_provider_may_call_a_model_what_it_likes() {
        String model = model("fichte/odd");
        List<String> ids = List.of(
                "org/Model-7B:free",
                "@cf/meta/x",
                "a b",
                "100%",
                "a+b",
                "a?b=c&d#e",
                "模型",
                "a;b",
                "%2F",
                "accounts/f/models/y",
                "😀",
                "a\"b'c\\d");
        for (String id : ids) {
            String path = model + "/offerings/wolke-7/" + encoded(id);
            Reply created = CURATOR.create(path, json("{contextWindow: 5}"));
            assertEquals(created.body(), READER.ok(path), id);
            assertEquals(
                    id,
                    Json.among(READER.ok(model + "/offerings").get("data"), "id", id)
                            .get("id")
                            .asText());
            READER.get(created.header("Location").replaceFirst("^https?://[^/]+", ""))
                    .is(200);
        }
        READER.get(model + "/offerings/wolke-7/org/Model-7B:free").is(200);
        assertEquals(
                ids.size(),
                READER.ok("/api/v1/providers/wolke-7").get("offeringCount").asInt());
        for (String id : ids) {
            CURATOR.delete(model + "/offerings/wolke-7/" + encoded(id), "If-Match", "*")
                    .is(204);
        }
        long before = revision();
        for (String id : List.of("%20", "%00", "a%00", "%ff", "a".repeat(201))) {
            Reply refused = CURATOR.put(model + "/offerings/wolke-7/" + id, json("{}"), "If-None-Match", "*");
            assertTrue(refused.status() == 400 || refused.status() == 404, refused::said);
        }
        for (String provider : List.of("Wolke", ".w", "w_%20", "a".repeat(101), "%E6%A8%A1")) {
            Reply refused = CURATOR.put(model + "/offerings/" + provider + "/x", json("{}"), "If-None-Match", "*");
            assertTrue(refused.status() == 400 || refused.status() == 404, refused::said);
        }
        assertEquals(before, revision());
    }

    @Test
    void an_offering_serves_one_model() {
        String first = model("fichte/first");
        String second = model("fichte/second");
        CURATOR.create(first + "/offerings/wolke/shared", json("{}"));
        long before = revision();
        CURATOR.put(second + "/offerings/wolke/shared", json("{}"), "If-None-Match", "*")
                .refuses(409, "conflict");
        CURATOR.write(second + "/offerings/wolke/shared", json("{}")).refuses(409, "conflict");
        Reply patched = CURATOR.patch(second + "/offerings/wolke/shared", json("{maxOutput: 1}"), "If-Match", "*");
        assertTrue(patched.status() == 409 || patched.status() == 404, patched::said);
        Reply deleted = CURATOR.delete(second + "/offerings/wolke/shared", "If-Match", "*");
        assertTrue(deleted.status() == 409 || deleted.status() == 404, deleted::said);
        READER.get(second + "/offerings/wolke/shared").is(404);
        assertEquals(before, revision());
        READER.get(first + "/offerings/wolke/shared").is(200);
    }

    @Test
    void a_provider_is_written_by_itself_too() {
        Reply created = CURATOR.create("/api/v1/providers/nebel", json("{name: 'Nebel', url: 'https://n.example'}"));
        assertEquals(
                json(
                        "{id: 'nebel', name: 'Nebel', url: 'https://n.example', offeringCount: 0, modelCount: 0, revision: "
                                + created.revision() + "}"),
                READER.ok("/api/v1/providers/nebel"));
        String model = model("fichte/nebel");
        CURATOR.create(model + "/offerings/nebel/x", json("{}"));
        assertEquals(
                "Nebel",
                READER.ok(model + "/offerings").at("/data/0/provider/name").asText());
        Reply patched = CURATOR.patch(
                        "/api/v1/providers/nebel", json("{url: null, name: 'Nebel 2'}"), "If-Match", created.etag())
                .is(200);
        assertEquals(json("{name: 'Nebel 2', origin: 'curator'}"), patched.body());
        assertEquals(
                json("{id: 'nebel', name: 'Nebel 2', url: null}"),
                READER.ok(model + "/offerings").at("/data/0/provider"));
        CURATOR.put("/api/v1/providers/nebel", json("{name: 'N'}"), "If-Match", created.etag())
                .refuses(412, "precondition_failed");
        CURATOR.put("/api/v1/providers/nebel", json("{name: 'N'}"), "If-None-Match", "*")
                .refuses(412, "precondition_failed");
        CURATOR.put("/api/v1/providers/nebel", json("{name: 'N'}")).refuses(428, "precondition_required");
        CURATOR.put(
                        "/api/v1/providers/nebel",
                        json("{name: 'N'}"),
                        "If-Match",
                        READER.get("/api/v1/providers/nebel").etag())
                .is(200);
        CURATOR.patch("/api/v1/providers/none", json("{name: 'N'}"), "If-Match", "*")
                .is(404);
        CURATOR.put("/api/v1/providers/nebel", json("{name: ' '}"), "If-Match", "*")
                .refuses(400, "invalid_body", "/name");
        CURATOR.put("/api/v1/providers/Nebel%20B", json("{name: 'N'}"), "If-None-Match", "*")
                .is(400);
    }

    @Test
    void a_vendor_is_named_and_its_models_show_it() {
        String model = model("tanne-v/x");
        assertEquals("tanne-v", READER.ok(model).at("/vendor/name").asText());
        Reply named = CURATOR.put(
                        "/api/v1/vendors/tanne-v",
                        json("{name: 'Tännchen Wqx', url: 'https://t.example'}"),
                        "If-Match",
                        READER.get("/api/v1/vendors/tanne-v").etag())
                .is(200);
        assertEquals("Tännchen Wqx", READER.ok(model).at("/vendor/name").asText());
        assertEquals(1, READER.ok("/api/v1/models?q=Wqx").at("/meta/total").asInt());
        assertEquals(
                json(
                        "{id: 'tanne-v', name: 'Tännchen Wqx', url: 'https://t.example', modelCount: 1, firstRelease: null,"
                                + " lastRelease: null, revision: " + named.revision() + "}"),
                READER.ok("/api/v1/vendors/tanne-v"));
        CURATOR.patch("/api/v1/vendors/tanne-v", json("{url: null}"), "If-Match", named.etag())
                .is(200);
        assertTrue(READER.ok("/api/v1/vendors/tanne-v").get("url").isNull());
        CURATOR.patch("/api/v1/vendors/tanne-v", json("{name: 'X'}"), "If-Match", named.etag())
                .refuses(412, "precondition_failed");
        CURATOR.create("/api/v1/vendors/tanne-w", json("{name: 'W'}"));
        CURATOR.put("/api/v1/vendors/tanne-w", json("{name: 'W'}"), "If-None-Match", "*")
                .refuses(412, "precondition_failed");
    }
}
