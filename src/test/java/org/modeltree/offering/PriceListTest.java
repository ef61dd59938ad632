package org.modeltree.offering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;
import org.modeltree.imports.Importing;

/** Which providers there are, what each of them serves, and for how much. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.class)
class PriceListTest {

    private static final String CATALOG = """
            {"type":"provider","id":"harbor","name":"Harbor","url":"https://harbor.example"}
            {"type":"provider","id":"idle","name":"Idle"}
            {"type":"model","id":"oak/big","name":"Oak Big"}
            {"type":"model","id":"oak/small","name":"Oak Small"}
            {"type":"model","id":"elm/one","name":"Elm One"}
            {"type":"model","id":"elm-x/one","name":"Elm X"}
            {"type":"offering","provider":"harbor","id":"b","model":"oak/big","contextWindow":9000,"maxOutput":800,"status":"beta","retiredDate":"2999","prices":[\
            {"kind":"metered","mode":"batch","input":"1","output":"5"},\
            {"kind":"metered","to":"2025-01-01","input":"8","output":"16"},\
            {"kind":"metered","from":"2025-01-01","minContextTokens":200000,"input":"4","output":"20"},\
            {"kind":"metered","from":"2025-01-01","to":"2999-01-01","input":"2","output":"10"},\
            {"kind":"metered","from":"2999-01-01","input":"1","output":"1"}]}
            {"type":"offering","provider":"harbor","id":"a","model":"oak/big","prices":[{"kind":"free"}]}
            {"type":"offering","provider":"harbor","id":"s","model":"oak/small"}
            {"type":"offering","provider":"harbor","id":"z/e","model":"elm/one","prices":[{"kind":"metered","currency":"EUR","input":"0.1"}]}
            {"type":"offering","provider":"harbor","id":"x","model":"elm-x/one"}
            {"type":"offering","provider":"harbor","id":"ended","model":"elm/one","retiredDate":"2024-02","prices":[{"kind":"free"}]}
            {"type":"offering","provider":"harbor","id":"gone","model":"elm/one","lastSeen":"2026-01-01","prices":[{"kind":"free"}]}
            {"type":"offering","provider":"pier","id":"s","model":"oak/small"}
            """;

    @BeforeEach
    void catalog() {
        Importing.empty();
        Importing.done("format=modeltree", CATALOG);
    }

    private static List<String> offerings(String path) {
        List<String> offerings = new ArrayList<>();
        Importing.json(path)
                .get("data")
                .forEach(one -> offerings.add(
                        one.get("model").asText() + " " + one.get("id").asText()));
        return offerings;
    }

    private static List<String> counts() {
        List<String> counts = new ArrayList<>();
        Importing.json("/providers").get("data").forEach(one -> {
            assertEquals(one, Importing.json("/providers/" + one.get("id").asText()));
            counts.add(one.get("id").asText() + " " + one.get("offeringCount") + " " + one.get("modelCount"));
        });
        return counts;
    }

    @Test
    void providers_are_listed_by_id_with_their_offerings_and_models() {
        // An end is no reason to count less, because it depends on the day; that a catalog no longer lists it is.
        assertEquals(List.of("harbor 6 4", "idle 0 0", "pier 1 1"), counts());
        JsonNode first = Importing.json("/providers?limit=1");
        assertEquals("https://harbor.example", first.at("/data/0/url").asText());
        assertEquals(3, first.at("/meta/total").asInt());
        String next = first.at("/links/next").asText().replaceFirst("^/api/v1", "");
        assertEquals("idle", Importing.json(next).at("/data/0/id").asText());
        Importing.get("/providers?limit=0").is(400);
        Importing.get("/providers?sort=name").is(400);
    }

    @Test
    void counts_are_exact_where_one_import_moves_an_offering_and_adds_another_of_its_former_model() {
        Importing.done("format=modeltree", """
                {"type":"offering","provider":"pier","id":"s","model":"oak/big"}
                {"type":"offering","provider":"pier","id":"t","model":"oak/small"}
                {"type":"offering","provider":"pier","id":"u","model":"oak/small"}
                {"type":"offering","provider":"harbor","id":"x","model":"elm/one"}
                """);
        assertEquals(List.of("harbor 6 3", "idle 0 0", "pier 3 2"), counts());
        Importing.write("DELETE", "/models/oak/small", null, "If-Match", "*").is(204);
        assertEquals(List.of("harbor 5 2", "idle 0 0", "pier 1 1"), counts());
        Importing.write("POST", "/models/oak/big/merge", "{\"into\":\"elm/one\"}", "If-Match", "*")
                .is(200);
        assertEquals(List.of("harbor 5 1", "idle 0 0", "pier 1 1"), counts());
        Importing.write("DELETE", "/models/elm/one/offerings/pier/s", null, "If-Match", "*")
                .is(204);
        assertEquals(List.of("harbor 5 1", "idle 0 0", "pier 0 0"), counts());
    }

    @Test
    void a_price_list_has_what_a_provider_serves_today_by_model_and_id() {
        assertEquals(
                List.of("elm-x/one x", "elm/one z/e", "oak/big a", "oak/big b", "oak/small s"),
                offerings("/providers/harbor/offerings"));
        JsonNode big = Importing.json("/providers/harbor/offerings").at("/data/3");
        assertEquals("Oak Big", big.get("name").asText());
        assertEquals(9000, big.get("contextWindow").asInt());
        assertEquals(800, big.get("maxOutput").asInt());
        assertEquals("beta", big.get("status").asText());
        assertEquals("2999", big.at("/retiredDate/value").asText());
        List<String> prices = new ArrayList<>();
        big.get("prices")
                .forEach(price -> prices.add(price.get("mode").asText() + " " + price.get("minContextTokens") + " "
                        + price.get("input").asText() + " "
                        + price.get("output").asText()));
        assertEquals(List.of("standard 0 2 10", "standard 200000 4 20", "batch 0 1 5"), prices);
        assertEquals(
                "eur_per_1m_tokens",
                Importing.json("/providers/harbor/offerings")
                        .at("/data/1/prices/0/amounts/0/unit")
                        .asText());
        assertEquals(List.of(), offerings("/providers/idle/offerings"));
        for (String path : List.of("/providers", "/providers/harbor/offerings")) {
            String etag = Importing.get(path).is(200).header("ETag");
            Importing.get(path, "If-None-Match", etag).is(304);
            assertEquals(etag, Importing.send("HEAD", path, null).is(200).header("ETag"), path);
        }
    }

    @Test
    void pages_of_a_price_list_are_its_parts_whatever_their_size_and_vendors() {
        for (String vendors : List.of("", "vendor=oak&", "vendor=elm&", "vendor=oak,ELM&", "vendor=oak,elm,elm-x&")) {
            List<String> whole = offerings("/providers/harbor/offerings?" + vendors + "limit=200");
            for (int limit = 1; limit <= 4; limit++) {
                List<String> pages = new ArrayList<>();
                String next = "/providers/harbor/offerings?" + vendors + "limit=" + limit;
                while (next != null) {
                    JsonNode page = Importing.json(next);
                    assertEquals(whole.size(), page.at("/meta/total").asInt());
                    pages.addAll(offerings(next));
                    next = page.at("/links/next").isNull()
                            ? null
                            : page.at("/links/next").asText().replaceFirst("^/api/v1", "");
                }
                assertEquals(whole, pages, vendors + limit);
            }
        }
        assertEquals(List.of("elm/one z/e"), offerings("/providers/harbor/offerings?vendor=elm"));
        assertEquals(List.of("oak/small s"), offerings("/providers/pier/offerings?vendor=elm,oak"));
    }

    @Test
    void what_does_not_exist_is_named_with_what_was_meant() {
        assertEquals(
                "[\"harbor\"]",
                Importing.get("/providers/habor/offerings")
                        .is(404)
                        .json()
                        .get("suggestions")
                        .toString());
        JsonNode none = Importing.json("/providers/harbor/offerings?vendor=oka");
        assertEquals(0, none.at("/meta/total").asInt());
        assertEquals("oak", none.at("/suggestions/0/suggestions/0").asText());
        String cursor = Importing.json("/providers/harbor/offerings?limit=1")
                .at("/meta/nextCursor")
                .asText();
        Importing.get("/providers/pier/offerings?cursor=" + cursor).is(400);
        Importing.get("/providers/harbor/offerings?vendor=oak&cursor=" + cursor).is(400);
        Importing.get("/providers/harbor/offerings?sort=price").is(400);
        String detail = Importing.get("/offerings?provider=harbor").is(400).text();
        assertTrue(detail.contains("/api/v1/providers/harbor/offerings"), detail);
    }
}
