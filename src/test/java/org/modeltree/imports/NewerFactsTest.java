package org.modeltree.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

/** Facts that a catalog stated once, as in the starter catalog, follow newer files of the same catalog. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.Watched.class)
class NewerFactsTest {

    private static final String KNOWN = """
            {"type":"benchmark","id":"context-window","label":"Context window","unit":"tokens"}
            {"type":"benchmark","id":"max-output","label":"Output limit","unit":"tokens"}
            {"type":"benchmark","id":"input-price","label":"Input price","unit":"usd_per_1m_tokens"}
            {"type":"benchmark","id":"output-price","label":"Output price","unit":"usd_per_1m_tokens"}
            {"type":"capability","id":"price","label":{"en":"Price"},"description":{"en":"Input price."},"benchmark":"input-price","scale":{"kind":"log","floor":60,"ceiling":0.05}}
            {"type":"provider","id":"harbor","name":"harbor"}
            {"type":"model","id":"nimbus/sky-2","name":"Sky 2","lifecycle":"released","releaseDate":"2026-01-10","sources":[{"facts":["name","releaseDate"],"source":"https://models.dev","date":"2026-03-01","origin":"models.dev"},{"facts":["lifecycle"],"origin":"models.dev"}]}
            {"type":"measurement","model":"nimbus/sky-2","benchmark":"context-window","raw":200000,"source":"https://models.dev","date":"2026-03-01","origin":"models.dev"}
            {"type":"measurement","model":"nimbus/sky-2","benchmark":"input-price","raw":0.5,"source":"https://openrouter.ai/nimbus/sky-2","date":"2026-05","origin":"openrouter"}
            {"type":"offering","provider":"harbor","id":"sky-2","model":"nimbus/sky-2","contextWindow":100000,"maxOutput":8000,"source":"https://models.dev/api.json","date":"2026-03-01","origin":"models.dev","prices":[{"kind":"metered","input":"2","output":"8"}]}
            {"type":"offering","provider":"openrouter","id":"nimbus/sky-2","model":"nimbus/sky-2","contextWindow":100000,"source":"https://openrouter.ai/nimbus/sky-2","date":"2026-05","origin":"openrouter","prices":[{"kind":"metered","input":"2","output":"8"}]}
            """;

    private static final String MODEL = "/models/nimbus/sky-2";

    @BeforeEach
    void known() {
        Importing.empty();
        Importing.done("format=modeltree", KNOWN);
    }

    private static String today() {
        return LocalDate.now(ZoneOffset.UTC).toString();
    }

    private static String provider(String provider, String updated, int context, String input) {
        return """
                {"%1$s":{"id":"%1$s","name":"%1$s","models":{"sky-2":{"id":"sky-2","name":"Sky 2","last_updated":"%2$s",
                 "limit":{"context":%3$d,"output":16000},"cost":{"input":%4$s,"output":9}}}}}
                """.formatted(provider, updated, context, input);
    }

    private static JsonNode offering(String key) {
        return Importing.offerings().get(key);
    }

    private static String prices(JsonNode offering) {
        StringBuilder all = new StringBuilder();
        offering.get("prices")
                .forEach(price -> all.append(price.get("input").asText())
                        .append(' ')
                        .append(price.get("from").asText())
                        .append(' ')
                        .append(price.get("to").asText())
                        .append(", "));
        return all.toString();
    }

    @Test
    void a_newer_file_of_the_same_catalog_ends_todays_price_and_changes_limits_and_date() {
        JsonNode report = Importing.done("format=models.dev", provider("harbor", "2026-11-01", 400_000, "3"));
        assertEquals("0 1 1", Importing.counts(report), report::toString);
        JsonNode offering = offering("harbor sky-2");
        assertEquals("2 null %1$s, 3 %1$s null, ".formatted(today()), prices(offering));
        assertEquals(400_000, offering.get("contextWindow").asLong());
        assertEquals(16_000, offering.get("maxOutput").asLong());
        assertEquals("2026-11-01", offering.at("/date/value").asText());
        assertEquals("models.dev", offering.get("origin").asText());
        assertEquals(0, report.get("keptTotal").asLong());
    }

    @Test
    void an_older_file_of_the_same_catalog_changes_nothing() {
        JsonNode report = Importing.done("format=models.dev", provider("harbor", "2026-02-28", 400_000, "3"));
        assertEquals("0 0", report.get("created") + " " + report.get("updated"), report::toString);
        JsonNode offering = offering("harbor sky-2");
        assertEquals("2 null null, ", prices(offering));
        assertEquals(100_000, offering.get("contextWindow").asLong());
        assertEquals("models.dev", report.at("/kept/0/origin").asText(), report::toString);
    }

    @Test
    void dates_are_kept_facts_only_if_they_contradict_each_other() {
        JsonNode older = Importing.done("format=models.dev", provider("harbor", "2026-02-28", 400_000, "3"));
        assertEquals(List.of("contextWindow", "maxOutput", "prices"), keptFacts(older), older::toString);
        String csv = "id,name,releaseDate\nnimbus/sky-2,Sky 2,%s\n";
        for (String agreeing : List.of("2026", "2026-01", "2026-01-10")) {
            JsonNode report = Importing.done("format=csv", csv.formatted(agreeing));
            assertEquals(List.of(), keptFacts(report), report::toString);
        }
        JsonNode contradicting = Importing.done("format=csv", csv.formatted("2026-02"));
        assertEquals(List.of("releaseDate"), keptFacts(contradicting), contradicting::toString);
        assertEquals(
                "2026-01-10", Importing.json(MODEL).at("/releaseDate/value").asText());
    }

    private static List<String> keptFacts(JsonNode report) {
        List<String> facts = new ArrayList<>();
        report.get("kept").forEach(one -> facts.add(one.get("fact").asText()));
        return facts.stream().sorted().toList();
    }

    @Test
    void a_list_without_dates_is_newer_than_what_it_stated_before() {
        JsonNode report = Importing.done("format=openrouter", """
                {"data":[{"id":"nimbus/sky-2","name":"Nimbus: Sky 2","context_length":200000,
                 "pricing":{"prompt":"0.000001","completion":"0.000004"},"top_provider":{"context_length":150000}}]}
                """);
        assertTrue(report.get("updated").asLong() >= 1, report::toString);
        JsonNode offering = offering("openrouter nimbus/sky-2");
        assertEquals("2 null %1$s, 1 %1$s null, ".formatted(today()), prices(offering));
        assertEquals(150_000, offering.get("contextWindow").asLong());
        assertTrue(offering.get("date").isNull(), offering::toString);
    }

    @Test
    void a_newer_statement_replaces_the_measurement_and_the_facts_of_the_model() {
        JsonNode before = Importing.json(MODEL + "/measurements").get("data");
        Importing.done("format=models.dev", """
                {"nimbus/sky-2":{"id":"nimbus/sky-2","name":"Sky 2","release_date":"2026-01-12","status":"deprecated",
                 "last_updated":"2026-11-01","limit":{"context":400000}}}
                """);
        JsonNode model = Importing.json(MODEL);
        assertEquals(400_000, model.get("contextWindow").asLong());
        assertEquals("deprecated", model.get("lifecycle").asText());
        assertEquals("2026-01-12", model.at("/releaseDate/value").asText());
        assertEquals(
                before.size(),
                Importing.json(MODEL + "/measurements").get("data").size());
    }

    @Test
    void a_person_outranks_every_catalog() {
        Importing.curate("PATCH", MODEL, "{\"releaseDate\": \"2026-01-11\"}").is(200);
        Importing.curate("PATCH", MODEL + "/offerings/harbor/sky-2", "{\"contextWindow\": 123456}")
                .is(200);
        Importing.done("format=models.dev", provider("harbor", "2026-11-01", 400_000, "3"));
        Importing.done("format=models.dev", """
                {"nimbus/sky-2":{"id":"nimbus/sky-2","name":"Sky 2","release_date":"2026-01-12","last_updated":"2026-11-01"}}
                """);
        assertEquals(
                "2026-01-11", Importing.json(MODEL).at("/releaseDate/value").asText());
        assertEquals(123_456, offering("harbor sky-2").get("contextWindow").asLong());
        assertEquals("2 null null, ", prices(offering("harbor sky-2")));
    }

    private static double measured(String benchmark) {
        for (JsonNode measurement : Importing.json(MODEL + "/measurements").get("data")) {
            if (measurement.get("counting").asBoolean()
                    && measurement.at("/benchmark/id").asText().equals(benchmark)) {
                return measurement.get("raw").asDouble();
            }
        }
        return -1;
    }

    private static double price() {
        return price(MODEL);
    }

    private static double price(String model) {
        for (JsonNode score : Importing.json(model + "/scores").get("data")) {
            if (score.get("capability").asText().equals("price")) {
                return score.get("raw").asDouble();
            }
        }
        return -1;
    }

    @Test
    void the_price_that_is_scored_is_that_of_the_publishers_own_offering() {
        assertEquals(0.5, price());
        Importing.done("format=models.dev", provider("nimbus", "2026-04-01", 400_000, "7"));
        assertEquals(7, price());
        assertEquals(9, measured("output-price"));
        Importing.done("format=models.dev", provider("nimbus", "2026-04-01", 400_000, "6"));
        assertEquals(6, price());
        // Another host's price is not the publisher's.
        Importing.done("format=models.dev", provider("harbor", "2026-11-01", 400_000, "3"));
        assertEquals(6, price());
        Importing.curate(
                        "PATCH",
                        MODEL + "/offerings/nimbus/sky-2",
                        "{\"prices\": [{\"kind\": \"metered\", \"input\": \"5\"}]}")
                .is(200);
        assertEquals(5, price());
        assertEquals(-1, measured("output-price"));
        Importing.curate("DELETE", MODEL + "/offerings/nimbus/sky-2", null).is(204);
        assertEquals(0.5, price());
    }

    @Test
    void a_new_offering_of_the_publisher_is_scored_at_once() {
        String offering = "{\"source\": \"https://nimbus.example/prices\","
                + " \"prices\": [{\"kind\": \"metered\", \"input\": \"5\", \"output\": \"11\"}]}";
        Importing.write("PUT", MODEL + "/offerings/harbor/other", offering, "If-None-Match", "*")
                .is(201);
        assertEquals(0.5, price());
        Importing.write("PUT", MODEL + "/offerings/nimbus/sky-2", offering, "If-None-Match", "*")
                .is(201);
        assertEquals(5, price());
        assertEquals(11, measured("output-price"));
    }

    @Test
    void prices_that_agree_with_more_trusted_ones_are_not_reported_as_kept() {
        String file = """
                {"harbor/sky-2":{"litellm_provider":"harbor","mode":"chat","input_cost_per_token":%s}}
                """;
        JsonNode agreeing = Importing.done("format=litellm", file.formatted("2e-06"));
        assertEquals(List.of(), keptPrices(agreeing), agreeing::toString);
        JsonNode differing = Importing.done("format=litellm", file.formatted("3e-06"));
        assertEquals(List.of("3"), keptPrices(differing), differing::toString);
        assertEquals("2 null null, ", prices(offering("harbor sky-2")));
    }

    /** Input prices that a report says it did not take over. */
    private static List<String> keptPrices(JsonNode report) {
        List<String> kept = new ArrayList<>();
        report.get("kept").forEach(one -> {
            if (one.get("fact").asText().equals("prices")) {
                kept.add(one.at("/refused/0/input").asText());
            }
        });
        return kept;
    }

    @Test
    void a_price_that_a_person_measured_stays() {
        Importing.write(
                        "PUT",
                        MODEL + "/measurements/ours",
                        "{\"benchmark\": \"input-price\", \"raw\": 4, \"source\": \"https://nimbus.example\", \"date\": \"2026-06\"}",
                        "If-None-Match",
                        "*")
                .is(201);
        Importing.done("format=models.dev", provider("nimbus", "2026-11-01", 400_000, "7"));
        assertEquals(4, price());
    }

    @Test
    void the_starter_catalog_follows_newer_files_and_the_publishers_price() {
        Importing.empty();
        Importing.done("format=modeltree", Importing.STARTER);
        String model = "/models/openai/gpt-5.4-mini";
        JsonNode report = Importing.done("format=models.dev", """
                {"vercel":{"id":"vercel","name":"Vercel AI Gateway","models":{"openai/gpt-5.4-mini":{"id":"openai/gpt-5.4-mini",
                  "name":"GPT-5.4 mini","last_updated":"2026-10-01","limit":{"context":500000,"output":128000},
                  "cost":{"input":0.6,"output":4}}}},
                 "openai":{"id":"openai","name":"OpenAI","models":{"gpt-5.4-mini":{"id":"gpt-5.4-mini","name":"GPT-5.4 mini",
                  "last_updated":"2026-10-01","limit":{"context":400000,"output":128000},"cost":{"input":0.65,"output":4}}}}}
                """);
        assertTrue(report.get("updated").asLong() >= 1, report::toString);
        JsonNode vercel = offering("vercel openai/gpt-5.4-mini");
        assertEquals("0.75 null %1$s, 0.6 %1$s null, ".formatted(today()), prices(vercel));
        assertEquals(500_000, vercel.get("contextWindow").asLong());
        assertEquals("2026-10-01", vercel.at("/date/value").asText());
        assertEquals(400_000, Importing.json(model).get("contextWindow").asLong());
        assertEquals(0.65, price(model));
        JsonNode routed = Importing.done("format=openrouter", """
                {"data":[{"id":"openai/gpt-4o","name":"OpenAI: GPT-4o","context_length":128000,
                 "pricing":{"prompt":"0.0000001","completion":"0.0000005"}}]}
                """);
        assertTrue(routed.get("updated").asLong() >= 1, routed::toString);
    }
}
