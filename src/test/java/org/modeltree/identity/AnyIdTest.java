package org.modeltree.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;
import org.modeltree.imports.Importing;

/** A parameter that names a model takes every id that certainly means it, as paths do. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.class)
class AnyIdTest {

    private static final String CATALOG = """
            {"type":"benchmark","id":"context-window","label":"Context window","unit":"tokens"}
            {"type":"capability","id":"context","label":{"en":"Context"},"description":{"en":"Room."},"benchmark":"context-window","scale":{"kind":"log","floor":2048,"ceiling":2097152}}
            {"type":"model","id":"openai/gpt-5","name":"GPT-5","releaseDate":"2025-08-07","modalities":{"input":["text"],"output":["text"]},"aliases":["GPT five"]}
            {"type":"model","id":"openai/gpt-5-mini","name":"GPT-5 mini","releaseDate":"2025-08-07","modalities":{"input":["text"],"output":["text"]}}
            {"type":"model","id":"anthropic/claude-sonnet-4-5","name":"Claude Sonnet 4.5","releaseDate":"2025-09-29","modalities":{"input":["text"],"output":["text"]}}
            {"type":"measurement","id":"c","model":"openai/gpt-5","benchmark":"context-window","raw":400000,"source":"https://openai.example"}
            {"type":"measurement","id":"c","model":"anthropic/claude-sonnet-4-5","benchmark":"context-window","raw":200000,"source":"https://anthropic.example"}
            {"type":"edge","child":"openai/gpt-5-mini","parent":"openai/gpt-5","relation":"distillation"}
            {"type":"offering","provider":"openai","id":"gpt-5","model":"openai/gpt-5","prices":[{"kind":"metered","input":"1.25","output":"10"}]}
            {"type":"offering","provider":"azure","id":"my-five","model":"openai/gpt-5","prices":[{"kind":"metered","input":"1","output":"9"}]}
            {"type":"offering","provider":"vertex","id":"my-five","model":"anthropic/claude-sonnet-4-5"}
            {"type":"offering","provider":"azure","id":"only-one","model":"openai/gpt-5"}
            """;

    /** Ids that certainly mean the model, of every kind. */
    private static final List<String> CERTAIN = List.of(
            "GPT five",
            "openai:gpt-5",
            "gpt-5",
            "OpenAI/GPT_5",
            "openai/gpt-5-2025-08-07",
            "only-one",
            "azure/my-five",
            "openrouter/openai/gpt-5",
            "azure/eu/gpt-5-2025-08-07");

    /** Requests with one id of the model. */
    private static final List<String> REQUESTS = List.of(
            "/models?ids=%s",
            "/models?ids=anthropic/claude-sonnet-4-5,%s&sort=name",
            "/models?parent=%s",
            "/tree?root=%s",
            "/tree/columns?root=%s",
            "/cards?ids=%s",
            "/compare?ids=%s,anthropic/claude-sonnet-4-5",
            "/recommend?capability=context&ids=%s",
            "/offerings?model=%s",
            "/changes?model=%s",
            "/quality?model=%s",
            "/bands?cohort=atRelease:%s",
            "/bands/context?cohort=atRelease:%s",
            "/scores?capability=context&cohort=atRelease:%s");

    @BeforeEach
    void catalog() {
        Importing.empty();
        Importing.done("format=modeltree", CATALOG);
    }

    private static String encoded(String id) {
        return id.replace(" ", "%20");
    }

    /** The answer without the address that it was asked at. */
    private static JsonNode answer(String path) {
        ObjectNode answer = (ObjectNode) Importing.json(path);
        answer.remove("links");
        return answer;
    }

    @Test
    void the_answer_is_that_of_the_canonical_id() {
        Importing.write("PATCH", "/models/openai/gpt-5", "{\"licence\":\"none\"}", "If-Match", "*")
                .is(200);
        for (String request : REQUESTS) {
            JsonNode expected = answer(request.formatted("openai/gpt-5"));
            assertNotEquals(0, expected.at("/meta/total").asInt(-1), request);
            for (String id : CERTAIN) {
                assertEquals(expected, answer(request.formatted(encoded(id))), request + " " + id);
            }
        }
    }

    @Test
    void two_ids_of_one_model_are_one_model() {
        assertEquals(
                1,
                Importing.json("/models?ids=openai/gpt-5,openai:gpt-5,only-one")
                        .at("/meta/total")
                        .asInt());
        assertEquals(
                1, Importing.json("/cards?ids=openai:gpt-5,gpt-5").get("data").size());
        assertTrue(Importing.get("/compare?ids=openai/gpt-5,openai:gpt-5")
                .is(400)
                .text()
                .contains("the same model"));
    }

    @Test
    void an_id_that_may_mean_another_model_means_none_and_the_likeliest_is_suggested() {
        for (Map.Entry<String, String> uncertain : Map.of(
                        "openai/gpt-5-2099-01-01", "openai/gpt-5",
                        "ft:gpt-5:acme::abc", "openai/gpt-5")
                .entrySet()) {
            String id = uncertain.getKey();
            for (String request : List.of("/tree?root=%s", "/compare?ids=%s,openai/gpt-5-mini")) {
                JsonNode refusal = Importing.get(request.formatted(id)).is(404).json();
                assertEquals(uncertain.getValue(), refusal.at("/suggestions/0").asText(), request);
            }
            for (String request :
                    List.of("/models?ids=%s", "/offerings?model=%s", "/quality?model=%s", "/changes?model=%s")) {
                JsonNode none = Importing.json(request.formatted(id));
                assertEquals(0, none.at("/meta/total").asInt(), request);
                assertEquals(id, none.at("/suggestions/0/value").asText(), request);
                assertEquals(
                        uncertain.getValue(),
                        none.at("/suggestions/0/suggestions/0").asText(),
                        request);
            }
            assertEquals(
                    uncertain.getValue(),
                    Importing.json("/cards?ids=" + id)
                            .at("/missing/0/suggestions/0")
                            .asText());
        }
        // Two providers mean different models.
        Importing.get("/tree?root=my-five").is(404);
        assertEquals(0, Importing.json("/models?ids=my-five").at("/meta/total").asInt());
    }

    @Test
    void the_id_of_a_deleted_model_means_no_similar_one() {
        Importing.write("DELETE", "/models/openai/gpt-5-mini", null, "If-Match", "*")
                .is(204);
        Importing.done("format=modeltree", "{\"type\":\"model\",\"id\":\"openai/gpt_5-mini\",\"name\":\"Another\"}");
        assertEquals(
                0,
                Importing.json("/models?ids=openai/gpt-5-mini")
                        .at("/meta/total")
                        .asInt());
        Importing.get("/tree?root=openai/gpt-5-mini").is(404);
        // What happened to it is still listed.
        assertTrue(Importing.json("/changes?model=openai/GPT-5-mini")
                        .at("/meta/total")
                        .asInt()
                > 0);
    }

    @Test
    void an_answer_in_memory_is_not_older_than_the_meaning_of_its_id() {
        String page = "/models?ids=azure/my-five,openai/gpt-5-mini";
        String band = "/bands/context?cohort=atRelease:azure/my-five";
        for (int i = 0; i < 3; i++) {
            assertEquals("openai/gpt-5", Importing.json(page).at("/data/0/id").asText());
            assertEquals(
                    "atRelease:openai/gpt-5",
                    Importing.json(band).at("/cohort/name").asText());
            Importing.write("DELETE", "/models/openai/gpt-5/offerings/azure/my-five", null, "If-Match", "*")
                    .is(204);
            String claude = "/models/anthropic/claude-sonnet-4-5/offerings/azure/my-five";
            Importing.write("PUT", claude, "{}", "If-None-Match", "*").is(201);
            assertEquals(
                    "anthropic/claude-sonnet-4-5",
                    Importing.json(page).at("/data/0/id").asText());
            assertEquals(
                    "atRelease:anthropic/claude-sonnet-4-5",
                    Importing.json(band).at("/cohort/name").asText());
            Importing.write("DELETE", claude, null, "If-Match", "*").is(204);
            Importing.write("PUT", "/models/openai/gpt-5/offerings/azure/my-five", "{}", "If-None-Match", "*")
                    .is(201);
        }
    }

    @Test
    void an_answer_in_memory_is_not_sent_after_another_model_has_taken_its_id() {
        String other = "/models/anthropic/claude-sonnet-4-5/offerings/vertex/only-one";
        List<String> requests = List.of(
                "/compare?ids=only-one,openai/gpt-5-mini",
                "/tree?root=only-one",
                "/bands/context?cohort=atRelease:only-one",
                "/scores?capability=context&cohort=atRelease:only-one");
        for (int i = 0; i < 2; i++) {
            requests.forEach(request -> Importing.get(request).is(200));
            assertEquals(
                    1, Importing.json("/models?ids=only-one").at("/meta/total").asInt());
            // Nothing of the model itself changes.
            Importing.write("PUT", other, "{}", "If-None-Match", "*").is(201);
            requests.forEach(request -> Importing.get(request).is(404));
            assertEquals(
                    0, Importing.json("/models?ids=only-one").at("/meta/total").asInt());
            Importing.write("DELETE", other, null, "If-Match", "*").is(204);
        }
    }
}
