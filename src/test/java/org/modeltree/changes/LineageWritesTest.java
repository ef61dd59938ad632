package org.modeltree.changes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.modeltree.changes.Json.each;
import static org.modeltree.changes.Json.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;

/** Writes of parents and aliases of models. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.class)
class LineageWritesTest {
    private static final String MODELS = "/api/v1/models/";
    private static final Client CURATOR = Client.admin();
    private static final Client READER = Client.anybody();

    private static void models(String... ids) {
        for (String id : ids) {
            CURATOR.create(MODELS + id, json("{name: '%s'}".formatted(id)));
        }
    }

    private static String edge(String child, String parent) {
        return MODELS + child + "/parents/" + parent;
    }

    private static void link(String child, String parent, String relation) {
        CURATOR.create(edge(child, parent), json("{relation: '%s'}".formatted(relation)));
    }

    private static List<String> parents(String id) {
        return each(READER.ok(MODELS + id + "?include=lineage").at("/lineage/parents"), "id");
    }

    private static List<String> children(String id) {
        return each(READER.ok(MODELS + id + "?include=lineage").at("/lineage/children"), "id");
    }

    private static long revision() {
        return READER.get("/api/v1/vendors?limit=1").is(200).revision();
    }

    @Test
    void an_edge_is_created_changed_and_taken_out() {
        models("esche/a", "esche/b");
        long before = revision();
        Reply created = CURATOR.put(
                        edge("esche/b", "esche/a"),
                        json("{relation: 'fine_tune', method: 'rlhf', source: 'https://e.example', date: '2023-01'}"),
                        "If-Match",
                        READER.get(MODELS + "esche/b").etag())
                .is(201);
        assertTrue(created.header("Location").endsWith("/api/v1/models/esche/b/parents/esche/a"), created::said);
        assertEquals(before + 1, created.revision());
        assertEquals(
                json("{relation: 'fine_tune', method: 'rlhf', source: 'https://e.example', date: '2023-01',"
                        + " origin: 'curator'}"),
                created.body());
        JsonNode lineage = READER.ok(MODELS + "esche/b/lineage");
        assertEquals(
                json("{child: 'esche/b', parent: 'esche/a', relation: 'fine_tune', method: 'rlhf'}"),
                lineage.at("/edges/0"));
        assertEquals(List.of("esche/b"), children("esche/a"));
        assertEquals(before + 1, READER.ok(MODELS + "esche/b").get("revision").asLong());

        Reply replaced = CURATOR.put(
                        edge("esche/b", "esche/a"), json("{relation: 'distillation'}"), "If-Match", created.etag())
                .is(200);
        assertEquals(json("{relation: 'distillation', origin: 'curator'}"), replaced.body());
        assertEquals(
                json("{child: 'esche/b', parent: 'esche/a', relation: 'distillation', method: null}"),
                READER.ok(MODELS + "esche/b/lineage").at("/edges/0"));
        CURATOR.put(edge("esche/b", "esche/a"), json("{relation: 'merge'}"), "If-None-Match", "*")
                .refuses(412, "precondition_failed");
        CURATOR.put(edge("esche/b", "esche/a"), json("{relation: 'merge'}"), "If-Match", created.etag())
                .refuses(412, "precondition_failed");
        CURATOR.put(edge("esche/b", "esche/a"), json("{relation: 'merge'}")).refuses(428, "precondition_required");
        Reply same = CURATOR.write(edge("esche/b", "esche/a"), json("{relation: 'distillation'}"))
                .is(200);
        assertEquals(before + 2, same.revision());

        CURATOR.delete(edge("esche/b", "esche/a")).refuses(428, "precondition_required");
        Reply deleted = CURATOR.delete(edge("esche/b", "esche/a"), "If-Match", replaced.etag())
                .is(204);
        assertEquals(before + 3, deleted.revision());
        assertEquals(List.of(), parents("esche/b"));
        CURATOR.delete(
                        edge("esche/b", "esche/a"),
                        "If-Match",
                        READER.get(MODELS + "esche/b").etag())
                .refuses(404, "not_found");
        CURATOR.delete(edge("esche/b", "esche/a"), "If-Match", "*").refuses(404, "not_found");
        assertEquals(before + 3, revision());
    }

    @Test
    void a_model_may_have_several_parents() {
        models("esche/p1", "esche/p2", "esche/merged");
        link("esche/merged", "esche/p2", "merge");
        link("esche/merged", "esche/p1", "merge");
        assertEquals(List.of("esche/p1", "esche/p2"), parents("esche/merged"));
        CURATOR.delete(edge("esche/merged", "esche/p2"), "If-Match", "*").is(204);
        assertEquals(List.of("esche/p1"), parents("esche/merged"));
        assertEquals(List.of(), children("esche/p2"));
    }

    @Test
    void a_model_is_never_its_own_ancestor() {
        models("esche/c1", "esche/c2", "esche/c3");
        link("esche/c2", "esche/c1", "successor");
        link("esche/c3", "esche/c2", "successor");
        long before = revision();
        for (String parent : List.of("esche/c2", "esche/c3")) {
            Reply refused = CURATOR.put(edge("esche/c1", parent), json("{relation: 'variant'}"), "If-None-Match", "*")
                    .refuses(409, "conflict", "");
            assertTrue(refused.detail().contains("esche/c1"), refused::said);
        }
        CURATOR.put(edge("esche/c1", "esche/c1"), json("{relation: 'variant'}"), "If-None-Match", "*")
                .refusesParameter("parentSlug");
        assertEquals(before, revision());
        assertEquals(List.of(), parents("esche/c1"));
    }

    @Test
    void a_parent_has_to_be_there() {
        models("esche/orphan");
        long before = revision();
        Reply refused =
                CURATOR.put(edge("esche/orphan", "esche/nobody"), json("{relation: 'variant'}"), "If-None-Match", "*");
        assertTrue(refused.status() == 409 || refused.status() == 404, refused::said);
        assertTrue(refused.detail().contains("esche/nobody"), refused::said);
        CURATOR.put(edge("esche/nobody", "esche/orphan"), json("{relation: 'variant'}"), "If-None-Match", "*")
                .refuses(404, "not_found");
        assertEquals(before, revision());
    }

    @Test
    void a_model_that_others_descend_from_is_not_deleted_and_they_are_named() {
        models("esche/root", "esche/kid-1", "esche/kid-2");
        link("esche/kid-1", "esche/root", "fine_tune");
        link("esche/kid-2", "esche/root", "quantization");
        long before = revision();
        Reply refused = CURATOR.delete(MODELS + "esche/root", "If-Match", "*").refuses(409, "conflict");
        assertTrue(refused.detail().contains("esche/kid-1"), refused::said);
        assertTrue(refused.detail().contains("esche/kid-2"), refused::said);
        assertEquals(1, refused.pointers().size(), refused::said);
        assertEquals(before, revision());
        assertEquals(List.of("esche/kid-1", "esche/kid-2"), children("esche/root"));
    }

    @Test
    void children_get_another_parent_in_the_request_that_deletes_theirs() {
        models("esche/grandpa", "esche/pa", "esche/son", "esche/daughter");
        CURATOR.put(MODELS + "esche/grandpa/aliases/Old%20Ash", "If-None-Match", "*")
                .is(201);
        link("esche/pa", "esche/grandpa", "successor");
        CURATOR.create(edge("esche/son", "esche/pa"), json("{relation: 'fine_tune', method: 'dpo'}"));
        link("esche/daughter", "esche/pa", "merge");
        link("esche/daughter", "esche/grandpa", "variant");
        long before = revision();
        Reply deleted = CURATOR.delete(MODELS + "esche/pa?reparentTo=old%20ash&successor=esche/son", "If-Match", "*")
                .is(204);
        assertEquals(before + 1, deleted.revision());
        assertEquals(
                "esche/son",
                READER.get(MODELS + "esche/pa").is(410).body().get("successor").asText());
        assertEquals(
                "esche/son",
                READER.get("/api/v1/resolve?id=Esche/PA")
                        .is(410)
                        .body()
                        .get("successor")
                        .asText());
        assertEquals(
                json("{child: 'esche/son', parent: 'esche/grandpa', relation: 'fine_tune', method: 'dpo'}"),
                READER.ok(MODELS + "esche/son/lineage").at("/edges/0"));
        assertEquals(List.of("esche/grandpa"), parents("esche/daughter"));
        assertEquals(List.of("esche/daughter", "esche/son"), children("esche/grandpa"));
        assertEquals(before + 1, READER.ok(MODELS + "esche/son").get("revision").asLong());
    }

    @Test
    void children_are_not_given_a_parent_that_descends_from_them() {
        models("esche/top", "esche/mid", "esche/low", "esche/child");
        link("esche/mid", "esche/top", "variant");
        link("esche/low", "esche/mid", "variant");
        long before = revision();
        Reply refused = CURATOR.delete(MODELS + "esche/top?reparentTo=esche/low", "If-Match", "*");
        refused.refuses(409, "conflict");
        Reply unknown = CURATOR.delete(MODELS + "esche/top?reparentTo=esche/none", "If-Match", "*");
        assertTrue(unknown.status() == 409 || unknown.status() == 400, unknown::said);
        Reply own = CURATOR.delete(MODELS + "esche/top?reparentTo=esche/top", "If-Match", "*");
        assertTrue(own.status() == 409 || own.status() == 400, own::said);
        assertEquals(before, revision());
        assertEquals(List.of("esche/mid"), children("esche/top"));
    }

    @Test
    void a_child_may_take_the_place_of_its_parent() {
        models("esche/king", "esche/prince", "esche/princess");
        link("esche/prince", "esche/king", "variant");
        link("esche/princess", "esche/king", "variant");
        CURATOR.delete(MODELS + "esche/king?reparentTo=esche/prince", "If-Match", "*")
                .is(204);
        assertEquals(List.of(), parents("esche/prince"));
        assertEquals(List.of("esche/princess"), children("esche/prince"));
    }

    @Test
    void the_wrong_key_of_an_edge_is_named() {
        models("esche/w1", "esche/w2");
        String path = edge("esche/w2", "esche/w1");
        CURATOR.put(path, json("{relation: 'cousin'}"), "If-None-Match", "*").refuses(400, "invalid_body", "/relation");
        CURATOR.put(path, json("{relation: 'merge', method: 'Two Words'}"), "If-None-Match", "*")
                .refuses(400, "invalid_body", "/method");
        CURATOR.put(path, json("{method: 'rlhf'}"), "If-None-Match", "*").refuses(400, "invalid_body", "/relation");
        CURATOR.put(path, json("{relation: 'merge', date: '2023-02-30'}"), "If-None-Match", "*")
                .refuses(400, "invalid_body", "/date");
        CURATOR.put(path, json("{relation: 'merge', parent: 'esche/w2'}"), "If-None-Match", "*")
                .refuses(400, "invalid_body", "/parent");
        assertEquals(List.of(), parents("esche/w2"));
    }

    @Test
    void any_text_may_be_an_alias() {
        models("esche/named");
        String before = "esche/named";
        List<String> aliases = new ArrayList<>();
        for (String alias : List.of(
                "ash/Ash-2:free",
                "a/b/c/d",
                "Ash 2 (new)",
                "esche+plus",
                "100%",
                "wer?was=ich",
                "a#b",
                "a;b=c",
                "灰树/二",
                "a&b",
                "'or 1=1--",
                "\\back\\slash",
                "..",
                "x/../y",
                "😀",
                "%2F",
                "models",
                "a\"b")) {
            String path = MODELS + before + "/aliases/" + encoded(alias);
            Reply created =
                    CURATOR.put(path, "If-Match", READER.get(MODELS + before).etag());
            if (alias.contains("..")) {
                // Whether dots mean anything in a path is the way's business; they change nothing else.
                assertTrue(List.of(201, 400, 404, 405).contains(created.status()), created::said);
                continue;
            }
            created.is(201);
            assertTrue(created.body().isMissingNode());
            aliases.add(alias);
            assertTrue(
                    READER.ok(MODELS + before).get("aliases").toString().contains(Json.text(alias)),
                    () -> alias + " is not among " + READER.ok(MODELS + before).get("aliases"));
            JsonNode resolved = READER.ok("/api/v1/resolve?id=" + encoded(alias));
            assertEquals(before, resolved.get("id").asText());
            assertEquals(alias, resolved.get("matched").asText());
            assertEquals("alias", resolved.get("reason").asText());
        }
        for (String alias : aliases) {
            CURATOR.delete(MODELS + before + "/aliases/" + encoded(alias), "If-Match", "*")
                    .is(204);
            READER.get("/api/v1/resolve?id=" + encoded(alias)).is(404);
        }
    }

    @Test
    void a_slash_in_an_alias_may_be_sent_as_it_is() {
        models("esche/slash");
        CURATOR.put(MODELS + "esche/slash/aliases/Ash-Org/Slash-7B", "If-None-Match", "*")
                .is(201);
        assertEquals(
                "Ash-Org/Slash-7B",
                READER.ok(MODELS + "esche/slash").at("/aliases/0").asText());
        Reply moved = READER.get(MODELS + "ash-org/slash-7b/card").is(308);
        assertTrue(moved.header("Location").endsWith("/api/v1/models/esche/slash/card"), moved::said);
        CURATOR.delete(MODELS + "esche/slash/aliases/ASH-ORG/slash-7b", "If-Match", "*")
                .is(204);
        READER.get(MODELS + "ash-org/slash-7b/card").is(404);
        CURATOR.delete(
                        MODELS + "esche/slash/aliases/ash-org/slash-7b",
                        "If-Match",
                        READER.get(MODELS + "esche/slash").etag())
                .refuses(404, "not_found");
    }

    @Test
    void the_spelling_that_was_given_first_is_kept() {
        models("esche/first");
        CURATOR.put(MODELS + "esche/first/aliases/First-ASH", "If-None-Match", "*")
                .is(201);
        long before = revision();
        Reply again = CURATOR.put(MODELS + "esche/first/aliases/first-ash", "If-Match", "*")
                .is(204);
        assertEquals(before, again.revision());
        assertEquals(
                "First-ASH", READER.ok(MODELS + "esche/first").at("/aliases/0").asText());
        CURATOR.put(MODELS + "esche/first/aliases/FIRST-ash", "If-None-Match", "*")
                .refuses(412, "precondition_failed");
        CURATOR.put(MODELS + "esche/first/aliases/FIRST-ash").refuses(428, "precondition_required");
        assertEquals(before, revision());
    }

    @Test
    void an_alias_of_another_model_or_its_id_is_refused() {
        models("esche/mine", "esche/yours");
        CURATOR.put(MODELS + "esche/yours/aliases/Shared", "If-None-Match", "*").is(201);
        long before = revision();
        for (String taken : List.of("shared", "SHARED", "esche/yours", "Esche/Yours")) {
            Reply refused = CURATOR.put(MODELS + "esche/mine/aliases/" + taken, "If-None-Match", "*")
                    .refuses(409, "conflict");
            assertTrue(
                    refused.detail().contains("esche/yours") || refused.detail().contains("another model"),
                    refused::said);
        }
        assertEquals(before, revision());
    }

    @Test
    void an_alias_that_is_too_long_or_empty_or_unprintable_is_refused() {
        models("esche/odd");
        long before = revision();
        for (String odd : List.of("a".repeat(201), "%20", "%00", "a%00b", "%ff", "%ed%a0%80", "a%0Ab")) {
            Reply refused = CURATOR.put(MODELS + "esche/odd/aliases/" + odd, "If-None-Match", "*");
            assertTrue(refused.status() == 400 || refused.status() == 404, refused::said);
        }
        assertEquals(before, revision());
        CURATOR.put(MODELS + "esche/odd/aliases/" + "a".repeat(200), "If-None-Match", "*")
                .is(201);
    }

    @Test
    void a_model_has_at_most_200_aliases() {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            all.append(i == 0 ? "" : ",").append("'many-").append(i).append('\'');
        }
        CURATOR.create(MODELS + "esche/many", json("{name: 'Many', aliases: [" + all + "]}"));
        Reply refused = CURATOR.put(MODELS + "esche/many/aliases/many-200", "If-Match", "*");
        assertTrue(List.of(400, 409, 412).contains(refused.status()), refused::said);
        Reply more = CURATOR.put(MODELS + "esche/many/aliases/many-200", "If-None-Match", "*");
        assertTrue(List.of(400, 409).contains(more.status()), more::said);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
