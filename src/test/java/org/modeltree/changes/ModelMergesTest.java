package org.modeltree.changes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.modeltree.changes.Json.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;
import org.modeltree.changes.write.ChangeService;
import org.modeltree.changes.write.CombinedChange;
import org.modeltree.changes.write.RelatedChange;
import org.modeltree.http.WriteRequest;
import org.modeltree.imports.Importing;

/** Two models that are one become one, with everything that belongs to them. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.class)
class ModelMergesTest {

    private static final String MODELS = "/api/v1/models/";
    private static final String TWIN = MODELS + "otter/river-v2";
    private static final String MERGE = TWIN + "/merge";
    private static final Client CURATOR = Client.admin();
    private static final String[] ANY = {"If-Match", "*"};

    private static final String KNOWN = """
            {"type":"benchmark","id":"context-window","label":"Context window","unit":"tokens"}
            {"type":"benchmark","id":"input-price","label":"Input price","unit":"usd_per_1m_tokens"}
            {"type":"benchmark","id":"quiz","label":"Quiz","unit":"percent"}
            {"type":"capability","id":"context","label":{"en":"Context"},"description":{"en":"Tokens."},"benchmark":"context-window","scale":{"kind":"log","floor":2048,"ceiling":2097152}}
            {"type":"model","id":"otter/river-2","name":"River 2","kind":"instruct","licence":"MIT","aliases":["river2"],"sources":[{"facts":["kind"],"origin":"curator"},{"facts":["name","licence"],"source":"https://otter.example","date":"2026-01-05","origin":"litellm"}]}
            {"type":"model","id":"otter/river-v2","name":"River V2","kind":"code","licence":"Apache-2.0","releaseDate":"2026-02","aliases":["the-river"],"successor":"otter/sea","sources":[{"facts":["name"],"origin":"litellm"},{"facts":["kind","licence","releaseDate"],"source":"https://otter.example/v2","date":"2026-03-05","origin":"models.dev"}]}
            {"type":"model","id":"otter/sea","name":"Sea"}
            {"type":"model","id":"otter/spring","name":"Spring","successor":"otter/river-v2"}
            {"type":"model","id":"otter/source","name":"Source"}
            {"type":"model","id":"otter/mill","name":"Mill"}
            {"type":"model","id":"otter/weir","name":"Weir"}
            {"type":"edge","child":"otter/river-v2","parent":"otter/source","relation":"fine_tune","method":"sft","origin":"epoch"}
            {"type":"edge","child":"otter/river-2","parent":"otter/source","relation":"successor","origin":"litellm"}
            {"type":"edge","child":"otter/mill","parent":"otter/river-v2","relation":"distillation","origin":"epoch"}
            {"type":"edge","child":"otter/weir","parent":"otter/river-2","relation":"fine_tune","origin":"epoch"}
            {"type":"measurement","model":"otter/river-v2","id":"ctx","benchmark":"context-window","raw":131072,"source":"https://models.dev","date":"2026-04-01","origin":"models.dev"}
            {"type":"measurement","model":"otter/river-2","id":"old","benchmark":"context-window","raw":32768,"source":"https://models.dev","date":"2026-01-01","origin":"models.dev"}
            {"type":"measurement","model":"otter/river-v2","id":"quiz-a","benchmark":"quiz","raw":50,"source":"https://a.example","origin":"litellm"}
            {"type":"measurement","model":"otter/river-2","id":"quiz-b","benchmark":"quiz","raw":60,"source":"https://b.example","origin":"epoch"}
            {"type":"offering","provider":"dam","id":"river-v2","model":"otter/river-v2","maxOutput":4000,"date":"2026-01-05","origin":"models.dev","prices":[{"kind":"metered","input":"2","output":"8"}]}
            {"type":"offering","provider":"dam","id":"river-2","model":"otter/river-2","origin":"litellm"}
            {"type":"card","model":"otter/river-v2","texts":{"en":{"whyItMatters":"It flows."}},"origin":"modeltree"}
            """;

    @Inject
    ChangeService changes;

    @BeforeEach
    void known() {
        Importing.empty();
        Importing.done("format=modeltree", KNOWN);
    }

    private static Reply merge(String from, String into) {
        return CURATOR.send("POST", MODELS + from + "/merge", Client.JSON, "{\"into\": \"" + into + "\"}", ANY);
    }

    private static List<String> measured(String model, String... keys) {
        return texts(CURATOR.ok(MODELS + model + "/measurements").get("data"), keys);
    }

    private static Reply merge() {
        return CURATOR.send("POST", MERGE, Client.JSON, "{\"into\": \"otter/river-2\"}", ANY);
    }

    private static List<String> texts(JsonNode list, String... keys) {
        List<String> texts = new ArrayList<>();
        for (JsonNode one : list) {
            List<String> values = new ArrayList<>();
            for (String key : keys) {
                values.add(one.at("/" + key).asText());
            }
            texts.add(String.join(" ", values));
        }
        return texts.stream().sorted().toList();
    }

    @Test
    void what_a_curator_declared_unknown_of_either_model_stays_unknown() {
        CURATOR.send("PATCH", TWIN, "application/merge-patch+json", "{\"licence\": null}", ANY)
                .is(200);
        CURATOR.send("PATCH", MODELS + "otter/river-2", "application/merge-patch+json", "{\"kind\": null}", ANY)
                .is(200);
        Reply merged = merge().is(200);
        JsonNode model = CURATOR.ok(MODELS + "otter/river-2");
        assertTrue(model.get("licence").isNull() && model.get("kind").isNull(), merged::said);
        assertEquals(
                List.of("kind null curator code", "licence null curator MIT"),
                texts(merged.body().get("conflicts"), "fact", "value", "origin", "refused").stream()
                        .filter(conflict -> conflict.startsWith("kind") || conflict.startsWith("licence"))
                        .toList(),
                merged::said);
    }

    @Test
    void everything_about_the_model_moves_and_its_id_redirects() {
        Importing.execute("update offering set seen_on = date '2026-02-03' where provider_model_id = 'river-v2'");
        Reply merged = merge().is(200);
        assertEquals(
                "otter/river-2 otter/river-v2 false",
                merged.body().get("id").asText() + " "
                        + merged.body().get("merged").asText() + " "
                        + merged.body().get("dryRun"));
        assertEquals(
                json("{alias: 2, card: 1, edge: 1, measurement: 1, model: 1, offering: 1}"),
                merged.body().get("moved"),
                merged::said);
        JsonNode model = CURATOR.ok(MODELS + "otter/river-2");
        assertEquals(
                "[\"otter/river-v2\",\"river2\",\"the-river\"]",
                model.get("aliases").toString());
        assertEquals("2026-02", model.at("/releaseDate/value").asText());
        Reply former = CURATOR.get(TWIN + "/offerings?lang=en").is(308);
        assertEquals(MODELS + "otter/river-2/offerings?lang=en", former.header("Location"));
        assertEquals(
                List.of("river-2 litellm", "river-v2 models.dev"),
                texts(CURATOR.ok(MODELS + "otter/river-2/offerings").get("data"), "id", "origin"));
        assertEquals(
                "2",
                CURATOR.ok(MODELS + "otter/river-2/offerings")
                        .at("/data/1/prices/0/input")
                        .asText());
        List<String> moves = new ArrayList<>();
        CURATOR.ok("/api/v1/changes?since=" + (merged.body().get("revision").asLong() - 1))
                .get("data")
                .forEach(entry -> {
                    if (entry.get("type").asText().equals("offering")) {
                        moves.add(entry.get("id").asText() + " from "
                                + entry.get("movedFrom").asText() + " to "
                                + entry.get("model").asText());
                    } else {
                        assertTrue(entry.get("movedFrom").isNull(), entry::toString);
                    }
                });
        assertEquals(List.of("dam river-v2 from otter/river-v2 to otter/river-2"), moves);
        assertEquals("2026-02-03", Importing.ask("select seen_on from offering where provider_model_id = 'river-v2'"));
        assertEquals(
                List.of("ctx 131072 models.dev", "quiz-b 60 epoch"),
                texts(CURATOR.ok(MODELS + "otter/river-2/measurements").get("data"), "id", "raw", "origin"));
        assertEquals(131072, model.at("/contextWindow").asInt());
        assertEquals(
                List.of(
                        "otter/mill otter/river-2 distillation",
                        "otter/river-2 otter/source fine_tune",
                        "otter/weir otter/river-2 fine_tune"),
                texts(
                        CURATOR.ok(MODELS + "otter/river-2/lineage?direction=ancestors,descendants")
                                .get("edges"),
                        "child",
                        "parent",
                        "relation"));
        assertEquals(
                "It flows.",
                CURATOR.ok(MODELS + "otter/river-2/card").get("whyItMatters").asText());
        assertEquals(
                "otter/river-2",
                CURATOR.ok(MODELS + "otter/spring/document").get("successor").asText());
        assertEquals(
                "otter/sea",
                CURATOR.ok(MODELS + "otter/river-2/document").get("successor").asText());
        assertEquals(6, CURATOR.ok("/api/v1/models").at("/meta/total").asInt());
        assertEquals(
                1,
                CURATOR.ok("/api/v1/scores?capability=context")
                        .at("/meta/total")
                        .asInt());
    }

    @Test
    void a_merged_id_means_at_each_revision_what_it_meant_then() {
        long known = Importing.revision();
        long once = merge().is(200).body().get("revision").asLong();
        long twice = merge("otter/river-2", "otter/sea")
                .is(200)
                .body()
                .get("revision")
                .asLong();
        assertEquals(
                "River V2",
                CURATOR.ok(TWIN + "?atRevision=" + known).get("name").asText());
        assertEquals(
                MODELS + "otter/river-2?atRevision=" + once,
                CURATOR.get(TWIN + "?atRevision=" + once).is(308).header("Location"));
        assertEquals(
                "otter/river-2",
                CURATOR.ok(MODELS + "otter/river-2?atRevision=" + once)
                        .get("id")
                        .asText());
        assertEquals(
                MODELS + "otter/sea?atRevision=" + twice,
                CURATOR.get(MODELS + "otter/river-2?atRevision=" + twice)
                        .is(308)
                        .header("Location"));
        assertEquals(
                "The model otter/river-v2 did not exist at revision " + (known - 1) + ".",
                CURATOR.get(TWIN + "?atRevision=" + (known - 1))
                        .refuses(404, "not_found")
                        .detail());
    }

    @Test
    void a_card_and_an_edge_stay_as_their_author_wrote_them() {
        Importing.done("format=modeltree", """
                {"type":"card","model":"otter/river-2","pricingKind":"free","origin":"curator"}
                {"type":"edge","child":"otter/river-2","parent":"otter/spring","relation":"merge","origin":"curator"}
                {"type":"edge","child":"otter/river-v2","parent":"otter/spring","relation":"fine_tune","method":"sft","origin":"epoch"}
                """);
        JsonNode card = CURATOR.ok(MODELS + "otter/river-2/card");
        JsonNode body = merge().is(200).body();
        JsonNode after = CURATOR.ok(MODELS + "otter/river-2/card");
        for (String key : List.of("whyItMatters", "bestFor", "tools", "notFor")) {
            assertEquals(card.path(key), after.path(key), key);
        }
        assertEquals(
                "relation merge",
                Importing.ask("select 'relation ' || relation || coalesce(method, '') from lineage_edge"
                        + " where child_id = 'otter/river-2' and parent_id = 'otter/spring'"));
        List<String> dropped = texts(body.get("dropped"), "type", "id", "reason");
        assertTrue(
                dropped.contains("card otter/river-v2 otter/river-2 already has one: otter/river-2"),
                dropped::toString);
        assertTrue(
                dropped.contains(
                        "edge otter/river-v2 otter/spring otter/river-2 already has one: otter/river-2 otter/spring"),
                dropped::toString);
    }

    @Test
    void the_more_trusted_or_newer_statement_stays_and_the_other_is_listed() {
        JsonNode body = merge().is(200).body();
        assertEquals(
                List.of(
                        "edge relation fine_tune epoch successor litellm",
                        "measurement context-window 131072 models.dev 32768 models.dev",
                        "measurement quiz 60 epoch 50 litellm",
                        "model kind instruct curator code models.dev",
                        "model licence Apache-2.0 models.dev MIT litellm",
                        "model name River 2 litellm River V2 litellm"),
                texts(body.get("conflicts"), "type", "fact", "value", "origin", "refused", "refusedOrigin"),
                body::toString);
        assertEquals(
                List.of(
                        "edge otter/river-2 otter/source",
                        "measurement otter/river-2 old",
                        "measurement otter/river-v2 quiz-a"),
                texts(body.get("dropped"), "type", "id"));
        JsonNode model = CURATOR.ok(MODELS + "otter/river-2");
        assertEquals(
                "River 2 instruct Apache-2.0",
                model.get("name").asText() + " " + model.get("kind").asText() + " "
                        + model.get("licence").asText());
    }

    @Test
    void of_two_limits_with_one_id_the_newer_one_stays() {
        Importing.done("format=modeltree", """
                {"type":"benchmark","id":"max-output","label":"Max output","unit":"tokens"}
                {"type":"measurement","model":"otter/sea","id":"context-window.models-dev","benchmark":"context-window","raw":128000,"source":"https://models.dev","date":"2026-01-01","origin":"models.dev"}
                {"type":"measurement","model":"otter/sea","id":"max-output.models-dev","benchmark":"max-output","raw":4000,"source":"https://models.dev","date":"2026-01-01","origin":"models.dev"}
                {"type":"measurement","model":"otter/weir","id":"context-window.models-dev","benchmark":"context-window","raw":256000,"source":"https://models.dev","date":"2026-06-01","origin":"models.dev"}
                {"type":"measurement","model":"otter/weir","id":"max-output.models-dev","benchmark":"max-output","raw":8000,"source":"https://models.dev","date":"2026-06-01","origin":"models.dev"}
                """);
        JsonNode body = merge("otter/weir", "otter/sea").is(200).body();
        assertEquals(
                List.of("context-window.models-dev 256000", "max-output.models-dev 8000"),
                measured("otter/sea", "id", "raw"));
        JsonNode model = CURATOR.ok(MODELS + "otter/sea");
        assertEquals("256000 8000", model.get("contextWindow") + " " + model.get("maxOutput"));
        assertEquals(2, body.at("/moved/measurement").asInt(), body::toString);
        assertEquals(
                List.of(
                        "measurement otter/sea context-window.models-dev",
                        "measurement otter/sea max-output.models-dev"),
                texts(body.get("dropped"), "type", "id"));
    }

    @Test
    void a_limit_that_does_not_move_replaces_no_older_one() {
        Importing.done("format=modeltree", """
                {"type":"measurement","model":"otter/sea","id":"a","benchmark":"context-window","raw":128000,"source":"https://models.dev","date":"2026-01-01","origin":"models.dev"}
                {"type":"measurement","model":"otter/sea","id":"b","benchmark":"context-window","raw":100000,"source":"https://otter.example","date":"2026-01-01","origin":"publisher"}
                {"type":"measurement","model":"otter/weir","id":"c","benchmark":"context-window","raw":256000,"source":"https://models.dev","date":"2026-06-01","origin":"models.dev"}
                """);
        merge("otter/weir", "otter/sea").is(200);
        assertEquals(List.of("a 128000", "b 100000"), measured("otter/sea", "id", "raw"));
    }

    @Test
    void different_measurements_with_one_id_both_stay() {
        Importing.done("format=modeltree", """
                {"type":"measurement","model":"otter/sea","id":"m","benchmark":"context-window","raw":4096,"source":"https://a.example","origin":"litellm"}
                {"type":"measurement","model":"otter/sea","id":"q","benchmark":"quiz","raw":60,"source":"https://a.example","origin":"litellm"}
                {"type":"measurement","model":"otter/weir","id":"m","benchmark":"quiz","raw":70,"source":"https://a.example","origin":"litellm"}
                {"type":"measurement","model":"otter/weir","id":"m-2","benchmark":"quiz","raw":71,"source":"https://a.example","origin":"litellm"}
                {"type":"measurement","model":"otter/weir","id":"q","benchmark":"quiz","raw":60,"source":"https://b.example","origin":"litellm"}
                """);
        JsonNode body = merge("otter/weir", "otter/sea").is(200).body();
        assertEquals(
                List.of(
                        "m context-window 4096 https://a.example",
                        "m-2 quiz 71 https://a.example",
                        "m-3 quiz 70 https://a.example",
                        "q quiz 60 https://a.example",
                        "q-2 quiz 60 https://b.example"),
                measured("otter/sea", "id", "benchmark/id", "raw", "source"));
        assertEquals(3, body.at("/moved/measurement").asInt(), body::toString);
        assertEquals(List.of(), texts(body.get("dropped"), "id"));
    }

    @Test
    void of_two_equal_measurements_one_stays_whole() {
        Importing.done("format=modeltree", """
                {"type":"measurement","model":"otter/sea","id":"e","benchmark":"quiz","raw":60,"source":"https://a.example","harness":"ours","origin":"epoch"}
                {"type":"measurement","model":"otter/sea","id":"f","benchmark":"quiz","raw":61,"source":"https://a.example","harness":"ours","date":"2026-01","origin":"litellm"}
                {"type":"measurement","model":"otter/sea","id":"g","benchmark":"quiz","raw":62,"source":"https://a.example","harness":"ours","origin":"litellm"}
                {"type":"measurement","model":"otter/weir","id":"g","benchmark":"quiz","raw":62,"source":"https://a.example","verified":true,"origin":"litellm"}
                {"type":"measurement","model":"otter/weir","id":"e","benchmark":"quiz","raw":60,"source":"https://a.example","verified":true,"origin":"litellm"}
                {"type":"measurement","model":"otter/weir","id":"other","benchmark":"quiz","raw":61,"source":"https://a.example","verified":true,"origin":"epoch"}
                """);
        JsonNode body = merge("otter/weir", "otter/sea").is(200).body();
        assertEquals(
                List.of("e 60 false ours null epoch", "f 61 true null null epoch", "g 62 true null null litellm"),
                measured("otter/sea", "id", "raw", "verified", "harness", "date", "origin"));
        assertEquals(
                List.of(
                        "measurement otter/weir e was combined with the one that otter/sea already has: otter/sea e",
                        "measurement otter/weir g was combined with the one that otter/sea already has: otter/sea g",
                        "measurement otter/weir other was combined with the one that otter/sea already has: otter/sea f"),
                texts(body.get("dropped"), "type", "id", "reason"));
        assertEquals(
                List.of(
                        "otter/sea e verified null true",
                        "otter/sea f harness null ours",
                        "otter/sea g harness null ours"),
                texts(body.get("conflicts"), "id", "fact", "value", "refused").stream()
                        .filter(one -> !one.contains(" name "))
                        .toList());
    }

    @Test
    void a_merge_is_one_revision_and_the_change_log_has_each_record_that_it_moves_or_drops() {
        long before = Importing.revision();
        Reply merged = merge().is(200);
        assertEquals(before + 1, merged.revision());
        assertEquals(before + 1, merged.body().get("revision").asLong());
        assertEquals(before + 1, merged.ownRevision());
        JsonNode log = CURATOR.ok("/api/v1/changes?since=" + before).get("data");
        assertEquals(
                "merge otter/river-v2",
                log.at("/0/kind").asText() + " " + log.at("/0/id").asText());
        assertTrue(log.at("/0/patch").toString().contains("otter/river-v2"), log::toString);
        assertEquals(
                List.of(
                        "create card otter/river-2 otter/river-2",
                        "create edge otter/mill otter/river-2 otter/mill",
                        "create measurement otter/river-2 ctx otter/river-2",
                        "delete card otter/river-v2 otter/river-v2",
                        "delete edge otter/mill otter/river-v2 otter/mill",
                        "delete edge otter/river-v2 otter/source otter/river-v2",
                        "delete measurement otter/river-2 old otter/river-2",
                        "delete measurement otter/river-v2 ctx otter/river-v2",
                        "delete measurement otter/river-v2 quiz-a otter/river-v2",
                        "delete model otter/river-v2 otter/river-v2",
                        "merge model otter/river-v2 otter/river-2",
                        "update edge otter/river-2 otter/source otter/river-2",
                        "update model otter/spring otter/spring",
                        "update offering dam river-v2 otter/river-2"),
                texts(log, "kind", "type", "id", "model"),
                log::toString);
        for (JsonNode entry : log) {
            assertEquals(before + 1, entry.get("revision").asLong());
            JsonNode former = entry.at("/patch/0/value");
            switch (entry.get("kind").asText() + " " + entry.get("id").asText()) {
                case "delete otter/river-v2 quiz-a" ->
                    assertEquals(
                            "50 https://a.example",
                            former.get("raw") + " " + former.get("source").asText());
                case "delete otter/river-2 old" ->
                    assertEquals(
                            "32768 2026-01-01",
                            former.get("raw") + " " + former.get("date").asText());
                case "delete otter/river-v2 otter/source" ->
                    assertEquals("sft", former.get("method").asText());
                default -> {}
            }
        }
        CURATOR.patch(MODELS + "otter/river-2", json("{family: 'river'}"), ANY).is(200);
        JsonNode own = CURATOR.ok("/api/v1/changes?model=the-river").get("data");
        assertEquals(
                "merge update",
                own.at("/0/kind").asText() + " "
                        + own.get(own.size() - 1).get("kind").asText());
    }

    @Test
    void the_log_of_a_model_has_the_entries_of_those_merged_into_it() {
        CURATOR.patch(TWIN, json("{family: 'river'}"), ANY).is(200);
        merge().is(200);
        JsonNode log = CURATOR.ok("/api/v1/changes?model=otter/river-2");
        assertEquals(
                List.of("update otter/river-v2", "merge otter/river-v2", "delete otter/river-v2"),
                List.of(
                        log.at("/data/0/kind").asText() + " "
                                + log.at("/data/0/id").asText(),
                        log.at("/data/1/kind").asText() + " "
                                + log.at("/data/1/id").asText(),
                        log.at("/data/2/kind").asText() + " "
                                + log.at("/data/2/id").asText()));
        assertEquals(
                log.at("/meta/total"),
                CURATOR.ok("/api/v1/changes?model=otter/river-v2").at("/meta/total"));
    }

    @Test
    void a_merge_of_more_than_10_000_records_is_refused() {
        Importing.done(
                "format=modeltree",
                IntStream.rangeClosed(1, 10_000)
                        .mapToObj(
                                "{\"type\":\"measurement\",\"model\":\"otter/weir\",\"id\":\"m-%1$d\",\"benchmark\":\"quiz\",\"raw\":0.%1$05d,\"source\":\"https://a.example\"}"
                                        ::formatted)
                        .collect(Collectors.joining("\n")));
        long revision = Importing.revision();
        // The measurements and an edge.
        Reply refused = merge("otter/weir", "otter/sea").refuses(409, "conflict");
        assertTrue(refused.detail().contains("More than 10,000 records"), refused::said);
        assertEquals(revision, Importing.revision());
        CURATOR.get(MODELS + "otter/weir").is(200);
    }

    @Test
    void a_change_that_names_a_record_twice_is_refused() {
        String exported = Importing.export();
        ObjectNode newer = json(
                "{type: 'measurement', model: 'otter/river-2', id: 'old', benchmark: 'quiz', raw: 1, source: 'https://a.example'}");
        List<RelatedChange> twice = List.of(
                new RelatedChange("measurement", "otter/river-2 old", null),
                RelatedChange.asStated("measurement", "otter/river-2 old", newer));
        WriteRequest request = new WriteRequest("", ByteBuffer.allocate(0), null, null, "", "test");
        IllegalStateException refused = assertThrows(
                IllegalStateException.class,
                () -> changes.combine(
                        request,
                        () -> {},
                        () -> CombinedChange.undo("none", twice, (change, reason) -> {}, revision -> newer),
                        false));
        assertEquals("staged twice: measurement otter/river-2 old", refused.getMessage());
        assertEquals(exported, Importing.export());
    }

    @Test
    void a_dry_run_gives_the_same_answer_and_stores_nothing() {
        String exported = Importing.export();
        long revision = Importing.revision();
        Reply dry = CURATOR.send("POST", MERGE + "?dryRun=true", Client.JSON, "{\"into\": \"river2\"}", ANY)
                .is(200);
        assertTrue(
                dry.body().get("dryRun").asBoolean()
                        && dry.body().get("revision").isNull(),
                dry::said);
        assertEquals(revision, dry.revision());
        assertEquals(exported, Importing.export());
        assertEquals(revision, Importing.revision());
        JsonNode stored = merge().is(200).body();
        for (String key : List.of("id", "merged", "moved", "dropped", "conflicts")) {
            assertEquals(stored.get(key), dry.body().get(key));
        }
    }

    @Test
    void later_imports_find_the_model_under_its_former_id() {
        merge().is(200);
        Importing.done("format=modeltree", """
                {"type":"model","id":"otter/river-v2","name":"River V2","openWeights":true}
                {"type":"measurement","model":"otter/river-v2","benchmark":"quiz","raw":70,"source":"https://c.example","verified":true}
                """);
        assertEquals(
                true, CURATOR.ok(MODELS + "otter/river-2").get("openWeights").asBoolean());
        assertEquals(6, CURATOR.ok("/api/v1/models").at("/meta/total").asInt());
        String exported = Importing.export();
        Importing.empty();
        Importing.done("format=modeltree", exported);
        assertEquals(exported, Importing.export());
    }

    @Test
    void a_merge_into_a_parent_or_child_drops_the_edge_between_them() {
        JsonNode body = CURATOR.send(
                        "POST", MODELS + "otter/source/merge", Client.JSON, "{\"into\": \"otter/river-v2\"}", ANY)
                .is(200)
                .body();
        assertEquals("otter/river-v2 otter/source", body.at("/dropped/0/id").asText());
        assertEquals(
                List.of("otter/river-2 otter/river-v2"),
                texts(
                                CURATOR.ok(TWIN + "/lineage?direction=descendants&depth=1")
                                        .get("edges"),
                                "child",
                                "parent")
                        .stream()
                        .filter(edge -> edge.startsWith("otter/river-2 "))
                        .toList());
    }

    @Test
    void a_merge_that_would_close_a_circle_is_refused() {
        String exported = Importing.export();
        Reply refused = CURATOR.send(
                        "POST", MODELS + "otter/source/merge", Client.JSON, "{\"into\": \"otter/mill\"}", ANY)
                .refuses(409, "conflict");
        assertTrue(refused.detail().contains("would be its own ancestor"), refused::said);
        assertEquals(exported, Importing.export());
    }

    @Test
    void what_is_wrong_with_a_merge_is_named() {
        String exported = Importing.export();
        for (String body : List.of("{}", "{\"into\": 2}", "{\"into\": \"otter/lake\"}", "{\"into\": \"the-river\"}")) {
            CURATOR.send("POST", MERGE, Client.JSON, body, ANY).refuses(400, "invalid_body", "/into");
        }
        CURATOR.send("POST", MERGE, Client.JSON, "{\"into\": \"otter/sea\", \"why\": 1}", ANY)
                .refuses(400, "invalid_body", "/why");
        CURATOR.send("POST", MERGE, Client.JSON, "{\"into\": \"otter/sea\"}").refuses(428, "precondition_required");
        CURATOR.send("POST", MERGE, Client.JSON, "{\"into\": \"otter/sea\"}", "If-Match", "\"1.x\"")
                .refuses(412, "precondition_failed");
        CURATOR.send("POST", MERGE + "?dryRun=maybe", Client.JSON, "{\"into\": \"otter/sea\"}", ANY)
                .refusesParameter("dryRun");
        CURATOR.send("POST", MODELS + "otter/lake/merge", Client.JSON, "{\"into\": \"otter/sea\"}", ANY)
                .refuses(404, "not_found");
        Client.anybody()
                .send("POST", MERGE, Client.JSON, "{\"into\": \"otter/sea\"}", ANY)
                .refuses(401, "unauthorized");
        assertEquals(exported, Importing.export());
    }

    @Test
    void a_repeated_merge_with_the_same_key_is_answered_again() {
        String[] keyed = {"If-Match", "*", "Idempotency-Key", "merge-1"};
        Reply first = CURATOR.send("POST", MERGE, Client.JSON, "{\"into\": \"otter/river-2\"}", keyed)
                .is(200);
        Reply again = CURATOR.send("POST", MERGE, Client.JSON, "{\"into\": \"otter/river-2\"}", keyed)
                .is(200);
        assertEquals(first.body(), again.body());
        assertEquals(first.revision(), Importing.revision());
        assertEquals(MODELS + "otter/river-2/merge", merge().is(308).header("Location"));
    }
}
