package org.modeltree.changes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;
import org.modeltree.imports.Importing;

/** A write of a key that belongs elsewhere says where it is written, and changes nothing. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.class)
class KeysElsewhereTest {

    private static final String MODEL = "/models/acme/one";

    @BeforeEach
    void one_model() {
        Importing.empty();
        Importing.write("PUT", MODEL, "{\"name\": \"One\"}", "If-None-Match", "*")
                .is(201);
        Importing.write("PUT", MODEL + "/card", "{\"pricingKind\": \"free\"}", "If-Match", "*", "If-None-Match", "*")
                .is(400);
        Importing.write("PUT", MODEL + "/card", "{\"pricingKind\": \"free\"}", "If-None-Match", "*")
                .is(201);
    }

    @Test
    void facts_of_a_model_that_other_documents_state_name_their_paths() {
        String measured = "is a measurement: write it with PUT /api/v1/models/acme/one/measurements/{id} and"
                + " {\"benchmark\": \"%s\", \"raw\": …, \"source\": …}, or in a file as a record of type measurement";
        Map<String, String> details = new TreeMap<>(Map.of(
                "contextWindow", measured.formatted("context-window"),
                "maxOutput", measured.formatted("max-output"),
                "prices",
                        "belongs to an offering: write it with PUT"
                                + " /api/v1/models/acme/one/offerings/{provider}/{id}",
                "scores",
                        "is computed from measurements: write those with PUT /api/v1/models/acme/one/measurements/{id}",
                "parents", "is written with PUT /api/v1/models/acme/one/parents/{vendor}/{slug}, once for each parent",
                "whyItMatters", "is a text of the card: write it with PUT /api/v1/models/acme/one/card/texts/{lang}",
                "tools", "belongs to the card: write it with PATCH /api/v1/models/acme/one/card",
                "summary", "is a text: write {\"texts\": {\"en\": {\"summary\": …}}}",
                "updatedAt", "is set by the service; leave it out",
                "licens", "unknown key: licens; did you mean licence?"));
        String before = document(MODEL + "/document");
        details.forEach((key, detail) -> {
            for (String value : List.of("1", "null", "[\"x\"]")) {
                assertEquals(
                        Map.of("/" + key, detail),
                        faults("PATCH", MODEL, "{\"" + key + "\": " + value + "}", "If-Match", "*"));
            }
            if (!key.equals("licens")) {
                assertEquals(
                        Map.of("/" + key, detail),
                        faults("PUT", MODEL, "{\"name\": \"One\", \"" + key + "\": 1}", "If-Match", "*"));
            }
        });
        assertEquals(before, document(MODEL + "/document"));
    }

    @Test
    void the_place_that_is_named_takes_the_value() {
        faults("PATCH", MODEL, "{\"contextWindow\": 4096}", "If-Match", "*");
        Importing.done(
                "format=modeltree",
                "{\"type\":\"benchmark\",\"id\":\"context-window\",\"label\":\"C\",\"unit\":\"tokens\"}");
        Importing.write(
                        "PUT",
                        MODEL + "/measurements/window",
                        "{\"benchmark\": \"context-window\", \"raw\": 4096, \"source\": \"https://acme.example\"}",
                        "If-None-Match",
                        "*")
                .is(201);
        assertEquals(4096, Importing.json(MODEL).get("contextWindow").asInt());
        Importing.write("PUT", MODEL + "/card/texts/en", "{\"whyItMatters\": \"Small.\"}", "If-None-Match", "*")
                .is(201);
        assertEquals(
                "Small.", Importing.json(MODEL + "/card").get("whyItMatters").asText());
    }

    @Test
    void prose_that_is_sent_to_the_card_names_the_path_of_texts() {
        for (String key : List.of("whyItMatters", "bestFor", "pricingNote")) {
            for (String method : List.of("PUT", "PATCH")) {
                assertEquals(
                        Map.of(
                                "/" + key,
                                "is a text: write it with PUT /api/v1/models/acme/one/card/texts/{lang}, or as"
                                        + " {\"texts\": {\"en\": {\"" + key + "\": …}}}"),
                        faults(method, MODEL + "/card", "{\"" + key + "\": \"x\"}", "If-Match", "*"));
            }
        }
        assertEquals(
                Map.of(
                        "/summary",
                        "is a text of the model: write it with PATCH /api/v1/models/acme/one and"
                                + " {\"texts\": {\"en\": {\"summary\": …}}}",
                        "/licence",
                        "is a fact of the model: write it with PATCH /api/v1/models/acme/one"),
                faults("PATCH", MODEL + "/card", "{\"summary\": \"x\", \"licence\": \"MIT\"}", "If-Match", "*"));
        assertEquals(
                Map.of(
                        "/tools",
                        "belongs to the card, not to its texts: write it with PATCH /api/v1/models/acme/one/card",
                        "/feelLike",
                        "unknown key: feelLike; did you mean feelsLike?"),
                faults(
                        "PUT",
                        MODEL + "/card/texts/en",
                        "{\"tools\": [], \"feelLike\": [\"a\"]}",
                        "If-None-Match",
                        "*"));
    }

    @Test
    void a_key_that_belongs_further_inside_says_where() {
        assertEquals(
                Map.of("/input", "must be further inside, such as /prices/0/input"),
                faults("PUT", MODEL + "/offerings/cloud/one", "{\"input\": \"2.5\"}", "If-None-Match", "*"));
        assertEquals(
                Map.of("/value", "must be named raw"),
                faults(
                        "PUT",
                        MODEL + "/measurements/a",
                        "{\"benchmark\": \"quiz\", \"raw\": 1, \"value\": 1, \"source\": \"https://acme.example\"}",
                        "If-None-Match",
                        "*"));
    }

    @Test
    void a_file_gets_the_same_advice() {
        JsonNode report = Importing.send(
                        "POST",
                        "/imports?format=modeltree",
                        "{\"type\":\"model\",\"id\":\"acme/two\",\"name\":\"Two\",\"contextWindow\":1,\"famly\":\"x\"}"
                                .getBytes(java.nio.charset.StandardCharsets.UTF_8),
                        "Authorization",
                        "Bearer " + EmptyCatalogProfile.ADMIN)
                .is(422)
                .json()
                .get("report");
        assertEquals(
                "unknown key: famly; did you mean family?",
                report.at("/rejections/1/reason").asText());
        assertTrue(
                report.at("/rejections/0/reason")
                        .asText()
                        .startsWith("is a measurement: write it with PUT /api/v1/models/acme/two/measurements/{id}"),
                report::toString);
    }

    @Test
    void a_precondition_that_cannot_hold_names_the_other_one() {
        JsonNode missing = Importing.write("PUT", "/models/acme/new", "{\"name\": \"New\"}", "If-Match", "*")
                .is(412)
                .json();
        assertEquals(
                "It does not exist. To create it, send If-None-Match: * instead.",
                missing.get("detail").asText());
        assertEquals(
                "It does not exist. To create it, send If-None-Match: * instead.",
                Importing.write("PUT", "/vendors/new", "{\"name\": \"New\"}", "If-Match", "\"1.a\"")
                        .is(412)
                        .json()
                        .get("detail")
                        .asText());
        assertEquals(
                "It already exists. To change it, send If-Match with its ETag instead.",
                Importing.write("PUT", MODEL, "{\"name\": \"One\"}", "If-None-Match", "*")
                        .is(412)
                        .json()
                        .get("detail")
                        .asText());
        Importing.write("PUT", "/models/acme/new", "{\"name\": \"New\"}", "If-None-Match", "*")
                .is(201);
    }

    @Test
    void a_key_inside_is_suggested_by_what_others_call_it_or_with_all_that_there_are() {
        for (String path : List.of(MODEL, MODEL + "/offerings/cloud/one")) {
            String method = path.equals(MODEL) ? "PATCH" : "PUT";
            String condition = path.equals(MODEL) ? "If-Match" : "If-None-Match";
            Map.of(
                            "function_calling",
                            "tools",
                            "jsonMode",
                            "structuredOutput",
                            "vision",
                            "attachments",
                            "toolz",
                            "tools")
                    .forEach((key, meant) -> assertEquals(
                            Map.of("/supports/" + key, "unknown key: " + key + "; did you mean " + meant + "?"),
                            faults(method, path, "{\"supports\": {\"" + key + "\": true}}", condition, "*")));
        }
        assertEquals(
                Map.of(
                        "/supports/colour",
                        "unknown key: colour; the keys are tools, structuredOutput, reasoning, attachments, temperature,"
                                + " streaming"),
                faults("PATCH", MODEL, "{\"supports\": {\"colour\": true}}", "If-Match", "*"));
        assertEquals(
                Map.of("/texts/fr", "unknown key: fr; the keys are en, zh"),
                faults("PATCH", MODEL + "/card", "{\"texts\": {\"fr\": {\"bestFor\": [\"x\"]}}}", "If-Match", "*"));
        assertEquals(
                Map.of("/texts/fr", "unknown key: fr; the keys are en, zh"),
                faults("PATCH", MODEL, "{\"texts\": {\"fr\": {\"summary\": \"x\"}}}", "If-Match", "*"));
        JsonNode parameter =
                Importing.get("/models?supports=function_calling").is(400).json();
        assertEquals("[\"tools\"]", parameter.get("suggestions").toString());
    }

    @Test
    void keys_of_other_bodies_get_suggestions_too() {
        assertEquals(
                Map.of("/rol", "unknown key: rol; did you mean role?"),
                faults("POST", "/tokens", "{\"name\": \"ada\", \"role\": \"reader\", \"rol\": \"x\"}"));
        assertEquals(
                Map.of("/usge", "unknown key: usge; did you mean usage?"),
                faults("POST", "/cost", "{\"model\": \"acme/one\", \"usage\": {\"input\": 1}, \"usge\": {}}"));
    }

    private static String document(String path) {
        return Importing.get(path).is(200).text();
    }

    /** Details of the faults of a refused body, by pointer. */
    private static Map<String, String> faults(String method, String path, String body, String... headers) {
        JsonNode problem = Importing.write(method, path, body, headers).is(400).json();
        assertEquals("invalid_body", problem.get("code").asText(), problem::toString);
        Map<String, String> faults = new TreeMap<>();
        problem.get("errors")
                .forEach(error -> faults.put(
                        error.get("pointer").asText(), error.get("detail").asText()));
        return faults;
    }
}
