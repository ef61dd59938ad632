package org.modeltree.changes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.modeltree.changes.Json.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;
import org.modeltree.imports.Importing;

/** An import is undone as one change, where nothing newer was written over it. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.Watched.class)
class ImportUndoTest {

    private static final String MODELS = "/api/v1/models/";
    private static final Client CURATOR = Client.admin();
    private static final String[] ANY = {"If-Match", "*"};

    private static final String KNOWN = """
            {"type":"benchmark","id":"context-window","label":"Context window","unit":"tokens"}
            {"type":"provider","id":"jetty","name":"Jetty"}
            {"type":"model","id":"tern/gull-1","name":"Gull 1","licence":"MIT","sources":[{"facts":["name","licence"],"source":"https://tern.example","date":"2026-01-05","origin":"models.dev"}]}
            {"type":"offering","provider":"jetty","id":"gull-1","model":"tern/gull-1","maxOutput":4000,"date":"2026-01-05","origin":"models.dev","prices":[{"kind":"metered","input":"2","output":"8"}]}
            """;

    /** Changes the name and licence of a model and the limit and price of its offering, and adds a model with all parts. */
    private static final String NEWER = """
            {"type":"model","id":"tern/gull-1","name":"Gull One","licence":"Apache-2.0","family":"gull","aliases":["gull"],"sources":[{"facts":["name","licence","family"],"source":"https://tern.example/2","date":"2026-06-05","origin":"models.dev"}]}
            {"type":"offering","provider":"jetty","id":"gull-1","model":"tern/gull-1","maxOutput":9000,"date":"2026-06-05","origin":"models.dev","prices":[{"kind":"metered","input":"3","output":"8"}]}
            {"type":"model","id":"tern/gull-2","name":"Gull 2"}
            {"type":"edge","child":"tern/gull-2","parent":"tern/gull-1","relation":"successor"}
            {"type":"measurement","model":"tern/gull-2","id":"ctx","benchmark":"context-window","raw":8192,"source":"https://tern.example"}
            {"type":"offering","provider":"jetty","id":"gull-2","model":"tern/gull-2","maxOutput":1000}
            {"type":"card","model":"tern/gull-2","texts":{"en":{"whyItMatters":"It flies."}}}
            """;

    private String before;

    @BeforeEach
    void known() {
        Importing.empty();
        Importing.done("format=modeltree", KNOWN);
        before = Importing.export();
    }

    private static String imported(String file) {
        return Importing.done("format=modeltree", file).get("id").asText();
    }

    private static Reply undo(String id, String... headers) {
        return CURATOR.send("POST", "/api/v1/imports/" + id + "/undo", null, (byte[]) null, headers);
    }

    private static List<String> stayed(JsonNode undone) {
        List<String> all = new ArrayList<>();
        undone.get("stayed")
                .forEach(one -> all.add(one.get("type").asText() + " "
                        + one.get("id").asText() + " " + one.get("fact").asText() + ": "
                        + one.get("reason").asText()));
        return all.stream().sorted().toList();
    }

    private static String counts(JsonNode undone) {
        return undone.get("removed") + " " + undone.get("restored") + " " + undone.get("stayedTotal");
    }

    @Test
    void an_import_is_undone_as_one_revision_with_an_entry_of_each_record_and_a_second_undo_changes_nothing() {
        String id = imported(NEWER);
        long imported = Importing.revision();
        Reply undone = undo(id).is(200);
        assertEquals("5 2 0", counts(undone.body()), undone::said);
        assertEquals(before, Importing.export());
        assertEquals(imported + 1, undone.revision());
        assertEquals(imported + 1, undone.body().get("revision").asLong());
        JsonNode log = CURATOR.ok("/api/v1/changes?since=" + imported).get("data");
        assertEquals(
                "undo " + id,
                log.at("/0/kind").asText() + " " + log.at("/0/import").asText());
        List<String> entries = new ArrayList<>();
        log.forEach(entry ->
                entries.add(entry.get("kind").asText() + " " + entry.get("type").asText()));
        assertEquals(
                List.of(
                        "delete card",
                        "delete edge",
                        "delete measurement",
                        "delete model",
                        "delete offering",
                        "undo null",
                        "update model",
                        "update offering"),
                entries.stream().sorted().toList());
        assertTrue(log.toString().contains("It flies."), log::toString);
        CURATOR.get(MODELS + "tern/gull-2").refuses(404, "not_found");

        Reply again = undo(id).is(200);
        assertEquals("0 0 0", counts(again.body()), again::said);
        assertTrue(again.body().get("revision").isNull());
        assertEquals(imported + 1, Importing.revision());
        // The same file can be imported again.
        assertEquals(5, Importing.done("format=modeltree", NEWER).get("created").asInt());
    }

    @Test
    void a_dry_run_tells_the_same_and_stores_nothing() {
        String id = imported(NEWER);
        String exported = Importing.export();
        long revision = Importing.revision();
        Reply dry = CURATOR.send("POST", "/api/v1/imports/" + id + "/undo?dryRun=true", null, (byte[]) null)
                .is(200);
        assertEquals("5 2 0", counts(dry.body()), dry::said);
        assertTrue(
                dry.body().get("revision").isNull() && dry.body().get("dryRun").asBoolean());
        assertEquals(exported, Importing.export());
        assertEquals(revision, Importing.revision());
    }

    @Test
    void what_was_changed_since_stays_and_is_listed() {
        String id = imported(NEWER);
        CURATOR.patch(MODELS + "tern/gull-1", json("{licence: 'BSD-3-Clause', aliases: ['gull', 'seagull']}"), ANY)
                .is(200);
        CURATOR.patch(MODELS + "tern/gull-1/offerings/jetty/gull-1", json("{maxInput: 7}"), ANY)
                .is(200);
        Reply undone = undo(id).is(200);
        assertEquals(
                List.of(
                        "model tern/gull-1 licence: was changed since",
                        "offering jetty gull-1 date: was changed since",
                        "offering jetty gull-1 maxOutput: was changed since",
                        "offering jetty gull-1 prices: was changed since"),
                stayed(undone.body()));
        JsonNode model = CURATOR.ok(MODELS + "tern/gull-1");
        assertEquals(
                "Gull 1 BSD-3-Clause null [\"seagull\"]",
                model.get("name").asText() + " " + model.get("licence").asText() + " "
                        + model.get("family").asText() + " " + model.get("aliases"));
        assertEquals(
                9000,
                CURATOR.ok(MODELS + "tern/gull-1/offerings/jetty/gull-1")
                        .get("maxOutput")
                        .asInt());
    }

    @Test
    void a_model_that_others_need_stays_without_what_the_import_added() {
        String id = imported(NEWER);
        CURATOR.put(MODELS + "tern/gull-2/offerings/jetty/gull-2-fast", json("{maxOutput: 5}"), "If-None-Match", "*")
                .is(201);
        Reply undone = undo(id).is(200);
        assertEquals(
                List.of("model tern/gull-2 null: has records that the import did not create, or that stay"),
                stayed(undone.body()));
        assertEquals("4 2 1", counts(undone.body()));
        assertEquals(
                "[\"gull-2-fast\"]",
                "[\""
                        + CURATOR.ok(MODELS + "tern/gull-2/offerings")
                                .at("/data/0/id")
                                .asText() + "\"]");
        assertEquals(
                1,
                CURATOR.ok(MODELS + "tern/gull-2/offerings").at("/meta/total").asInt());
        assertTrue(CURATOR.ok(MODELS + "tern/gull-2").get("contextWindow").isNull());
    }

    @Test
    void what_moved_to_another_model_since_is_listed() {
        String id = imported(NEWER);
        for (String twin : List.of("tern/gull-two", "tern/gull-ii")) {
            CURATOR.put(MODELS + twin, json("{name: 'Gull Two'}"), "If-None-Match", "*")
                    .is(201);
        }
        CURATOR.send("POST", MODELS + "tern/gull-2/merge", Client.JSON, "{\"into\": \"tern/gull-two\"}", ANY)
                .is(200);
        CURATOR.send("POST", MODELS + "tern/gull-two/merge", Client.JSON, "{\"into\": \"tern/gull-ii\"}", ANY)
                .is(200);
        Reply undone = undo(id).is(200);
        String moved = " null: belonged to tern/gull-2, which was merged into tern/gull-ii";
        assertEquals(
                List.of(
                        "card tern/gull-2" + moved,
                        "edge tern/gull-2 tern/gull-1" + moved,
                        "measurement tern/gull-2 ctx" + moved,
                        "model tern/gull-2 null: was merged into tern/gull-ii",
                        "offering jetty gull-2 null: was changed since"),
                stayed(undone.body()));
        assertEquals("0 2 5", counts(undone.body()));
        assertEquals(
                8192, CURATOR.ok(MODELS + "tern/gull-ii").get("contextWindow").asInt());
    }

    @Test
    void a_later_import_is_not_undone_with_an_earlier_one() {
        String first = imported(NEWER);
        String second = imported("""
                {"type":"model","id":"tern/gull-1","name":"Gull I","licence":"Apache-2.0","sources":[{"facts":["name"],"source":"https://tern.example/3","date":"2026-07-05","origin":"models.dev"}]}
                {"type":"edge","child":"tern/gull-3","parent":"tern/gull-2","relation":"successor"}
                {"type":"model","id":"tern/gull-3","name":"Gull 3"}
                """);
        JsonNode undone = undo(first).is(200).body();
        assertEquals(
                List.of(
                        "model tern/gull-1 name: was changed since",
                        "model tern/gull-2 null: has records that the import did not create, or that stay"),
                stayed(undone));
        assertEquals("Gull I", CURATOR.ok(MODELS + "tern/gull-1").get("name").asText());
        undo(second).is(200);
        assertEquals("Gull One", CURATOR.ok(MODELS + "tern/gull-1").get("name").asText());
        CURATOR.get(MODELS + "tern/gull-3").refuses(404, "not_found");
    }

    @Test
    void what_the_service_derived_from_an_import_goes_with_it() {
        Importing.done("format=modeltree", """
                {"type":"benchmark","id":"input-price","label":"Input price","unit":"usd_per_1m_tokens"}
                """);
        before = Importing.export();
        String id = Importing.done("format=litellm", """
                        {"gpt-tern-9":{"litellm_provider":"openai","mode":"chat","max_input_tokens":8192,
                         "input_cost_per_token":0.000003,"output_cost_per_token":0.000009}}
                        """).get("id").asText();
        assertEquals(
                "3",
                Importing.ask("select raw from measurement where slug = 'input-price.offering'"),
                () -> CURATOR.ok("/api/v1/imports/" + id).toString());
        Reply undone = undo(id).is(200);
        assertEquals(
                List.of(),
                stayed(undone.body()).stream()
                        .filter(one -> one.startsWith("model"))
                        .toList());
        assertEquals("0", Importing.ask("select count(*) from measurement"));
    }

    @Test
    void an_import_that_stored_nothing_or_is_unknown_cannot_be_undone() {
        String dry =
                Importing.done("format=modeltree&dryRun=true", NEWER).get("id").asText();
        assertTrue(undo(dry).refuses(409, "conflict").detail().contains("dry run"));
        String unchanged = imported(KNOWN);
        undo(unchanged).refuses(409, "conflict");
        undo("no-such-import").refuses(404, "not_found");
        Client.anybody()
                .send("POST", "/api/v1/imports/" + dry + "/undo", null, (byte[]) null)
                .refuses(401, "unauthorized");
        CURATOR.send("POST", "/api/v1/imports/" + dry + "/undo?dryRun=x", null, (byte[]) null)
                .refusesParameter("dryRun");
    }

    @Test
    void the_undo_of_an_import_that_is_not_done_says_what_to_wait_for() {
        String id = imported(NEWER);
        Importing.execute("update import_run set status = 'running' where id = '" + id + "'");
        String detail = undo(id).refuses(409, "conflict").detail();
        assertEquals(
                "The import is not done yet: it is running. Read /api/v1/imports/" + id
                        + " until its status is done, then undo it.",
                detail);
        Importing.execute("update import_run set status = 'done' where id = '" + id + "'");
        undo(id).is(200);
    }

    @Test
    void the_changes_of_the_last_imports_are_kept() {
        String first = imported("{\"type\":\"model\",\"id\":\"tern/first\",\"name\":\"First\"}");
        for (int i = 0; i < 20; i++) {
            imported("{\"type\":\"model\",\"id\":\"tern/m-%1$d\",\"name\":\"M %1$d\"}".formatted(i));
        }
        assertTrue(undo(first).refuses(409, "conflict").detail().contains("no longer kept"));
        assertEquals("20", Importing.ask("select count(distinct import_id) from import_change"));
    }

    @Test
    void a_repeated_undo_with_the_same_key_is_answered_again() {
        String id = imported(NEWER);
        Reply first = undo(id, "Idempotency-Key", "undo-1").is(200);
        Reply again = undo(id, "Idempotency-Key", "undo-1").is(200);
        assertEquals(first.body(), again.body());
        assertEquals("true", again.header("Idempotency-Replayed"));
    }
}
