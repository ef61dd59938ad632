package org.modeltree.changes;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.modeltree.changes.Json.json;
import static org.modeltree.changes.Json.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.modeltree.EmptyCatalogProfile;

/** Lifecycle of a model: create, replace, patch, delete. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.class)
class ModelWritesTest {
    private static final String MODELS = "/api/v1/models/";
    private static final Client CURATOR = Client.admin();
    private static final Client READER = Client.anybody();

    /** Readable paths of a model. */
    private static final List<String> READ =
            List.of("", "/document", "/card", "/scores", "/lineage", "/offerings", "/measurements");

    private static final ObjectNode WHOLE = json("""
            {name: 'Alder 2', family: 'alder', kind: 'instruct', releaseDate: '2023-05', lifecycle: 'deprecated',
             announcedDate: '2023', deprecatedDate: '2024-11-30', parameters: 7000000000,
             contextWindowStatus: 'not_disclosed', maxOutputStatus: 'not_applicable', openWeights: true,
             licence: 'Apache-2.0', modalities: {input: ['text', 'image'], output: ['text']},
             knowledgeCutoff: '2022-12',
             webLinks: [{type: 'paper', url: 'https://alder.example/paper'}],
             aliases: ['Alder Two', 'wood/ALDER-2'],
             texts: {en: {subtitle: 'A tree', summary: 'It grows.'}, zh: {subtitle: '树'}}}""");

    @Test
    void texts_of_all_writing_are_taken_as_they_are() {
        List<String> names = List.of(
                "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
                "\ud83d\udc69\u200d\ud83d\udcbb",
                "e\u0301",
                "\u6a21\u578b \u4e8c",
                "\u200f\u05d0\u05d1",
                "\u8fbb\udb40\udd00",
                "x\u200b",
                "\ufffd");
        for (String name : names) {
            String summary = name + "\n\t- " + name + "\r\n";
            JsonNode written = CURATOR.create(
                            MODELS + "ahorn/written-" + names.indexOf(name),
                            json("{name: %s, texts: {en: {summary: %s}}}"
                                    .formatted(Json.text(name), Json.text(summary))))
                    .body();
            assertEquals(name, written.path("name").textValue());
            assertEquals(summary, written.at("/texts/en/summary").textValue());
        }
    }

    @Test
    void a_model_is_created_with_all_it_is_said_to_be() {
        long before = CURATOR.get("/api/v1/changes?limit=1").is(200).revision();
        Reply created = CURATOR.put(MODELS + "birk/alder-2", WHOLE, "If-None-Match", "*")
                .is(201);
        assertEquals("/api/v1/models/birk/alder-2", path(created.header("Location")));
        assertEquals(before + 1, created.revision());
        assertEquals(before + 1, created.ownRevision());
        assertEquals("birk/alder-2", created.body().get("id").asText());
        assertHas(WHOLE, created.body());

        JsonNode model = READER.ok(MODELS + "birk/alder-2");
        assertAll(
                () -> assertEquals("Alder 2", model.get("name").asText()),
                () -> assertEquals(json("{id: 'birk', name: 'birk'}"), model.get("vendor")),
                () -> assertEquals("alder", model.get("family").asText()),
                () -> assertEquals("instruct", model.get("kind").asText()),
                () -> assertEquals("A tree", model.get("subtitle").asText()),
                () -> assertEquals("It grows.", model.get("summary").asText()),
                () -> assertEquals(json("{value: '2023-05', precision: 'month'}"), model.get("releaseDate")),
                () -> assertEquals("deprecated", model.get("lifecycle").asText()),
                () -> assertEquals(json("{value: '2023', precision: 'year'}"), model.get("announcedDate")),
                () -> assertEquals(json("{value: '2024-11-30', precision: 'day'}"), model.get("deprecatedDate")),
                () -> assertTrue(model.get("retiredDate").isNull()),
                () -> assertTrue(model.get("successor").isNull()),
                () -> assertTrue(model.get("contextWindow").isNull()),
                () -> assertEquals(
                        "not_disclosed", model.get("contextWindowStatus").asText()),
                () -> assertEquals(
                        "not_applicable", model.get("maxOutputStatus").asText()),
                () -> assertEquals(7_000_000_000L, model.get("parameters").asLong()),
                () -> assertEquals("known", model.get("parametersStatus").asText()),
                () -> assertEquals("unknown", model.get("pricingStatus").asText()),
                () -> assertTrue(model.get("openWeights").asBoolean()),
                () -> assertEquals("Apache-2.0", model.get("licence").asText()),
                () -> assertEquals(WHOLE.get("modalities"), model.get("modalities")),
                () -> assertEquals(json("{value: '2022-12', precision: 'month'}"), model.get("knowledgeCutoff")),
                () -> assertEquals(WHOLE.get("webLinks"), model.get("webLinks")),
                () -> assertEquals(WHOLE.get("aliases"), model.get("aliases")),
                () -> assertEquals(before + 1, model.get("revision").asLong()),
                () -> assertEquals(
                        "树",
                        READER.ok(MODELS + "birk/alder-2?lang=zh")
                                .get("subtitle")
                                .asText()),
                () -> assertEquals(
                        "It grows.",
                        READER.ok(MODELS + "birk/alder-2?lang=zh")
                                .get("summary")
                                .asText()),
                () -> assertEquals(created.body(), READER.ok(MODELS + "birk/alder-2/document")),
                () -> assertEquals(
                        1,
                        READER.ok("/api/v1/models?ids=WOOD/alder-2&fields=id")
                                .at("/meta/total")
                                .asInt()),
                () -> assertEquals(
                        "birk/alder-2",
                        READER.ok("/api/v1/resolve?id=alder%20two").get("id").asText()));
    }

    @Test
    void every_fact_that_a_curator_gives_is_said_to_be_a_curators() {
        JsonNode document = CURATOR.create(MODELS + "birk/sourced", json("""
                {name: 'Sourced', kind: 'base', parameters: 5, licence: 'MIT',
                 sources: [{facts: ['parameters'], source: 'https://birk.example/p', date: '2024-02'},
                           {facts: ['licence'], origin: 'openrouter', source: 'https://birk.example/l'}]}""")).body();
        assertEquals(
                "https://birk.example/p",
                source(document, "parameters").get("source").asText());
        assertEquals("2024-02", source(document, "parameters").get("date").asText());
        for (String fact : List.of("name", "kind", "parameters", "licence")) {
            assertEquals("curator", source(document, fact).get("origin").asText(), fact);
        }
    }

    @Test
    void creating_what_is_there_is_refused() {
        CURATOR.create(MODELS + "birk/once", json("{name: 'Once'}"));
        long revision = revision();
        CURATOR.put(MODELS + "birk/once", json("{name: 'Twice'}"), "If-None-Match", "*")
                .refuses(412, "precondition_failed");
        assertEquals(revision, revision());
        assertEquals("Once", READER.ok(MODELS + "birk/once").get("name").asText());
    }

    @Test
    void replacing_or_changing_what_is_not_there_is_refused() {
        long revision = revision();
        CURATOR.put(MODELS + "birk/nowhere", json("{name: 'N'}"), "If-Match", "*")
                .refuses(412, "precondition_failed");
        CURATOR.put(MODELS + "birk/nowhere", json("{name: 'N'}"), "If-Match", "\"1.a\"")
                .refuses(412, "precondition_failed");
        CURATOR.patch(MODELS + "birk/nowhere", json("{name: 'N'}"), "If-Match", "*")
                .refuses(404, "not_found");
        CURATOR.delete(MODELS + "birk/nowhere", "If-Match", "*").refuses(404, "not_found");
        assertEquals(revision, revision());
        READER.get("/api/v1/vendors/nowhere").is(404);
    }

    @Test
    void a_change_needs_to_know_what_it_changes() {
        CURATOR.create(MODELS + "birk/known", json("{name: 'Known'}"));
        long revision = revision();
        CURATOR.put(MODELS + "birk/known", json("{name: 'N'}")).refuses(428, "precondition_required");
        CURATOR.put(MODELS + "birk/unknown", json("{name: 'N'}")).refuses(428, "precondition_required");
        CURATOR.patch(MODELS + "birk/known", json("{name: 'N'}")).refuses(428, "precondition_required");
        CURATOR.delete(MODELS + "birk/known").refuses(428, "precondition_required");
        assertEquals(revision, revision());
    }

    @Test
    void the_etag_of_what_can_be_written_of_a_model_is_good_for_the_model() {
        CURATOR.create(MODELS + "birk/parts", json("{name: 'Parts 0'}"));
        CURATOR.create(MODELS + "birk/parts/offerings/wald/parts", json("{contextWindow: 4096}"));
        int round = 0;
        List<String> parts = new ArrayList<>(READ);
        // Lists and computed answers are not written, so their ETag is that of what they show.
        parts.removeAll(List.of("/scores", "/lineage", "/offerings", "/measurements"));
        parts.add("/offerings/wald/parts");
        parts.add("?lang=zh&fields=name");
        parts.add("/card?lang=zh");
        for (String part : parts) {
            for (String encoding : List.of("identity", "gzip")) {
                Reply read = READER.get(MODELS + "birk/parts" + part, "Accept-Encoding", encoding)
                        .is(200);
                String name = "Parts " + ++round;
                Reply written = CURATOR.put(
                                MODELS + "birk/parts", json("{name: '%s'}".formatted(name)), "If-Match", read.etag())
                        .is(200);
                assertEquals(name, written.body().get("name").asText());
                assertTrue(written.ownRevision() > read.ownRevision());
                assertEquals(written.revision(), written.ownRevision());
                CURATOR.put(MODELS + "birk/parts", json("{name: 'Late'}"), "If-Match", read.etag())
                        .refuses(412, "precondition_failed");
            }
        }
        Reply written = CURATOR.put(MODELS + "birk/parts", json("{name: 'After'}"), "If-Match", "*")
                .is(200);
        CURATOR.put(MODELS + "birk/parts", json("{name: 'From a write'}"), "If-Match", written.etag())
                .is(200);
        assertEquals(
                "From a write", READER.ok(MODELS + "birk/parts").get("name").asText());
    }

    @Test
    void a_change_of_any_part_makes_the_etag_of_every_part_stale() {
        CURATOR.create(MODELS + "birk/whole", json("{name: 'Whole'}"));
        String etag = READER.get(MODELS + "birk/whole/document").etag();
        CURATOR.put(MODELS + "birk/whole/aliases/the-whole", "If-Match", etag).is(201);
        Reply again = CURATOR.put(MODELS + "birk/whole/aliases/the-whole", "If-Match", "*")
                .is(204);
        assertEquals(again.revision(), again.ownRevision());
        CURATOR.put(MODELS + "birk/whole", json("{name: 'Late'}"), "If-Match", etag)
                .refuses(412, "precondition_failed");
        CURATOR.put(MODELS + "birk/whole/card", json("{}"), "If-Match", etag).refuses(412, "precondition_failed");
        CURATOR.delete(MODELS + "birk/whole/aliases/the-whole", "If-Match", etag)
                .refuses(412, "precondition_failed");
        CURATOR.delete(MODELS + "birk/whole", "If-Match", etag).refuses(412, "precondition_failed");
        assertEquals("Whole", READER.ok(MODELS + "birk/whole").get("name").asText());
    }

    @Test
    void a_weak_etag_is_never_good_and_one_of_several_is_enough() {
        Reply created = CURATOR.create(MODELS + "birk/tags", json("{name: 'Tags'}"));
        CURATOR.put(MODELS + "birk/tags", json("{name: 'Weak'}"), "If-Match", "W/" + created.etag())
                .refuses(412, "precondition_failed");
        CURATOR.put(MODELS + "birk/tags", json("{name: 'Several'}"), "If-Match", "\"0.abc\", " + created.etag())
                .is(200);
        CURATOR.put(MODELS + "birk/tags", json("{name: 'Several'}"), "If-Match", "\"0.abc\", \"1.def\"")
                .refuses(412, "precondition_failed");
        CURATOR.put(MODELS + "birk/tags", json("{name: 'Foreign'}"), "If-Match", "\"no-number.abc\"")
                .refuses(412, "precondition_failed");
        assertEquals("Several", READER.ok(MODELS + "birk/tags").get("name").asText());
    }

    @Test
    void replacing_takes_away_what_is_left_out_and_leaves_the_parts() {
        ObjectNode former = WHOLE.deepCopy();
        former.putArray("aliases").add("larch-alias");
        CURATOR.create(MODELS + "birk/larch", former);
        CURATOR.create(MODELS + "birk/root", json("{name: 'Root'}"));
        CURATOR.create(MODELS + "birk/larch/parents/birk/root", json("{relation: 'variant'}"));
        CURATOR.create(MODELS + "birk/larch/card", json("{pricingKind: 'free'}"));
        CURATOR.create(MODELS + "birk/larch/offerings/wald/larch", json("{}"));
        JsonNode document = CURATOR.write(MODELS + "birk/larch", json("{name: 'Larch', kind: null}"))
                .is(200)
                .body();
        assertEquals(List.of("id", "name", "sources"), keys(document));
        JsonNode model = READER.ok(MODELS + "birk/larch?include=lineage,offerings");
        assertEquals("Larch", model.get("name").asText());
        for (String key : List.of(
                "family",
                "kind",
                "releaseDate",
                "lifecycle",
                "announcedDate",
                "deprecatedDate",
                "parameters",
                "openWeights",
                "licence",
                "knowledgeCutoff",
                "subtitle",
                "summary",
                "modalities")) {
            assertTrue(model.get(key).isNull() || model.get(key).path("input").isNull(), key);
        }
        assertEquals("unknown", model.get("contextWindowStatus").asText());
        assertEquals(node("[]"), model.get("webLinks"));
        assertEquals(node("[]"), model.get("aliases"));
        assertEquals("birk/root", model.at("/lineage/parents/0/id").asText());
        assertEquals("wald", model.at("/offerings/0/provider/id").asText());
        assertEquals(
                "free",
                READER.ok(MODELS + "birk/larch/card").at("/pricing/kind").asText());
        READER.get("/api/v1/resolve?id=larch-alias").is(404);
    }

    @Test
    void a_patch_changes_what_it_names_and_null_takes_away() {
        ObjectNode former = WHOLE.deepCopy();
        former.putArray("aliases").add("linden-1").add("linden-2");
        Reply created = CURATOR.create(MODELS + "birk/linden", former);
        JsonNode document = CURATOR.patch(MODELS + "birk/linden", json("""
                        {kind: null, licence: 'MIT', modalities: {output: null, input: ['pdf']},
                         texts: {en: {subtitle: null}, zh: null}, aliases: ['linden-3'], webLinks: null,
                         deprecatedDate: '2025'}"""), "If-Match", created.etag())
                .is(200)
                .body();
        ObjectNode expected = former.deepCopy();
        expected.remove(List.of("kind", "webLinks"));
        expected.put("licence", "MIT").put("deprecatedDate", "2025");
        expected.set("modalities", json("{input: ['pdf']}"));
        expected.set("texts", json("{en: {summary: 'It grows.'}}"));
        expected.set("aliases", node("[\"linden-3\"]"));
        assertHas(expected, document);
        assertFalse(document.has("kind"));
        assertFalse(document.has("webLinks"));
        assertEquals(document, READER.ok(MODELS + "birk/linden/document"));
        JsonNode model = READER.ok(MODELS + "birk/linden");
        assertTrue(model.get("kind").isNull());
        assertEquals("MIT", model.get("licence").asText());
        assertEquals(json("{value: '2025', precision: 'year'}"), model.get("deprecatedDate"));
        assertEquals(node("[\"linden-3\"]"), model.get("aliases"));
        READER.get("/api/v1/resolve?id=linden-1").is(404);
    }

    @Test
    void a_patch_cannot_take_away_what_has_to_be_there() {
        CURATOR.create(MODELS + "birk/named", json("{name: 'Named'}"));
        CURATOR.patch(MODELS + "birk/named", json("{name: null}"), "If-Match", "*")
                .refuses(400, "invalid_body", "/name");
        assertEquals("Named", READER.ok(MODELS + "birk/named").get("name").asText());
    }

    @Test
    void writing_what_is_there_already_makes_no_revision() {
        Reply created = CURATOR.create(
                MODELS + "birk/same", WHOLE.deepCopy().putNull("aliases").without("aliases"));
        long revision = revision();
        Reply replaced = CURATOR.put(MODELS + "birk/same", created.body(), "If-Match", created.etag())
                .is(200);
        Reply patched = CURATOR.patch(
                        MODELS + "birk/same", json("{licence: 'Apache-2.0'}"), "If-Match", replaced.etag())
                .is(200);
        Reply nothing = CURATOR.patch(MODELS + "birk/same", json("{}"), "If-Match", patched.etag())
                .is(200);
        assertEquals(revision, revision());
        for (Reply reply : List.of(replaced, patched, nothing)) {
            assertEquals(created.body(), reply.body());
            assertEquals(created.etag(), reply.etag());
        }
    }

    @Test
    void the_order_of_keys_and_the_way_a_number_is_written_change_nothing() {
        CURATOR.create(MODELS + "birk/order", json("{name: 'Order', parameters: 1000, openWeights: false}"));
        long revision = revision();
        CURATOR.send("PUT", MODELS + "birk/order", Client.JSON, """
                {"openWeights": false, "parameters": 1000, "kind": null, "id": "birk/order", "name": "Order"}""", "If-Match", "*")
                .is(200);
        assertEquals(revision, revision());
    }

    @Test
    void a_deleted_model_is_gone_from_every_path_and_names_its_successor() {
        CURATOR.create(MODELS + "birk/next", json("{name: 'Next'}"));
        CURATOR.create(MODELS + "birk/old", json("{name: 'Old', aliases: ['birk/wotqz']}"));
        CURATOR.create(MODELS + "birk/old/offerings/wald/old", json("{}"));
        CURATOR.create(MODELS + "birk/old/card", json("{texts: {en: {whyItMatters: 'It was.'}}}"));
        Reply read = READER.get(MODELS + "birk/old/card");
        Reply deleted = CURATOR.delete(MODELS + "birk/old?successor=birk/next", "If-Match", read.etag())
                .is(204);
        assertEquals(read.revision() + 1, deleted.revision());
        assertEquals("", deleted.text());
        assertGone("birk/old", "birk/next");
        READER.get("/api/v1/resolve?id=birk/wotqz").is(404);
        READER.get("/api/v1/resolve?id=wald/old").is(404);
        assertEquals(
                0, READER.ok("/api/v1/models?ids=birk/old").at("/meta/total").asInt());
        assertEquals(0, READER.ok("/api/v1/models?q=wotqz").at("/meta/total").asInt());
    }

    @Test
    void a_deleted_model_without_successor_says_so() {
        CURATOR.create(MODELS + "birk/lonely", json("{name: 'Lonely'}"));
        CURATOR.delete(MODELS + "birk/lonely", "If-Match", "*").is(204);
        assertGone("birk/lonely", null);
    }

    @Test
    void the_successor_of_its_document_is_the_successor_of_a_deleted_model() {
        CURATOR.create(MODELS + "birk/heir", json("{name: 'Heir', aliases: ['the heir']}"));
        CURATOR.create(MODELS + "birk/testator", json("{name: 'T', successor: 'birk/heir', lifecycle: 'retired'}"));
        assertEquals(
                "birk/heir",
                READER.ok(MODELS + "birk/testator").get("successor").asText());
        CURATOR.delete(MODELS + "birk/heir", "If-Match", "*").refuses(409, "conflict");
        CURATOR.delete(MODELS + "birk/testator", "If-Match", "*").is(204);
        assertGone("birk/testator", "birk/heir");
    }

    @Test
    void a_successor_may_be_named_by_an_alias_and_has_to_be_there() {
        CURATOR.create(MODELS + "birk/s-new", json("{name: 'New', aliases: ['Birk New']}"));
        CURATOR.create(MODELS + "birk/s-old", json("{name: 'Old'}"));
        long revision = revision();
        Reply unknown = CURATOR.delete(MODELS + "birk/s-old?successor=birk/none", "If-Match", "*");
        assertTrue(unknown.status() == 409 || unknown.status() == 400, unknown::said);
        assertTrue(unknown.body().get("errors").toString().contains("successor"), unknown::said);
        Reply itself = CURATOR.delete(MODELS + "birk/s-old?successor=birk/s-old", "If-Match", "*");
        assertTrue(itself.status() == 409 || itself.status() == 400, itself::said);
        CURATOR.delete(MODELS + "birk/s-old?heir=birk/s-new", "If-Match", "*").refusesParameter("heir");
        assertEquals(revision, revision());
        CURATOR.delete(MODELS + "birk/s-old?successor=birk%20new", "If-Match", "*")
                .is(204);
        assertGone("birk/s-old", "birk/s-new");
    }

    @Test
    void a_document_may_name_only_a_successor_that_is_there() {
        CURATOR.put(MODELS + "birk/bad-heir", json("{name: 'B', successor: 'birk/none'}"), "If-None-Match", "*")
                .refuses(409, "conflict", "/successor");
        CURATOR.create(MODELS + "birk/bad-heir", json("{name: 'B'}"));
        CURATOR.patch(MODELS + "birk/bad-heir", json("{successor: 'birk/bad-heir'}"), "If-Match", "*")
                .refuses(400, "invalid_body", "/successor");
        assertTrue(READER.ok(MODELS + "birk/bad-heir").get("successor").isNull());
    }

    @Test
    void a_deleted_model_may_be_created_anew_by_who_asks_for_a_new_one() {
        CURATOR.create(MODELS + "birk/phoenix", WHOLE.deepCopy().without("aliases"));
        CURATOR.create(MODELS + "birk/phoenix/card", json("{pricingKind: 'free'}"));
        long first = revision();
        JsonNode former = READER.ok(MODELS + "birk/phoenix");
        CURATOR.delete(MODELS + "birk/phoenix", "If-Match", "*").is(204);
        CURATOR.put(MODELS + "birk/phoenix", json("{name: 'Again'}"), "If-Match", "*")
                .refuses(410, "gone");
        assertEquals(first + 1, revision());
        CURATOR.create(MODELS + "birk/phoenix", json("{name: 'Again'}"));
        JsonNode anew = READER.ok(MODELS + "birk/phoenix");
        assertEquals("Again", anew.get("name").asText());
        assertTrue(anew.get("licence").isNull());
        assertEquals(
                "unknown",
                READER.ok(MODELS + "birk/phoenix/card").at("/pricing/kind").asText());
        assertEquals(former, READER.ok(MODELS + "birk/phoenix?atRevision=" + first));
        assertEquals(
                404,
                READER.get(MODELS + "birk/phoenix?atRevision=" + (first + 1)).status());
        assertEquals(anew, READER.ok(MODELS + "birk/phoenix?atRevision=" + (first + 2)));
        CURATOR.delete(MODELS + "birk/phoenix", "If-Match", "*").is(204);
        assertGone("birk/phoenix", null);
    }

    @Test
    void the_id_of_another_model_or_of_its_alias_is_refused() {
        CURATOR.create(MODELS + "birk/taken", json("{name: 'Taken', aliases: ['birk/also-taken', 'TAKEN too']}"));
        long revision = revision();
        CURATOR.put(MODELS + "birk/also-taken", json("{name: 'N'}"), "If-None-Match", "*")
                .is(308);
        CURATOR.put(MODELS + "birk/new", json("{name: 'N', aliases: ['fine', 'taken TOO']}"), "If-None-Match", "*")
                .refuses(409, "conflict", "/aliases");
        CURATOR.put(MODELS + "birk/new", json("{name: 'N', aliases: ['birk/taken']}"), "If-None-Match", "*")
                .refuses(409, "conflict", "/aliases");
        assertEquals(revision, revision());
    }

    @Test
    void the_id_in_the_body_may_be_spelled_in_upper_case() {
        Reply created = CURATOR.create(MODELS + "birk/mm-3", json("{id: 'Birk/MM-3', name: 'MM 3'}"));
        assertEquals("birk/mm-3", created.body().get("id").asText());
        assertEquals(308, READER.get(MODELS + "Birk/MM-3").status());
    }

    @Test
    void a_path_in_upper_case_makes_a_model_of_the_folded_id_or_none() {
        long revision = revision();
        Reply reply = CURATOR.put(MODELS + "Birk/MM-4", json("{name: 'MM 4'}"), "If-None-Match", "*");
        if (reply.status() == 201) {
            assertEquals("/api/v1/models/birk/mm-4", path(reply.header("Location")));
            assertEquals("birk/mm-4", reply.body().get("id").asText());
        } else {
            reply.is(400);
            assertEquals(revision, revision());
        }
    }

    @Test
    void an_id_in_the_body_that_is_not_that_of_the_path_is_refused() {
        CURATOR.put(MODELS + "birk/here", json("{id: 'birk/there', name: 'N'}"), "If-None-Match", "*")
                .refuses(400, "invalid_body", "/id");
        READER.get(MODELS + "birk/here").is(404);
        READER.get(MODELS + "birk/there").is(404);
    }

    @Test
    void dates_keep_their_precision_and_have_to_be_real() {
        CURATOR.create(MODELS + "birk/dated", json("{name: 'Dated'}"));
        for (String key : List.of("releaseDate", "announcedDate", "deprecatedDate", "retiredDate", "knowledgeCutoff")) {
            CURATOR.write(MODELS + "birk/dated", json("{name: 'Dated'}")).is(200);
            for (String date : List.of("2023", "2023-02", "2024-02-29")) {
                CURATOR.patch(MODELS + "birk/dated", json("{%s: '%s'}".formatted(key, date)), "If-Match", "*")
                        .is(200);
                JsonNode given = READER.ok(MODELS + "birk/dated").get(key);
                assertEquals(date, given.get("value").asText());
                assertEquals(
                        date.length() == 4 ? "year" : date.length() == 7 ? "month" : "day",
                        given.get("precision").asText());
            }
            for (String wrong : List.of(
                    "2023-02-29",
                    "2023-13",
                    "2023-00",
                    "23",
                    "2023-1-1",
                    "2023-01-01T00:00:00Z",
                    "2023-04-31",
                    "",
                    "soon")) {
                CURATOR.patch(MODELS + "birk/dated", json("{%s: '%s'}".formatted(key, wrong)), "If-Match", "*")
                        .refuses(400, "invalid_body", "/" + key);
            }
        }
    }

    @Test
    void dates_of_a_life_that_cannot_be_in_order_are_refused_and_those_that_may_be_are_kept() {
        CURATOR.create(MODELS + "birk/ordered", json("{name: 'O', releaseDate: '2024-05-13'}"));
        CURATOR.patch(
                        MODELS + "birk/ordered",
                        json("{deprecatedDate: '2024', retiredDate: '2024-05'}"),
                        "If-Match",
                        "*")
                .is(200);
        CURATOR.patch(MODELS + "birk/ordered", json("{announcedDate: '2024-05-13'}"), "If-Match", "*")
                .is(200);
        CURATOR.patch(MODELS + "birk/ordered", json("{retiredDate: '2024-04'}"), "If-Match", "*")
                .refuses(400, "invalid_body");
        CURATOR.patch(MODELS + "birk/ordered", json("{retiredDate: '2023'}"), "If-Match", "*")
                .refuses(400, "invalid_body");
    }

    @Test
    void a_write_has_to_come_from_a_curator() {
        Client reader = Client.named("reads only", "reader");
        Client curator = Client.named("writes", "curator");
        READER.put(MODELS + "birk/role", json("{name: 'N'}"), "If-None-Match", "*")
                .refuses(401, "unauthorized");
        reader.put(MODELS + "birk/role", json("{name: 'N'}"), "If-None-Match", "*")
                .refuses(403, "forbidden");
        curator.put(MODELS + "birk/role", json("{name: 'N'}"), "If-None-Match", "*")
                .is(201);
        curator.put("/api/v1/benchmarks/role", json("{label: 'N', unit: 'x'}"), "If-None-Match", "*")
                .refuses(403, "forbidden");
    }

    @Test
    void a_write_to_another_spelling_or_to_an_alias_changes_nothing_by_itself() {
        CURATOR.create(MODELS + "birk/spelt", json("{name: 'Spelt', aliases: ['birk/dinkel']}"));
        long revision = revision();
        for (String id : List.of("birk/dinkel", "Birk/Spelt", "birk%2Fspelt")) {
            Reply patched = CURATOR.patch(MODELS + id, json("{name: 'X'}"), "If-Match", "*");
            Reply alias = CURATOR.put(MODELS + id + "/aliases/emmer", "If-Match", "*");
            Reply deleted = CURATOR.delete(MODELS + id, "If-Match", "*");
            for (Reply reply : List.of(patched, alias, deleted)) {
                assertTrue(List.of(308, 404, 405).contains(reply.status()), reply::said);
            }
        }
        assertEquals(revision, revision());
    }

    private static void assertGone(String id, String successor) {
        List<Executable> checks = new ArrayList<>();
        for (String part : READ) {
            checks.add(() -> assertGone(READER.get(MODELS + id + part), successor));
        }
        checks.add(() -> assertGone(READER.get(MODELS + id + "/measurements/x"), successor));
        checks.add(() -> assertGone(READER.get(MODELS + id + "/offerings/wald/old"), successor));
        checks.add(() -> assertGone(READER.get(MODELS + id.replace("/", "%2F") + "/card"), successor));
        checks.add(() -> assertGone(CURATOR.write(MODELS + id, json("{name: 'N'}")), successor));
        checks.add(() -> assertGone(CURATOR.patch(MODELS + id, json("{name: 'N'}"), "If-Match", "*"), successor));
        checks.add(() -> assertGone(CURATOR.delete(MODELS + id, "If-Match", "*"), successor));
        checks.add(() -> assertGone(CURATOR.write(MODELS + id + "/card", json("{}")), successor));
        checks.add(() -> assertGone(CURATOR.patch(MODELS + id + "/card", json("{}"), "If-Match", "*"), successor));
        checks.add(() -> assertGone(CURATOR.delete(MODELS + id + "/card", "If-Match", "*"), successor));
        checks.add(() -> assertGone(
                CURATOR.write(MODELS + id + "/card/texts/en", json("{whyItMatters: 'It did.'}")), successor));
        checks.add(() -> assertGone(CURATOR.delete(MODELS + id + "/card/texts/en", "If-Match", "*"), successor));
        checks.add(() -> assertGone(CURATOR.put(MODELS + id + "/aliases/a/b", "If-Match", "*"), successor));
        checks.add(() -> assertGone(CURATOR.delete(MODELS + id + "/aliases/a/b", "If-Match", "*"), successor));
        checks.add(() ->
                assertGone(CURATOR.write(MODELS + id + "/parents/birk/next", json("{relation: 'merge'}")), successor));
        checks.add(() -> assertGone(CURATOR.delete(MODELS + id + "/parents/birk/next", "If-Match", "*"), successor));
        checks.add(() -> assertGone(CURATOR.write(MODELS + id + "/offerings/wald/old", json("{}")), successor));
        checks.add(() -> assertGone(CURATOR.delete(MODELS + id + "/offerings/wald/old", "If-Match", "*"), successor));
        checks.add(() -> assertGone(
                CURATOR.write(
                        MODELS + id + "/measurements/x",
                        json("{benchmark: 'none', raw: 1, source: 'https://a.example'}")),
                successor));
        checks.add(() -> assertGone(CURATOR.delete(MODELS + id + "/measurements/x", "If-Match", "*"), successor));
        assertAll(checks);
    }

    private static void assertGone(Reply reply, String successor) {
        reply.refuses(410, "gone");
        assertTrue(reply.body().has("successor"), reply::said);
        assertEquals(successor, reply.body().get("successor").textValue(), reply::said);
    }

    /** Every key of the sent document is stored unchanged. */
    private static void assertHas(JsonNode sent, JsonNode document) {
        sent.properties()
                .forEach(
                        key -> assertEquals(key.getValue(), document.get(key.getKey()), () -> key + " in " + document));
    }

    /** Source of a fact. */
    private static JsonNode source(JsonNode document, String fact) {
        for (JsonNode source : document.path("sources")) {
            if (strings(source.get("facts")).contains(fact)) {
                return source;
            }
        }
        throw new AssertionError("nothing says where " + fact + " is from: " + document);
    }

    private static List<String> keys(JsonNode document) {
        List<String> keys = new ArrayList<>();
        document.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    private static List<String> strings(JsonNode list) {
        List<String> strings = new ArrayList<>();
        list.forEach(one -> strings.add(one.asText()));
        return strings;
    }

    private static long revision() {
        return READER.get("/api/v1/vendors?limit=1").is(200).revision();
    }

    private static String path(String location) {
        assertNotEquals(null, location);
        return location.replaceFirst("^https?://[^/]+", "");
    }
}
