package org.modeltree.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;

/** Offerings that a complete import of their catalog no longer lists stay, and are not current. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.Watched.class)
class CompleteImportTest {

    private static final String MODEL = "/models/nimbus/sky";
    private static final String COMPLETE = "format=models.dev&complete=true";

    @BeforeEach
    void known() {
        Importing.empty();
        Importing.done("format=modeltree", """
                {"type":"model","id":"nimbus/sky","name":"Sky"}
                {"type":"model","id":"nimbus/rain","name":"Rain"}
                {"type":"offering","provider":"openrouter","id":"nimbus/sky","model":"nimbus/sky","origin":"openrouter","prices":[{"kind":"metered","input":"1"}]}
                """);
        Importing.done("format=models.dev", list("nimbus/sky", "nimbus/rain"));
    }

    private static String list(String... ids) {
        return "{\"harbor\":{\"id\":\"harbor\",\"name\":\"Harbor\",\"models\":{"
                + Arrays.stream(ids)
                        .map(id -> ("\"%1$s\":{\"id\":\"%1$s\",\"name\":\"%1$s\",\"last_updated\":\"2026-03-01\","
                                        + "\"cost\":{\"input\":2,\"output\":8}}")
                                .formatted(id))
                        .collect(Collectors.joining(","))
                + "}}}";
    }

    private static JsonNode lastSeen(String key) {
        return Importing.offerings().get(key).get("lastSeen");
    }

    private static String today() {
        return LocalDate.now(ZoneOffset.UTC).toString();
    }

    @Test
    void an_offering_that_is_no_longer_listed_stays_and_is_not_current() {
        Importing.execute("update offering set seen_on = '2026-10-05' where provider_id = 'harbor'");
        JsonNode report = Importing.done(COMPLETE, list("nimbus/rain"));
        assertEquals("0 1 2", Importing.counts(report), report::toString);
        assertEquals(1, report.at("/notes/0/count").asInt(), report::toString);
        assertEquals("harbor nimbus/sky", report.at("/notes/0/value").asText());
        assertEquals("2026-10-05", lastSeen("harbor nimbus/sky").asText());
        assertTrue(lastSeen("harbor nimbus/rain").isNull());
        assertTrue(lastSeen("openrouter nimbus/sky").isNull());
        assertEquals(
                "2",
                Importing.offerings()
                        .get("harbor nimbus/sky")
                        .at("/prices/0/input")
                        .asText());
        assertEquals(1, Importing.json("/providers/harbor").get("offeringCount").asInt());
        assertEquals("known", Importing.json(MODEL).get("pricingStatus").asText());
        Importing.assertAllUnchanged(COMPLETE, list("nimbus/rain").getBytes(StandardCharsets.UTF_8), report);
    }

    @Test
    void a_model_whose_last_offering_is_gone_is_neither_offered_nor_priced() {
        Importing.done("format=models.dev&complete=true", list("nimbus/sky"));
        JsonNode rain = Importing.json("/models/nimbus/rain");
        assertEquals("unknown", rain.get("pricingStatus").asText());
        JsonNode card = Importing.json("/models/nimbus/rain/card");
        assertEquals("unknown", card.at("/availability/api/status").asText(), card::toString);
        assertEquals(
                "available",
                Importing.json(MODEL + "/card").at("/availability/api/status").asText());
        String exported = Importing.export();
        assertTrue(exported.contains("\"lastSeen\":\"" + today() + "\""), exported);
    }

    @Test
    void an_offering_that_is_listed_again_is_current_again() {
        Importing.done(COMPLETE, list("nimbus/rain"));
        JsonNode again = Importing.done("format=models.dev", list("nimbus/sky"));
        assertEquals("0 1", again.get("created") + " " + again.get("updated"), again::toString);
        assertTrue(lastSeen("harbor nimbus/sky").isNull());
        assertEquals("[{\"from\":null,\"to\":null}]", periods("harbor nimbus/sky"));
    }

    private static String periods(String key) {
        StringBuilder periods = new StringBuilder("[");
        Importing.offerings()
                .get(key)
                .get("prices")
                .forEach(price -> periods.append("{\"from\":")
                        .append(price.get("from"))
                        .append(",\"to\":")
                        .append(price.get("to"))
                        .append('}'));
        return periods.append(']').toString();
    }

    @Test
    void only_a_complete_and_valid_file_with_offerings_shows_what_is_gone() {
        Importing.done("format=models.dev", list("nimbus/rain"));
        Importing.done("format=models.dev&dryRun=true&complete=true", list("nimbus/rain"));
        Importing.done(COMPLETE, "{\"nimbus/sky\":{\"id\":\"nimbus/sky\",\"name\":\"Sky\"}}");
        JsonNode skipped = Importing.done(
                COMPLETE + "&onError=skip",
                list("nimbus/rain").replace("\"cost\":{\"input\":2", "\"x\":1},\"bad\":{\"cost\":{\"input\":-2"));
        assertEquals(1, skipped.get("rejected").asInt(), skipped::toString);
        assertTrue(skipped.get("notes").toString().contains("invalid entries"), skipped::toString);
        assertTrue(lastSeen("harbor nimbus/sky").isNull());
        Importing.post("format=models.dev&complete=perhaps", list("nimbus/rain"))
                .is(400);
    }

    @Test
    void a_complete_file_of_offerings_without_a_model_shows_what_is_gone_as_well() {
        JsonNode report = Importing.done(COMPLETE, list("zeta-9"));
        assertEquals(1, report.get("unmatchedTotal").asInt(), report::toString);
        assertEquals("\"" + today() + "\"", lastSeen("harbor nimbus/sky").toString(), report::toString);
    }

    @Test
    void an_offering_whose_model_is_not_found_any_more_is_still_listed() {
        Importing.execute("delete from price where provider_model_id = 'nimbus/sky'");
        Importing.execute("update offering set provider_model_id = 'zeta-9', provider_model_key = 'other'"
                + " where provider_id = 'harbor' and model_id = 'nimbus/sky'");
        Importing.done(COMPLETE, list("nimbus/rain", "zeta-9"));
        assertTrue(lastSeen("harbor zeta-9").isNull());
    }

    private static String litellm(String... ids) {
        return "{"
                + Arrays.stream(ids)
                        .map(id -> ("\"harbor/%s\":{\"litellm_provider\":\"harbor\",\"mode\":\"chat\","
                                        + "\"input_cost_per_token\":3e-06,\"output_cost_per_token\":8e-06}")
                                .formatted(id))
                        .collect(Collectors.joining(","))
                + "}";
    }

    private static String stated(String key) {
        JsonNode offering = Importing.offerings().get(key);
        return offering.at("/prices/0/input").asText() + " "
                + offering.get("origin").asText() + " "
                + offering.get("otherSources").findValuesAsText("origin") + " " + offering.get("lastSeen");
    }

    @Test
    void an_offering_that_two_catalogs_list_names_both_and_has_the_price_of_the_more_trusted_one() {
        String key = "harbor nimbus/sky";
        JsonNode report = Importing.done("format=litellm", litellm("nimbus/sky"));
        assertEquals("0 1 1", Importing.counts(report), report::toString);
        assertFalse(report.get("kept").toString().contains("github"), report::toString);
        assertEquals("2 models.dev [litellm] null", stated(key));
        assertEquals(
                "https://github.com/BerriAI/litellm/blob/main/model_prices_and_context_window.json",
                Importing.offerings().get(key).at("/otherSources/0/source").asText());
        Importing.assertAllUnchanged("format=litellm", litellm("nimbus/sky").getBytes(StandardCharsets.UTF_8), report);
        String exported = Importing.export();
        assertTrue(exported.contains("\"otherSources\":[{\"origin\":\"litellm\""), exported);

        report = Importing.done(COMPLETE, list("nimbus/rain"));
        assertTrue(report.get("notes").toString().contains("another catalog lists it"), report::toString);
        assertEquals("2 litellm [] null", stated(key), "LiteLLM still lists it, and may change it now");
        Importing.done("format=litellm", litellm("nimbus/sky"));
        assertEquals(
                "2026-03-01",
                Importing.offerings()
                        .get("harbor nimbus/rain")
                        .at("/date/value")
                        .asText());
        assertEquals("litellm [] null", stated(key).substring(2));

        Importing.done("format=models.dev", list("nimbus/sky"));
        assertEquals("models.dev [litellm] null", stated(key).substring(2));
        Importing.done("format=litellm&complete=true", litellm("nimbus/rain"));
        assertEquals("models.dev [] null", stated(key).substring(2));
        Importing.done(COMPLETE, list("nimbus/rain"));
        assertEquals("models.dev [] \"" + today() + "\"", stated(key).substring(2));
    }

    @Test
    void a_second_catalog_that_states_the_same_is_named_as_well() {
        Importing.done("format=litellm", litellm("nimbus/sky").replace("3e-06", "2e-06"));
        assertEquals("2 models.dev [litellm] null", stated("harbor nimbus/sky"));
    }

    @Test
    void a_fact_that_only_a_second_catalog_states_names_it_and_follows_it() {
        Importing.done("format=modeltree", """
                {"type":"model","id":"xai/rocket-9","name":"Rocket 9"}
                """);
        Importing.done("format=models.dev", """
                {"xai": {"id": "xai", "name": "xAI", "models": {"rocket-9": {"id": "rocket-9", "name": "Rocket 9",
                  "last_updated": "2026-05-01", "limit": {"context": 8192}}}}}
                """);
        String price = """
                {"xai/rocket-9": {"litellm_provider": "xai", "mode": "chat", "max_output_tokens": %d,
                  "supports_function_calling": true}}
                """;
        for (int limit : new int[] {1024, 2048}) {
            Importing.done("format=litellm", price.formatted(limit));
            JsonNode offering = Importing.json("/models/xai/rocket-9/offerings").at("/data/0");
            assertEquals(limit, offering.get("maxOutput").asInt(), offering::toString);
            assertEquals("models.dev", offering.get("origin").asText());
            assertEquals("litellm", offering.at("/otherSources/0/origin").asText());
            assertEquals(
                    "[\"maxOutput\",\"supports\"]",
                    offering.at("/otherSources/0/facts").toString(),
                    offering::toString);
        }
        JsonNode again = Importing.done("format=litellm", price.formatted(2048));
        assertEquals("0 0", again.get("created") + " " + again.get("updated"), again::toString);
    }
}
