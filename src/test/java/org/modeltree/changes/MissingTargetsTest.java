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
            {"model acme/nine", "/models/acme/nine", "[]"},
            {"model acme/onne", "/models/acme/onne", "[\"acme/one\"]"},
            {"vendor acne", "/vendors/acne", "[\"acme\"]"},
            {"provider clud", "/providers/clud", "[\"cloud\"]"},
            {"benchmark quizz", "/benchmarks/quizz", "[\"quiz\"]"},
            {"capability witt", "/capabilities/witt", "[\"wit\"]"},
            {"measurement acme/one quiz.self", ONE + "/measurements/quiz.self", "[]"},
            {"offering cloud one/1", ONE + "/offerings/cloud/one%2F1", "[]"},
        }) {
            JsonNode problem = patch(missing[1]);
            assertEquals(
                    "There is no " + missing[0] + ". To create it, send PUT /api/v1" + missing[1]
                            + " with If-None-Match: *.",
                    problem.get("detail").asText());
            assertEquals(missing[2], problem.get("suggestions").toString(), missing[0]);
        }
    }

    @Test
    void a_patch_of_a_card_that_does_not_exist_says_where_texts_go_too() {
        assertEquals(
                "There is no card acme/one. To create it, send PUT /api/v1/models/acme/one/card with If-None-Match: *."
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

    private static JsonNode patch(String path) {
        return Importing.write("PATCH", path, "{\"name\": \"x\"}", "If-Match", "*")
                .is(404)
                .json();
    }
}
