package org.modeltree.changes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;
import org.modeltree.imports.Importing;

/** A write that needs what does not exist says how to create it, and suggests what the client may have meant. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.class)
class MissingTargetsTest {

    private static final String ONE = "/models/acme/one";

    @BeforeEach
    void one_of_each() {
        Importing.empty();
        Importing.done("format=modeltree", """
                {"type":"vendor","id":"acme","name":"Acme"}
                {"type":"provider","id":"cloud","name":"Cloud"}
                {"type":"benchmark","id":"quiz","label":"Quiz","unit":"points"}
                {"type":"capability","id":"wit","label":{"en":"Wit"},"description":{"en":"Wit."},"benchmark":"quiz","scale":{"kind":"linear","floor":0,"ceiling":10}}
                {"type":"model","id":"acme/one","name":"One"}
                """);
    }

    @Test
    void a_patch_of_something_new_says_how_to_create_it() {
        for (String[] missing : new String[][] {
            {"There is no model acme/nine", "/models/acme/nine", "[]"},
            {"There is no model acme/onne", "/models/acme/onne", "[\"acme/one\"]"},
            {"There is no vendor acne", "/vendors/acne", "[\"acme\"]"},
            {"There is no provider clud", "/providers/clud", "[\"cloud\"]"},
            {"There is no benchmark quizz", "/benchmarks/quizz", "[\"quiz\"]"},
            {"There is no capability witt", "/capabilities/witt", "[\"wit\"]"},
            {"acme/one has no measurement quiz.self", ONE + "/measurements/quiz.self", "[]"},
            {"acme/one has no offering one/1 of cloud", ONE + "/offerings/cloud/one%2F1", "[]"},
        }) {
            JsonNode problem = patch(missing[1]);
            assertEquals(
                    missing[0] + ". To create it, send PUT /api/v1" + missing[1] + " with If-None-Match: *.",
                    problem.get("detail").asText());
            assertEquals(missing[2], problem.get("suggestions").toString(), missing[0]);
        }
    }

    @Test
    void a_patch_of_a_card_that_does_not_exist_says_where_texts_go_too() {
        assertEquals(
                "acme/one has no card. To create it, send PUT /api/v1/models/acme/one/card with If-None-Match: *."
                        + " Its texts are written with PUT /api/v1/models/acme/one/card/texts/{lang}.",
                patch(ONE + "/card").get("detail").asText());
        Importing.write("PUT", ONE + "/card/texts/en", "{\"bestFor\": [\"Quizzes\"]}", "If-None-Match", "*")
                .is(201);
        Importing.write("PATCH", ONE + "/card", "{\"pricingKind\": \"free\"}", "If-Match", "*")
                .is(200);
    }

    @Test
    void a_part_of_a_model_that_does_not_exist_says_how_to_create_the_model() {
        List<String> details = new ArrayList<>();
        for (String part : List.of(
                "/card",
                "/card/texts/en",
                "/measurements/m",
                "/offerings/cloud/o",
                "/parents/acme/one",
                "/aliases/x")) {
            JsonNode problem = Importing.write(
                            "PUT", "/models/acme/onne" + part, "{\"bestFor\": [\"x\"]}", "If-None-Match", "*")
                    .is(404)
                    .json();
            assertEquals("[\"acme/one\"]", problem.get("suggestions").toString(), part);
            details.add(problem.get("detail").asText());
        }
        assertEquals(
                List.of("There is no model acme/onne. To create it, send PUT /api/v1/models/acme/onne with"
                        + " If-None-Match: *."),
                details.stream().distinct().toList());
    }

    @Test
    void what_does_not_exist_and_shall_not_is_only_named() {
        JsonNode vendor = Importing.write("DELETE", "/capabilities/witt", null, "If-Match", "*")
                .is(404)
                .json();
        assertEquals("There is no capability witt.", vendor.get("detail").asText());
        assertEquals("[\"wit\"]", vendor.get("suggestions").toString());
        assertEquals(
                "There is no model acme/nine.",
                Importing.write("DELETE", "/models/acme/nine", null, "If-Match", "*")
                        .is(404)
                        .json()
                        .get("detail")
                        .asText());
    }

    @Test
    void a_part_that_does_not_exist_is_named_in_words_and_suggests_the_similar_ones() {
        Importing.done("format=modeltree", """
                {"type":"model","id":"acme/two","name":"Two","aliases":["acme/zwei"]}
                {"type":"edge","child":"acme/one","parent":"acme/two","relation":"successor"}
                {"type":"measurement","id":"quiz.self","model":"acme/one","benchmark":"quiz","raw":5,"source":"https://a.example"}
                {"type":"offering","provider":"cloud","id":"one/1","model":"acme/one"}
                """);
        Importing.write("PUT", ONE + "/card/texts/en", "{\"bestFor\": [\"Quizzes\"]}", "If-None-Match", "*")
                .is(201);
        for (String[] missing : new String[][] {
            {ONE + "/measurements/quiz.slef", "acme/one has no measurement quiz.slef.", ONE + "/measurements/quiz.self"
            },
            {
                ONE + "/offerings/clod/one%2F1",
                "acme/one has no offering one/1 of clod.",
                ONE + "/offerings/cloud/one%2F1"
            },
            {ONE + "/parents/acme/tow", "acme/tow is no parent of acme/one.", ONE + "/parents/acme/two"},
            {ONE + "/card/texts/zh", "The card of acme/one has no Chinese texts.", null},
            {"/models/acme/two/card/texts/zh", "acme/two has no card.", null},
            {
                "/models/acme/two/aliases/acme/zwie",
                "The model acme/two has no alias acme/zwie.",
                "/models/acme/two/aliases/acme%2Fzwei"
            },
            {"/imports/unmatched/cloud/one-9", "Nobody has decided on the offering one-9 of cloud.", null},
        }) {
            JsonNode problem = Importing.write("DELETE", missing[0], null, "If-Match", "*")
                    .is(404)
                    .json();
            assertEquals(missing[1], problem.get("detail").asText());
            assertEquals(
                    missing[2] == null ? "[]" : "[\"/api/v1" + missing[2] + "\"]",
                    problem.get("suggestions").toString(),
                    missing[0]);
        }
        for (String parameter : List.of("successor", "reparentTo")) {
            JsonNode problem = Importing.write("DELETE", ONE + "?" + parameter + "=acme/tow", null, "If-Match", "*")
                    .is(400)
                    .json();
            assertEquals("[\"acme/two\"]", problem.get("suggestions").toString());
        }
        JsonNode itself = Importing.write(
                        "PUT", ONE + "/parents/acme/one", "{\"relation\": \"merge\"}", "If-None-Match", "*")
                .is(400)
                .json();
        assertEquals(
                "`parentSlug` must not make the model its own parent",
                itself.get("detail").asText());
    }

    @Test
    void a_read_of_what_is_only_written_says_where_to_read_it() {
        for (String[] part : new String[][] {
            {
                "/parents/acme/two",
                "DELETE, OPTIONS, PUT",
                " The parents are in the lineage: GET /api/v1/models/acme/one/lineage."
            },
            {"/aliases/x", "DELETE, OPTIONS, PUT", " The aliases are in the model: GET /api/v1/models/acme/one."},
            {
                "/card/texts/en",
                "DELETE, OPTIONS, PUT",
                " The texts are in the card: GET /api/v1/models/acme/one/card?lang=en."
            },
            {"/merge", "OPTIONS, POST", ""},
        }) {
            Importing.Answer answer = Importing.get(ONE + part[0]).is(405);
            assertEquals(part[1], answer.header("Allow"));
            String detail = answer.json().get("detail").asText();
            assertEquals(
                    "This path does not support GET. It supports " + part[1].replaceFirst(", (?=[A-Z]+$)", " and ")
                            + "." + part[2],
                    detail);
            assertEquals(405, Importing.send("HEAD", ONE + part[0], null).status(), part[0]);
        }
        Importing.get(ONE + "/nothing").is(404);
    }

    private static JsonNode patch(String path) {
        return Importing.write("PATCH", path, "{\"name\": \"x\"}", "If-Match", "*")
                .is(404)
                .json();
    }
}
