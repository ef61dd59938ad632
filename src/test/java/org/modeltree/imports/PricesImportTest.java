package org.modeltree.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;

/** Prices of catalogs in the service: units, currencies, tiers, times and history. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.class)
class PricesImportTest {

    private static final String OFFERING = "/models/quay/buoy/offerings/harbor/buoy";

    @BeforeEach
    void models() {
        Importing.empty();
        Importing.done("format=modeltree", """
                {"type":"benchmark","id":"input-price","label":"Publisher's input price","unit":"usd_per_1m_tokens"}
                {"type":"capability","id":"price","label":{"en":"Price"},"description":{"en":"Cheap."},"benchmark":"input-price","scale":{"kind":"log","floor":60,"ceiling":0.05}}
                {"type":"model","id":"quay/buoy","name":"Buoy"}
                {"type":"measurement","id":"older","model":"quay/buoy","benchmark":"input-price","raw":0.75,"source":"https://quay.example","date":"2024-01","origin":"openrouter"}
                """);
    }

    private static JsonNode modelsDev(String provider, String cost) {
        return Importing.done("format=models.dev", """
                {"%s": {"id": "%s", "name": "N", "models": {"buoy": {"id": "buoy", "name": "Buoy", "last_updated": "2031-05-06", "cost": %s}}}}
                """.formatted(provider, provider, cost.replace('\'', '"')));
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return Importing.JSON.readTree(text.replace('\'', '"'));
    }

    @Test
    void every_amount_tier_mode_and_currency_is_stored_and_unchanged_by_a_second_import() throws Exception {
        String file = """
                {"harbor": {"id": "harbor", "models": {"buoy": {"id": "buoy", "name": "Buoy",
                  "cost": {"currency": "EUR", "input": 2, "output": 6, "cache_read": 0, "reasoning": 9.5,
                           "tiers": [{"input": 4, "output": 12, "tier": {"type": "context", "size": 272000}},
                                     {"input": 1, "output": 3, "tier": {"type": "time", "windows": ["22:00-04:00"]}}],
                           "context_over_200k": {"input": 4, "output": 12}, "per_lap": 3},
                  "experimental": {"modes": {"fast": {"cost": {"input": 8, "output": 24}}}}}}}}
                """;
        JsonNode report = Importing.done("format=models.dev", file);
        assertEquals(
                json("[{'kind':'metered','currency':'EUR','input':'2','output':'6','cacheRead':'0','reasoning':'9.5'},"
                        + "{'kind':'metered','currency':'EUR','minContextTokens':272000,'input':'4','output':'12'},"
                        + "{'kind':'metered','currency':'EUR','window':{'from':'22:00','to':'04:00','timeZone':'UTC'},"
                        + "'input':'1','output':'3'},"
                        + "{'kind':'metered','currency':'EUR','mode':'fast','input':'8','output':'24'}]"),
                Importing.json(OFFERING).get("prices"));
        List<String> notes = new ArrayList<>();
        report.get("notes").forEach(note -> notes.add(note.get("reason").asText() + " " + note.get("value")));
        assertTrue(notes.contains("unknown price `per_lap`, left out \"3\""), notes::toString);
        Importing.assertAllUnchanged(
                "format=models.dev", file.getBytes(java.nio.charset.StandardCharsets.UTF_8), report);
        JsonNode first = Importing.json("/models/quay/buoy/offerings").at("/data/0/prices/0");
        assertTrue(first.get("input").isNull(), "no amount in US dollars");
    }

    @Test
    void the_price_score_follows_the_publisher_and_no_other_provider() {
        modelsDev("harbor", "{'input': 3}");
        assertEquals(0.75, raw());
        JsonNode report = modelsDev("quay", "{'input': 9}");
        assertEquals(9.0, raw(), report::toString);
        modelsDev("quay", "{'input': 7, 'currency': 'CNY'}");
        assertEquals(0.75, raw(), "7 yuan are no 7 US dollars, and 9 is no longer the price");
    }

    private static double raw() {
        return Importing.json("/models/quay/buoy/scores").at("/data/0/raw").asDouble();
    }

    @Test
    void a_catalog_that_states_more_than_before_changes_no_price() throws Exception {
        modelsDev("harbor", "{'input': 3, 'output': 4}");
        Importing.execute("update price set valid_from = '2024-01-01'");
        modelsDev("harbor", "{'input': 3, 'output': 4, 'cache_read': 0, 'output_audio': 5}");
        assertEquals(
                json(
                        "[{'kind':'metered','from':'2024-01-01','input':'3','output':'4','cacheRead':'0','audioOutput':'5'}]"),
                Importing.json(OFFERING).get("prices"));
        String today = LocalDate.now(ZoneOffset.UTC).toString();
        modelsDev("harbor", "{'input': 3, 'output': 4, 'cache_read': 1, 'output_audio': 5}");
        assertEquals(
                json("[{'kind':'metered','from':'2024-01-01','to':'" + today
                        + "','input':'3','output':'4','cacheRead':'0','audioOutput':'5'},"
                        + "{'kind':'metered','from':'" + today
                        + "','input':'3','output':'4','cacheRead':'1','audioOutput':'5'}]"),
                Importing.json(OFFERING).get("prices"));
        modelsDev("harbor", "{'currency': 'EUR', 'input': 3, 'output': 4, 'cache_read': 1, 'output_audio': 5}");
        assertEquals(
                "EUR", Importing.json(OFFERING).at("/prices/1/currency").asText(), "another currency is another price");
    }

    @Test
    void a_price_that_is_announced_for_later_stays_and_ends_the_one_that_a_catalog_states_today() throws Exception {
        Importing.done("format=modeltree", """
                {"type":"offering","provider":"harbor","id":"buoy","model":"quay/buoy","origin":"web","prices":[{"kind":"metered","input":"1","to":"2099-01-01"},{"kind":"metered","from":"2099-01-01","input":"2"},{"kind":"metered","mode":"batch","from":"2099-01-01","input":"1"}]}
                """);
        String today = LocalDate.now(ZoneOffset.UTC).toString();
        String stored = "[{'kind':'metered','input':'1','to':'%1$s'},"
                + "{'kind':'metered','input':'2','from':'2099-01-01'},"
                + "{'kind':'metered','mode':'batch','input':'1','from':'2099-01-01'},"
                + "{'kind':'metered','input':'%2$s','from':'%1$s','to':'2099-01-01'}]";
        modelsDev("harbor", "{'input': 3}");
        assertEquals(json(stored.formatted(today, 3)), Importing.json(OFFERING).get("prices"));
        // That it is the announced price does not make it start earlier, and leaves no day without a price.
        modelsDev("harbor", "{'input': 2}");
        assertEquals(json(stored.formatted(today, 2)), Importing.json(OFFERING).get("prices"));
    }

    @Test
    void openrouter_gets_its_tiers_windows_and_units_back() throws Exception {
        String pricing = "{'prompt': '0.000001', 'completion': '0.000004', 'image': '0.002', 'web_search': '0.01',"
                + " 'internal_reasoning': '0.000005', 'input_cache_read': '0', 'input_cache_write_1h': '0.000002',"
                + " 'overrides': [{'min_prompt_tokens': 200000, 'prompt': '0.000002', 'completion': '0.000008',"
                + " 'image': '0.002', 'web_search': '0.01', 'internal_reasoning': '0.000005', 'input_cache_read': '0',"
                + " 'input_cache_write_1h': '0.000002'},"
                + " {'utc_start': 1630, 'utc_end': 30, 'utc_days': ['monday', 'friday'], 'prompt': '0.0000005',"
                + " 'completion': '0.000004', 'image': '0.002', 'web_search': '0.01', 'internal_reasoning': '0.000005',"
                + " 'input_cache_read': '0', 'input_cache_write_1h': '0.000002'}]}";
        Importing.done(
                "format=openrouter",
                ("{'data': [{'id': 'quay/buoy', 'name': 'Quay: Buoy', 'pricing': " + pricing + "}]}")
                        .replace('\'', '"'));
        JsonNode exported = Importing.json("/export?format=openrouter").at("/data/0/pricing");
        // The tier also applies in the window, which the file says by the order of its entries.
        JsonNode both = exported.at("/overrides/2");
        assertEquals(200_000, both.get("min_prompt_tokens").asInt());
        assertEquals("0.0000005", both.get("prompt").asText());
        ((com.fasterxml.jackson.databind.node.ArrayNode) exported.get("overrides")).remove(2);
        assertEquals(json(pricing), exported);
        byte[] file = Importing.get("/export?format=openrouter").bytes();
        JsonNode again = Importing.done("format=openrouter", file);
        assertEquals(0, again.get("updated").asInt(), again::toString);
    }
}
