package org.modeltree.changes;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.modeltree.changes.Json.json;
import static org.modeltree.changes.Json.node;

import com.fasterxml.jackson.databind.JsonNode;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;
import org.modeltree.imports.Importing;

/** Offerings whose model imports do not find wait for a curator, whose decision all later imports follow. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.class)
class UnmatchedOfferingsTest {

    private static final String QUEUE = "/api/v1/imports/unmatched";
    private static final String PREVIEW = QUEUE + "/quay/reed-2-preview";
    private static final Client CURATOR = Client.admin();
    private static final String[] FIRST = {"If-None-Match", "*"};

    @Inject
    AgroalDataSource pool;

    private static final String KNOWN = """
            {"type":"model","id":"heron/reed-2","name":"Reed 2","kind":"instruct"}
            {"type":"model","id":"heron/marsh","name":"Marsh","aliases":["old-marsh"]}
            """;

    @BeforeEach
    void known() {
        Importing.empty();
        Importing.done("format=modeltree", KNOWN);
    }

    /** A list of the provider quay, with these offerings. */
    private static String quay(String... entries) {
        return "{\"quay\":{\"id\":\"quay\",\"name\":\"Quay\",\"models\":{" + String.join(",", entries) + "}}}";
    }

    private static String entry(String id, String name, String input) {
        return """
                "%1$s":{"id":"%1$s","name":"%2$s","last_updated":"2026-05-01","limit":{"context":64000,"output":8000},
                 "cost":{"input":%3$s,"output":9}}
                """.formatted(id, name, input);
    }

    private static final String UNCERTAIN =
            quay(entry("reed-2-preview", "Reed 2", "3"), entry("hub/router_x", "Router X", "1"));

    private static JsonNode imported(String file) {
        return Importing.done("format=models.dev", file);
    }

    private static List<String> ids(String query) {
        List<String> ids = new ArrayList<>();
        CURATOR.ok(QUEUE + query)
                .get("data")
                .forEach(one -> ids.add(one.get("id").asText()));
        return ids;
    }

    private static List<String> offeringsOf(String model) {
        List<String> offerings = new ArrayList<>();
        CURATOR.ok("/api/v1/models/" + model + "/offerings")
                .get("data")
                .forEach(one -> offerings.add(one.get("id").asText() + " "
                        + one.at("/prices/0/input").asText() + " "
                        + one.get("origin").asText()));
        return offerings;
    }

    @Test
    void an_import_queues_what_it_cannot_match_with_its_facts_and_candidates() {
        String first = imported(UNCERTAIN).get("id").asText();
        JsonNode one = CURATOR.ok(PREVIEW);
        assertEquals(
                "quay | reed-2-preview | Reed 2 | pending | null | null",
                String.join(
                        " | ",
                        one.get("provider").asText(),
                        one.get("id").asText(),
                        one.get("name").asText(),
                        one.get("state").asText(),
                        one.get("model").asText(),
                        one.get("note").asText()));
        assertEquals(node("['models.dev']"), one.get("origins"));
        assertEquals(
                "64000 8000 \"3\" \"models.dev\"",
                one.at("/facts/contextWindow") + " " + one.at("/facts/maxOutput") + " "
                        + one.at("/facts/prices/0/input") + " " + one.at("/facts/origin"));
        assertEquals("heron/reed-2", one.at("/candidates/0/model").asText(), one::toString);
        assertTrue(
                List.of("likely", "similar")
                        .contains(one.at("/candidates/0/certainty").asText()),
                one::toString);
        assertEquals(first, one.at("/firstSighting/import").asText());

        String second = imported(quay(entry("reed-2-preview", "Reed 2 Preview", "4")))
                .get("id")
                .asText();
        JsonNode again = CURATOR.ok(PREVIEW);
        assertEquals(first, again.at("/firstSighting/import").asText());
        assertEquals(second, again.at("/lastSighting/import").asText());
        assertEquals(
                "Reed 2 Preview 4",
                again.get("name").asText() + " "
                        + again.at("/facts/prices/0/input").asText());
    }

    @Test
    void a_dry_run_queues_nothing() {
        Importing.done("format=models.dev&dryRun=true", UNCERTAIN);
        assertEquals(List.of(), ids(""));
    }

    @Test
    void the_queue_is_filtered_and_paged() {
        imported(UNCERTAIN);
        Importing.done(
                "format=openrouter",
                "{\"data\":[{\"id\":\"somebody/unheard-of\",\"name\":\"Unheard\",\"pricing\":{\"prompt\":\"0.1\"}}]}");
        assertTrue(ids("").containsAll(List.of("hub/router_x", "reed-2-preview")), () -> ids("").toString());
        assertEquals(List.of("hub/router_x", "reed-2-preview"), ids("?origin=models.dev"));
        assertEquals(List.of("hub/router_x", "reed-2-preview"), ids("?provider=quay"));
        assertEquals(List.of("reed-2-preview"), ids("?q=EED%202"));
        assertEquals(List.of("hub/router_x"), ids("?q=router_"));
        assertEquals(List.of(), ids("?q=router%25x"));
        assertEquals(List.of(), ids("?state=accepted,rejected"));
        JsonNode page = CURATOR.ok(QUEUE + "?provider=quay&limit=1");
        assertEquals(2, page.at("/meta/total").asInt());
        JsonNode next = CURATOR.ok(page.at("/links/next").asText());
        assertEquals("reed-2-preview", next.at("/data/0/id").asText());
        assertTrue(next.at("/links/next").isNull());
        CURATOR.get(QUEUE + "?state=open").refusesParameter("state");
        Client.anybody().get(QUEUE).refuses(401, "unauthorized");
        Client.named("queue reader", "reader").get(QUEUE).refuses(403, "forbidden");
    }

    @Test
    void an_accepted_offering_is_attached_at_once_and_by_every_later_import() {
        imported(UNCERTAIN);
        long before = Importing.revision();
        Reply accepted = CURATOR.put(PREVIEW, json("{state: 'accepted', model: 'OLD-marsh', note: 'Renamed.'}"), FIRST)
                .is(201);
        assertEquals(
                json("{state: 'accepted', model: 'heron/marsh', note: 'Renamed.', origin: 'curator'}"),
                accepted.body());
        assertEquals(before + 1, accepted.revision());
        assertEquals(List.of("reed-2-preview 3 models.dev"), offeringsOf("heron/marsh"));
        JsonNode log = CURATOR.ok("/api/v1/changes?since=" + before).get("data");
        assertEquals(2, log.size(), log::toString);
        assertEquals("create decision null", said(log.get(0)));
        assertEquals("create offering heron/marsh", said(log.get(1)));

        JsonNode report = imported(quay(entry("reed-2-preview", "Reed 2", "5")));
        assertEquals(0, report.get("unmatchedTotal").asInt(), report::toString);
        assertEquals(
                2,
                CURATOR.ok("/api/v1/models/heron/marsh/offerings")
                        .at("/data/0/prices")
                        .size());
        assertEquals(List.of(), offeringsOf("heron/reed-2"));
        assertEquals(
                report.get("id").asText(),
                CURATOR.ok(PREVIEW).at("/lastSighting/import").asText());
        assertEquals(List.of("hub/router_x"), ids(""));
        assertEquals(List.of("reed-2-preview"), ids("?state=accepted"));
    }

    private static String said(JsonNode change) {
        return change.get("kind").asText() + " " + change.get("type").asText() + " "
                + change.get("model").asText();
    }

    @Test
    void a_rejected_offering_is_left_out_and_counted_and_never_asked_about_again() {
        imported(UNCERTAIN);
        CURATOR.put(PREVIEW, json("{state: 'rejected'}"), FIRST).is(201);
        assertEquals(List.of("hub/router_x"), ids(""));
        JsonNode report = imported(UNCERTAIN);
        assertEquals("1 1", report.get("excluded") + " " + report.get("unmatchedTotal"));
        assertEquals("hub/router_x", report.at("/unmatched/0/id").asText());
        assertEquals(List.of("reed-2-preview"), ids("?state=rejected"));
        // The alias alone would match it.
        CURATOR.put("/api/v1/models/heron/reed-2/aliases/quay/reed-2-preview", FIRST)
                .is(201);
        assertEquals(1, imported(UNCERTAIN).get("excluded").asInt());
        assertEquals(List.of(), offeringsOf("heron/reed-2"));
    }

    @Test
    void a_changed_decision_moves_or_removes_the_offering_and_a_withdrawn_one_asks_again() {
        imported(UNCERTAIN);
        CURATOR.put(PREVIEW, json("{state: 'accepted', model: 'heron/marsh'}"), FIRST)
                .is(201);
        String etag = CURATOR.get(PREVIEW).is(200).etag();
        CURATOR.put(PREVIEW, json("{state: 'accepted', model: 'heron/reed-2'}"), "If-Match", etag)
                .is(200);
        assertEquals(List.of(), offeringsOf("heron/marsh"));
        assertEquals(List.of("reed-2-preview 3 models.dev"), offeringsOf("heron/reed-2"));
        CURATOR.put(PREVIEW, json("{state: 'rejected'}"), "If-Match", etag).refuses(412, "precondition_failed");
        CURATOR.put(PREVIEW, json("{state: 'rejected'}"), "If-Match", "*").is(200);
        assertEquals(List.of(), offeringsOf("heron/reed-2"));
        CURATOR.put(PREVIEW, json("{state: 'accepted', model: 'heron/reed-2'}"), "If-Match", "*")
                .is(200);
        CURATOR.delete(PREVIEW, "If-Match", "*").is(204);
        assertEquals(List.of(), offeringsOf("heron/reed-2"));
        assertEquals("pending", CURATOR.ok(PREVIEW).get("state").asText());
        CURATOR.delete(PREVIEW, "If-Match", "*").refuses(404, "not_found");
    }

    @Test
    void an_offering_that_a_curator_wrote_does_not_wait() {
        imported(UNCERTAIN);
        CURATOR.put("/api/v1/models/heron/reed-2/offerings/quay/reed-2-preview", json("{maxOutput: 5}"), FIRST)
                .is(201);
        assertEquals(List.of("hub/router_x"), ids(""));
        CURATOR.put(PREVIEW, json("{state: 'accepted', model: 'heron/marsh'}"), FIRST)
                .refuses(404, "not_found");
    }

    @Test
    void a_repeated_decision_changes_nothing() {
        imported(UNCERTAIN);
        JsonNode rejected = json("{state: 'rejected', note: 'No model.'}");
        Reply first = CURATOR.put(PREVIEW, rejected, "If-None-Match", "*", "Idempotency-Key", "queue-1")
                .is(201);
        Reply replayed = CURATOR.put(PREVIEW, rejected, "If-None-Match", "*", "Idempotency-Key", "queue-1")
                .is(201);
        assertEquals("true", replayed.header("Idempotency-Replayed"));
        CURATOR.put(PREVIEW, rejected, FIRST).refuses(412, "precondition_failed");
        assertEquals(
                first.revision(),
                CURATOR.put(PREVIEW, rejected, "If-Match", "*").is(200).revision());
    }

    @Test
    void what_is_wrong_with_a_decision_is_named() {
        imported(UNCERTAIN);
        CURATOR.put(PREVIEW, json("{state: 'rejected'}")).refuses(428, "precondition_required");
        CURATOR.put(PREVIEW, json("{state: 'accepted'}"), FIRST).refuses(400, "invalid_body", "/model");
        CURATOR.put(PREVIEW, json("{state: 'rejected', model: 'heron/marsh'}"), FIRST)
                .refuses(400, "invalid_body", "/model");
        Reply misspelt = CURATOR.put(PREVIEW, json("{state: 'accepted', model: 'heron/mash'}"), FIRST)
                .refuses(400, "invalid_body", "/model");
        assertTrue(misspelt.body().toString().contains("did you mean heron/marsh?"), misspelt::said);
        assertTrue(CURATOR.put(PREVIEW, json("{state: 'maybe'}"), FIRST)
                .refuses(400, "invalid_body", "/state")
                .detail()
                .contains("must be one of accepted, rejected, was 'maybe'"));
        assertTrue(CURATOR.put(PREVIEW, json("{state: 'accepted', model: 5}"), FIRST)
                .refuses(400, "invalid_body", "/model")
                .detail()
                .contains("must be the id of a model"));
        CURATOR.put(PREVIEW, json("{state: 'accepted', model: 'heron/\\u0000'}"), FIRST)
                .refuses(400, "invalid_body", "/model");
        CURATOR.put(PREVIEW, json("{state: 'rejected', why: 1}"), FIRST).refuses(400, "invalid_body", "/why");
        CURATOR.put(PREVIEW, json("{state: 'rejected', id: 'x'}"), FIRST).refuses(400, "invalid_body", "/id");
        CURATOR.put(QUEUE + "/quay/never-seen", json("{state: 'rejected'}"), FIRST)
                .refuses(404, "not_found");
        CURATOR.get(QUEUE + "/quay/never-seen").refuses(404, "not_found");
        assertEquals(2, ids("").size());
    }

    @Test
    void an_offering_that_is_matched_later_leaves_the_queue() {
        imported(UNCERTAIN);
        CURATOR.put("/api/v1/models/heron/reed-2/aliases/quay/reed-2-preview", FIRST)
                .is(201);
        imported(UNCERTAIN);
        assertEquals(List.of("hub/router_x"), ids("?state=pending,accepted,rejected"));
        assertEquals(
                "hub/router_x", Importing.ask("select string_agg(provider_model_id, ' ') from unmatched_offering"));
        assertEquals(List.of("reed-2-preview 3 models.dev"), offeringsOf("heron/reed-2"));
    }

    @Test
    void an_import_follows_decisions_that_are_made_while_it_reads_its_file() throws Exception {
        imported(UNCERTAIN);
        CURATOR.put(PREVIEW, json("{state: 'accepted', model: 'heron/marsh'}"), FIRST)
                .is(201);
        CURATOR.put(QUEUE + "/quay/hub/router_x", json("{state: 'accepted', model: 'heron/marsh'}"), FIRST)
                .is(201);
        try (Connection writer = pool.getConnection()) {
            writer.setAutoCommit(false);
            try (Statement statement = writer.createStatement()) {
                // As a write that decides, after the import has read its file and before it gets the lock.
                statement.execute("select revision from catalog_revision for update");
                CompletableFuture<JsonNode> importing = CompletableFuture.supplyAsync(() -> imported(UNCERTAIN));
                await().until(() -> Importing.ask("select count(*) from pg_stat_activity"
                                + " where datname = current_database() and wait_event_type = 'Lock'")
                        .equals("1"));
                statement.execute("delete from decision where provider_model_id = 'hub/router_x'");
                statement.execute("update decision set model_id = 'heron/reed-2'");
                writer.commit();
                JsonNode report = importing.get(30, TimeUnit.SECONDS);
                assertEquals("done", report.get("status").asText(), report::toString);
            }
            writer.rollback();
        }
        assertEquals(List.of("reed-2-preview 3 models.dev"), offeringsOf("heron/reed-2"));
        // What is attached already stays until somebody decides; the import has not touched it.
        assertEquals(List.of("hub/router_x 1 models.dev"), offeringsOf("heron/marsh"));
    }

    @Test
    void what_a_curator_wrote_is_not_deleted_with_the_decision() {
        imported(UNCERTAIN);
        CURATOR.put(PREVIEW, json("{state: 'accepted', model: 'heron/marsh'}"), FIRST)
                .is(201);
        String offering = "/api/v1/models/heron/marsh/offerings/quay/reed-2-preview";
        CURATOR.patch(offering, json("{contextWindow: 5555}"), "If-Match", "*").is(200);
        Reply refused = CURATOR.delete(PREVIEW, "If-Match", "*").refuses(409, "conflict");
        assertTrue(refused.detail().contains("DELETE " + offering), refused::said);
        CURATOR.put(PREVIEW, json("{state: 'rejected'}"), "If-Match", "*").refuses(409, "conflict");
        CURATOR.delete(offering, "If-Match", "*").is(204);
        CURATOR.delete(PREVIEW, "If-Match", "*").is(204);
    }

    @Test
    void a_decision_ends_with_its_model() {
        imported(UNCERTAIN);
        CURATOR.put(PREVIEW, json("{state: 'accepted', model: 'heron/marsh'}"), FIRST)
                .is(201);
        long before = Importing.revision();
        CURATOR.delete("/api/v1/models/heron/marsh", "If-Match", "*").is(204);
        assertEquals("pending", CURATOR.ok(PREVIEW).get("state").asText());
        assertTrue(CURATOR.ok("/api/v1/changes?since=" + before)
                .toString()
                .contains("\"kind\":\"delete\",\"type\":\"decision\""));
    }

    @Test
    void an_export_has_the_decisions_and_an_import_of_it_follows_them() {
        imported(UNCERTAIN);
        CURATOR.put(PREVIEW, json("{state: 'accepted', model: 'heron/marsh'}"), FIRST)
                .is(201);
        CURATOR.put(QUEUE + "/quay/hub/router_x", json("{state: 'rejected'}"), FIRST)
                .is(201);
        String exported = Importing.export();
        Importing.empty();
        Importing.done("format=modeltree", exported);
        assertEquals(exported, Importing.export());
        JsonNode listed = CURATOR.ok(QUEUE + "?state=accepted,rejected").get("data");
        assertEquals("hub/router_x", listed.at("/0/id").asText());
        assertTrue(listed.at("/0/firstSighting").isNull());
        JsonNode report = imported(UNCERTAIN);
        assertEquals("1 0", report.get("excluded") + " " + report.get("unmatchedTotal"));
    }
}
