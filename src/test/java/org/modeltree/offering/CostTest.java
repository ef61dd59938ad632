package org.modeltree.offering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;
import org.modeltree.imports.Importing;

/** Costs, offerings by price, and models by price. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.class)
class CostTest {

    @BeforeEach
    void catalog() {
        Importing.empty();
        Importing.done("format=modeltree", """
                {"type":"model","id":"quay/buoy","name":"Buoy","aliases":["boje"]}
                {"type":"model","id":"quay/raft","name":"Raft"}
                {"type":"model","id":"quay/tug","name":"Tug"}
                {"type":"model","id":"quay/wreck","name":"Wreck"}
                {"type":"offering","provider":"quay","id":"buoy-1","model":"quay/buoy","prices":[\
                {"kind":"metered","to":"2025-01-01","input":"8","output":"16"},\
                {"kind":"metered","from":"2025-01-01","input":"2","output":"10","cacheRead":"0","perSearch":"0.01"},\
                {"kind":"metered","from":"2025-01-01","minContextTokens":200000,"input":"4","output":"20"},\
                {"kind":"metered","from":"2025-01-01","window":{"from":"16:30","to":"00:30"},"input":"1","output":"5"},\
                {"kind":"metered","mode":"batch","input":"1","output":"5"}]}
                {"type":"offering","provider":"harbor","id":"buoy","model":"quay/buoy","prices":[{"kind":"metered","input":"1.5","output":"12"}]}
                {"type":"offering","provider":"jetty","id":"buoy","model":"quay/buoy","prices":[{"kind":"metered","currency":"EUR","input":"0.1","output":"0.2"}]}
                {"type":"offering","provider":"pier","id":"buoy","model":"quay/buoy","prices":[{"kind":"subscription"}]}
                {"type":"offering","provider":"dock","id":"buoy","model":"quay/buoy","retiredDate":"2024","prices":[{"kind":"metered","input":"0.01","output":"0.01"}]}
                {"type":"offering","provider":"harbor","id":"raft","model":"quay/raft","prices":[{"kind":"metered","input":"0.3","output":"30"},{"kind":"metered","mode":"batch","input":"0.1","output":"0.1"}]}
                {"type":"offering","provider":"harbor","id":"tug","model":"quay/tug","prices":[{"kind":"metered","currency":"EUR","input":"7"}]}
                """);
    }

    private static Importing.Answer post(String body) {
        return Importing.send(
                "POST",
                "/cost",
                body.replace('\'', '"').getBytes(StandardCharsets.UTF_8),
                "Content-Type",
                "application/json");
    }

    private static JsonNode cost(String body) {
        return post(body).is(200).json();
    }

    private static String total(String body) {
        JsonNode cost = cost(body);
        return cost.get("provider").asText() + " " + cost.get("total").asText() + " "
                + cost.get("currency").asText();
    }

    @Test
    void any_id_that_certainly_means_the_model_is_good_enough() {
        String usage = "'at': '2026-03-04T12:00:00Z', 'usage': {'input': 100000}}";
        for (String id : List.of("quay/buoy", "Boje", "openrouter:quay/buoy", "us/quay/buoy")) {
            assertEquals("quay 0.2 USD", total("{'model': '" + id + "', " + usage), id);
            assertEquals(
                    "harbor 0.15 USD",
                    total("{'model': '" + id + "', 'provider': 'harbor', 'offering': 'buoy', " + usage),
                    id);
        }
    }

    @Test
    void every_unit_has_its_exact_cost() throws Exception {
        JsonNode cost = cost("{'model': 'quay/buoy', 'at': '2026-03-04T12:00:00Z',"
                + " 'usage': {'input': 1234567, 'cacheRead': '1000', 'reasoning': 7, 'output': 1, 'perSearch': 3}}");
        List<String> lines = new ArrayList<>();
        cost.get("lines")
                .forEach(line -> lines.add(String.join(
                        " ",
                        line.get("name").asText(),
                        line.get("quantity").asText(),
                        line.get("amount").asText(),
                        line.get("unit").asText(),
                        line.get("chargedAs").asText(),
                        line.get("minContextTokens").asText(),
                        line.get("cost").asText())));
        assertEquals(
                List.of(
                        "input 1234567 4 usd_per_1m_tokens null 200000 4.938268",
                        "output 1 20 usd_per_1m_tokens null 200000 0.00002",
                        "cacheRead 1000 0 usd_per_1m_tokens null 0 0",
                        "reasoning 7 20 usd_per_1m_tokens output 200000 0.00014",
                        "perSearch 3 0.01 usd_per_search null 0 0.03"),
                lines);
        assertEquals("4.968428", cost.get("total").asText());
        assertEquals(1_235_567, cost.get("contextTokens").asLong(), "cached tokens are a part of the prompt");
        assertEquals(200_000, cost.at("/price/minContextTokens").asLong());
        assertEquals("buoy-1", cost.get("offering").asText());
        assertEquals("2026-03-04T12:00:00.000Z", cost.get("at").asText());
    }

    @Test
    void the_price_is_that_of_its_day_its_time_its_tier_and_its_mode() {
        String usage = "'usage': {'input': 1000000, 'output': 0}";
        String buoy = "{'model': 'BOJE', 'contextTokens': 10, ";
        assertEquals("quay 8 USD", total(buoy + "'at': '2024-12-31', " + usage + "}"));
        assertEquals("quay 2 USD", total(buoy + "'at': '2025-01-01T00:30:00Z', " + usage + "}"));
        assertEquals("quay 1 USD", total(buoy + "'at': '2025-01-01T00:29:59Z', " + usage + "}"));
        assertEquals("quay 1 USD", total(buoy + "'at': '2025-06-01T18:30:00+02:00', " + usage + "}"));
        assertEquals("quay 2 USD", total(buoy + "'at': '2025-06-01T18:29:00+02:00', " + usage + "}"));
        assertEquals("quay 1 USD", total(buoy + "'mode': 'batch', 'at': '2025-06-01', " + usage + "}"));
        assertEquals("quay 4 USD", total("{'model': 'quay/buoy', 'at': '2025-06-01T12:00:00Z', " + usage + "}"));
        assertEquals("harbor 1.5 USD", total("{'model': 'quay/buoy', 'provider': 'harbor', " + usage + "}"));
        assertEquals("jetty 0.1 EUR", total("{'provider': 'jetty', 'offering': 'Buoy', " + usage + "}"));
        assertEquals("harbor 0.3 USD", total("{'model': 'quay/raft', " + usage + "}"), "the publisher has no price");
    }

    @Test
    void an_offering_that_has_ended_costs_what_it_did_while_it_lasted() {
        Importing.done("format=modeltree", """
                {"type":"model","id":"quay/skiff","name":"Skiff"}
                {"type":"offering","provider":"dock","id":"skiff","model":"quay/skiff","retiredDate":"2025-03","prices":[{"kind":"metered","input":"1"}]}
                {"type":"offering","provider":"pier","id":"skiff","model":"quay/skiff","lastSeen":"2026-05-06","prices":[{"kind":"metered","input":"2"}]}
                {"type":"offering","provider":"wharf","id":"skiff","model":"quay/skiff","prices":[{"kind":"metered","input":"3"}]}
                """);
        String skiff = "{'model': 'quay/skiff', 'usage': {'input': 1000000}";
        assertEquals("dock 1 USD", total(skiff + ", 'at': '2025-03-30'}"));
        assertEquals("pier 2 USD", total(skiff + ", 'at': '2025-03-31'}"), "the last day on which it can have ended");
        assertEquals("pier 2 USD", total(skiff + ", 'at': '2026-05-05'}"));
        assertEquals("wharf 3 USD", total(skiff + ", 'at': '2026-05-06'}"));
        assertEquals("wharf 3 USD", total(skiff + "}"));
        assertEquals(
                "pier 2 USD",
                total("{'provider': 'pier', 'offering': 'skiff', 'usage': {'input': 1000000}}"),
                "by name");
        assertEquals(List.of("wharf 3"), offered("model=quay/skiff&mix=1:0"));
        refuses(404, null, skiff + ", 'provider': 'dock'}");
    }

    @Test
    void nothing_of_a_unit_costs_nothing_and_a_free_offering_is_the_last_choice() {
        String usage = "'usage': {'input': 1000000, 'output': 0, 'perPage': 0, 'cacheWriteOneHour': '0'}";
        assertEquals(
                "quay 2 USD",
                total("{'model': 'quay/buoy', 'contextTokens': 10, 'at': '2025-06-01T12:00:00Z', " + usage + "}"));
        Importing.done("format=modeltree", """
                {"type":"offering","provider":"aquarium","id":"raft:free","model":"quay/raft","prices":[{"kind":"free"}]}
                {"type":"offering","provider":"aquarium","id":"wreck:free","model":"quay/wreck","prices":[{"kind":"free"}]}
                """);
        assertEquals("harbor 0.3 USD", total("{'model': 'quay/raft', " + usage + "}"));
        assertEquals("aquarium 0 USD", total("{'model': 'quay/wreck', " + usage + "}"));
    }

    @Test
    void what_has_no_price_is_refused_by_its_pointer() {
        refuses(400, "/usage/perPage", "{'model': 'quay/buoy', 'usage': {'input': 1, 'perPage': 2}}");
        refuses(400, "/usage/words", "{'model': 'quay/buoy', 'usage': {'words': 2}}");
        refuses(400, "/usage/input", "{'model': 'quay/buoy', 'usage': {'input': -1}}");
        refuses(400, "/usage/input", "{'model': 'quay/buoy', 'usage': {'input': 1e300}}");
        refuses(400, "/usage/input", "{'model': 'quay/buoy', 'usage': {'input': 'many'}}");
        refuses(400, "/usage", "{'model': 'quay/buoy', 'usage': {}}");
        refuses(400, "/usage", "{'model': 'quay/buoy'}");
        refuses(400, "/model", "{'usage': {'input': 1}}");
        refuses(
                400,
                "/model",
                "{'model': 'quay/raft', 'provider': 'harbor', 'offering': 'buoy', 'usage': {'input': 1}}");
        refuses(400, "/provider", "{'model': 'quay/buoy', 'offering': 'buoy', 'usage': {'input': 1}}");
        refuses(400, "/at", "{'model': 'quay/buoy', 'at': 'noon', 'usage': {'input': 1}}");
        refuses(400, "/mode", "{'model': 'quay/buoy', 'mode': 'turbo', 'usage': {'input': 1}}");
        refuses(400, "/mode", "{'model': 'quay/buoy', 'provider': 'pier', 'usage': {'input': 1}}");
        refuses(400, "/colour", "{'model': 'quay/buoy', 'colour': 1, 'usage': {'input': 1}}");
        refuses(400, "", "[]");
        refuses(400, "/at", "{'model': 'quay/buoy', 'at': '+999999999-12-31T23:59:59-18:00', 'usage': {'input': 1}}");
        refuses(400, "/at", "{'model': 'quay/buoy', 'at': '0000-01-01', 'usage': {'input': 1}}");
        refuses(400, "/model", "{'model': 'quay/\\u0000', 'usage': {'input': 1}}");
        refuses(400, "/provider", "{'provider': 'a\\u0000', 'offering': 'x', 'usage': {'input': 1}}");
        refuses(400, "/offering", "{'provider': 'harbor', 'offering': 'x\\u0000', 'usage': {'input': 1}}");
        refuses(404, null, "{'model': 'quay/bouy', 'usage': {'input': 1}}");
        refuses(404, null, "{'model': 'quay/wreck', 'usage': {'input': 1}}");
        refuses(404, null, "{'provider': 'harbor', 'offering': 'boat', 'usage': {'input': 1}}");
    }

    private static void refuses(int status, String pointer, String body) {
        Importing.Answer answer = post(body).is(status);
        assertTrue(answer.header("Content-Type").startsWith("application/problem+json"), answer::text);
        if (pointer != null) {
            assertEquals(pointer, answer.json().at("/errors/0/pointer").asText(), answer::text);
        }
    }

    private static List<String> offered(String query) {
        List<String> offered = new ArrayList<>();
        Importing.get("/offerings?" + query)
                .is(200)
                .json()
                .get("data")
                .forEach(row -> offered.add(row.at("/provider/id").asText() + " "
                        + row.at("/mixed/amount").asText("null")));
        return offered;
    }

    @Test
    void offerings_are_sorted_by_the_price_of_a_mix() {
        assertEquals(List.of("quay 4", "harbor 4.125", "jetty null", "pier null"), offered("model=quay/buoy"));
        assertEquals(List.of("harbor 1.5", "quay 2", "jetty null", "pier null"), offered("model=boje&mix=1:0"));
        assertEquals(
                List.of("harbor 1.5", "quay 2", "jetty null", "pier null"),
                offered("model=quay/buoy&mix=1:0&sort=inputPrice"));
        assertEquals(
                List.of("harbor 4.125", "quay 4", "jetty null", "pier null"), offered("model=quay/buoy&sort=-price"));
        assertEquals(
                List.of("jetty 0.125", "harbor null", "pier null", "quay null"),
                offered("model=quay/buoy&currency=EUR"));
        assertEquals(
                List.of("harbor 7.725", "harbor 4.125"),
                offered("model=quay/buoy,quay/raft&provider=harbor&sort=-price"));
        Importing.get("/offerings").is(400);
        Importing.get("/offerings?model=quay/buoy&mix=0:0").is(400);
        Importing.get("/offerings?model=quay/buoy&currency=euro").is(400);
        assertEquals(List.of(), offered("model=quay/nothing"));
    }

    @Test
    void a_misspelt_mode_is_suggested_and_the_time_has_milliseconds() {
        JsonNode problem = Importing.write(
                        "POST", "/cost", "{\"model\": \"quay/buoy\", \"mode\": \"bacth\", \"usage\": {\"input\": 1}}")
                .is(400)
                .json();
        String detail = problem.at("/errors/0/detail").asText();
        assertTrue(
                detail.matches("has no known price: no offering has a metered or free price in the mode bacth at"
                        + " \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z; did you mean batch\\?"),
                detail);
        assertEquals("[\"batch\"]", problem.get("suggestions").toString());
        assertEquals(
                "has no known price: no offering has a metered or free price in the mode night at"
                        + " 2026-03-04T00:00:00.000Z",
                Importing.write(
                                "POST",
                                "/cost",
                                "{\"model\": \"quay/buoy\", \"mode\": \"night\", \"at\": \"2026-03-04\", \"usage\":"
                                        + " {\"input\": 1}}")
                        .is(400)
                        .json()
                        .at("/errors/0/detail")
                        .asText());
    }

    private static List<String> models(String query) {
        List<String> models = new ArrayList<>();
        Importing.get("/models?fields=id&" + query)
                .is(200)
                .json()
                .get("data")
                .forEach(row -> models.add(row.get("id").asText().substring("quay/".length())));
        return models;
    }

    @Test
    void models_are_filtered_and_sorted_by_their_cheapest_price_today() {
        assertEquals(List.of("raft", "buoy", "tug", "wreck"), models("sort=inputPrice"));
        assertEquals(List.of("buoy", "raft", "tug", "wreck"), models("sort=-inputPrice"));
        assertEquals(List.of("buoy", "raft", "tug", "wreck"), models("sort=outputPrice"));
        assertEquals(List.of("tug", "buoy", "raft", "wreck"), models("sort=-inputPrice&currency=EUR"));
        assertEquals(List.of("raft", "buoy", "tug", "wreck"), models("sort=inputPrice,name"));
        assertEquals(List.of("buoy", "raft"), models("inputPriceMax=1.5"));
        assertEquals(List.of("raft"), models("inputPriceMax=1.4999999999"));
        assertEquals(List.of("buoy"), models("inputPriceMin=1.5&outputPriceMax=10"));
        assertEquals(List.of("tug"), models("inputPriceMin=7&inputPriceMax=7&currency=EUR"));
        assertEquals(List.of("raft"), models("outputPriceMin=10.5&sort=inputPrice"));
        String first = Importing.get("/models?sort=inputPrice&limit=1")
                .is(200)
                .json()
                .at("/links/next")
                .asText();
        List<String> pages = new ArrayList<>();
        while (!first.equals("null")) {
            JsonNode page =
                    Importing.get(first.substring("/api/v1".length())).is(200).json();
            pages.add(page.at("/data/0/id").asText());
            first = page.at("/links/next").asText();
        }
        assertEquals(List.of("quay/buoy", "quay/tug", "quay/wreck"), pages);
        Importing.get("/models?inputPriceMax=-1").is(400);
        Importing.get("/models?currency=XXY").is(400);
    }

    @Test
    void the_cheapest_price_follows_every_write_and_every_day() {
        String path = "/models/quay/raft/offerings/harbor/raft";
        Importing.write("PUT", path, "{\"prices\": [{\"kind\": \"metered\", \"input\": \"9\"}]}", "If-Match", "*")
                .is(200);
        assertEquals(List.of("buoy", "raft", "tug", "wreck"), models("sort=inputPrice"));
        Importing.write(
                        "PUT",
                        path,
                        "{\"prices\": [{\"kind\": \"metered\", \"input\": \"9\", \"to\": \"2091-01-01\"},"
                                + " {\"kind\": \"metered\", \"input\": \"1\", \"from\": \"2091-01-01\"}]}",
                        "If-Match",
                        "*")
                .is(200);
        assertEquals(
                "-infinity 2091-01-01 9, 2091-01-01 infinity 1",
                Importing.ask(
                        "select string_agg(valid_from || ' ' || valid_to || ' ' || input, ', ' order by valid_from)"
                                + " from model_price where model_id = 'quay/raft'"));
        Importing.write("DELETE", path, null, "If-Match", "*").is(204);
        assertEquals("0", Importing.ask("select count(*) from model_price where model_id = 'quay/raft'"));
        // The offering that ended in 2024 was the cheapest until the last day of that year, on which it has certainly
        // ended.
        assertEquals(
                "-infinity 2024-12-31 0.01 0.01, 2024-12-31 2025-01-01 1.5 12, 2025-01-01 infinity 1.5 10",
                Importing.ask("select string_agg(valid_from || ' ' || valid_to || ' ' || input || ' ' || output, ', '"
                        + " order by valid_from) from model_price where model_id = 'quay/buoy' and currency = 'USD'"));
    }

    @Test
    void a_publisher_whose_provider_has_another_id_is_asked_first() {
        Importing.done("format=modeltree", """
                {"type":"benchmark","id":"input-price","label":"Input price","unit":"usd_per_1m_tokens"}
                {"type":"model","id":"amazon/skiff","name":"Skiff"}
                {"type":"model","id":"google/punt","name":"Punt"}
                {"type":"offering","provider":"harbor","id":"skiff","model":"amazon/skiff","prices":[{"kind":"metered","input":"1","output":"2"}]}
                {"type":"offering","provider":"amazon-bedrock","id":"amazon.skiff-v1:0","source":"https://models.dev/api.json","date":"2026-01-01","origin":"models.dev","model":"amazon/skiff","prices":[{"kind":"metered","input":"3","output":"4"}]}
                {"type":"offering","provider":"google-vertex","id":"punt","source":"https://models.dev/api.json","date":"2026-01-01","origin":"models.dev","model":"google/punt","prices":[{"kind":"metered","input":"1","output":"1"}]}
                {"type":"offering","provider":"google","id":"punt","source":"https://models.dev/api.json","date":"2026-01-01","origin":"models.dev","model":"google/punt","prices":[{"kind":"metered","input":"5","output":"5"}]}
                """);
        String usage = "'usage': {'input': 1000000}}";
        assertEquals("amazon-bedrock 3 USD", total("{'model': 'amazon/skiff', " + usage));
        assertEquals("google 5 USD", total("{'model': 'google/punt', " + usage));
        Importing.done("format=models.dev", """
                {"amazon-bedrock": {"id": "amazon-bedrock", "name": "Bedrock", "models": {
                  "amazon.skiff-v1:0": {"id": "amazon.skiff-v1:0", "name": "Skiff", "last_updated": "2026-06-01", "cost": {"input": 2.5, "output": 4}}}}}
                """);
        assertEquals(
                "2.5",
                Importing.ask("select raw from measurement where model_id = 'amazon/skiff'"
                        + " and benchmark_id = 'input-price' and counting"));
        Importing.done("format=models.dev", """
                {"google-vertex": {"id": "google-vertex", "name": "Vertex", "models": {
                  "punt": {"id": "punt", "name": "Punt", "last_updated": "2026-06-01", "cost": {"input": 2, "output": 2}}}}}
                """);
        assertEquals(
                "5",
                Importing.ask("select raw from measurement where model_id = 'google/punt'"
                        + " and benchmark_id = 'input-price' and counting"));
    }
}
