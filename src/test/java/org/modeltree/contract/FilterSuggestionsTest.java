package org.modeltree.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;
import org.modeltree.imports.Importing;

/** An answer says which values of its filters nothing has, and what they may be misspellings of. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.class)
class FilterSuggestionsTest {

    private static final String CATALOG = """
            {"type":"benchmark","id":"context-window","label":"Context window","unit":"tokens"}
            {"type":"capability","id":"context","label":{"en":"Context"},"description":{"en":"Room."},"benchmark":"context-window","scale":{"kind":"log","floor":2048,"ceiling":2097152}}
            {"type":"model","id":"openai/gpt-4","name":"GPT-4","family":"gpt","kind":"base","releaseDate":"2023-03-14"}
            {"type":"model","id":"openai/gpt-4-mini","name":"GPT-4 mini","family":"gpt"}
            {"type":"model","id":"anthropic/claude-3","name":"Claude 3","family":"claude"}
            {"type":"vendor","id":"idle","name":"Idle"}
            {"type":"edge","child":"openai/gpt-4-mini","parent":"openai/gpt-4","relation":"variant"}
            {"type":"measurement","model":"openai/gpt-4","benchmark":"context-window","raw":8192,"source":"https://openai.example"}
            {"type":"provider","id":"azure","name":"Azure"}
            {"type":"offering","provider":"azure","id":"gpt-4","model":"openai/gpt-4"}
            """;

    @BeforeEach
    void small_catalog() {
        Importing.empty();
        Importing.done("format=modeltree", CATALOG);
    }

    @Test
    void a_misspelt_vendor_is_suggested_wherever_lists_are_filtered_by_vendor() {
        for (String path : List.of(
                "/models?vendor=opnai",
                "/bands?vendor=opnai",
                "/bands/context?vendor=opnai",
                "/bands/context/history?vendor=opnai",
                "/tree?vendor=opnai",
                "/tree?root=openai/gpt-4&vendor=opnai",
                "/quality?vendor=opnai")) {
            assertEquals(List.of("vendor opnai [openai]"), suggestions(path), path);
        }
        JsonNode band = Importing.json("/bands/context?vendor=opnai");
        assertEquals("insufficient", band.get("status").asText());
        assertEquals(
                band.get("suggestions"), Importing.json("/bands?vendor=opnai").get("suggestions"));
        assertEquals(
                "[]",
                Importing.json("/bands?vendor=opnai").at("/data/0/suggestions").toString(),
                "once is enough");
    }

    @Test
    void families_ids_parents_providers_and_changed_models_are_suggested_too() {
        assertEquals(List.of("family cluade [claude]"), suggestions("/models?family=cluade"));
        assertEquals(List.of("family cluade [claude]"), suggestions("/bands/context?family=cluade"));
        assertEquals(
                List.of("ids openai/gtp-4 [openai/gpt-4, openai/gpt-4-mini]"), suggestions("/models?ids=openai/gtp-4"));
        assertEquals(
                List.of("parent openai/gtp-4 [openai/gpt-4, openai/gpt-4-mini]"),
                suggestions("/models?parent=openai/gtp-4"));
        assertEquals(List.of("provider azur [azure]"), suggestions("/offerings?model=openai/gpt-4&provider=azur"));
        assertEquals(
                List.of("model openai/gtp-4 [openai/gpt-4, openai/gpt-4-mini]"),
                suggestions("/changes?model=openai/gtp-4"));
        assertEquals(
                List.of("model openai/gtp-4 [openai/gpt-4, openai/gpt-4-mini]"),
                suggestions("/quality?model=openai/gtp-4"));
        assertEquals(
                List.of("model openai/gtp-4 [openai/gpt-4, openai/gpt-4-mini]"),
                suggestions("/offerings?model=openai/gtp-4"));
        assertEquals(
                List.of("vendor opnai [openai]", "family gtp [gpt]"), suggestions("/models?vendor=opnai&family=gtp"));
    }

    @Test
    void a_value_is_repeated_in_the_notation_that_was_sent() {
        assertEquals(List.of("vendor Opn AI [openai]"), suggestions("/models?vendor=Opn%20AI"));
        assertEquals(
                List.of("vendor OpnAI [openai]", "family GTP [gpt]"),
                suggestions("/bands/context?vendor=anthropic,OpnAI&family=GTP"));
    }

    @Test
    void of_several_values_those_without_a_match_are_named() {
        assertEquals(List.of("vendor opnai [openai]"), suggestions("/models?vendor=opnai,anthropic"));
        assertEquals(
                1,
                Importing.json("/models?vendor=opnai,anthropic")
                        .at("/meta/total")
                        .asInt());
        assertEquals(List.of("vendor antropic [anthropic]"), suggestions("/tree?vendor=openai,antropic"));
        assertEquals(List.of("vendor antropic [anthropic]"), suggestions("/bands/context?vendor=openai,antropic"));
        assertEquals(
                List.of("ids openai/gtp-4 [openai/gpt-4, openai/gpt-4-mini]"),
                suggestions("/models?ids=openai/gpt-4,openai/gtp-4"));
        assertEquals(
                List.of("provider azur [azure]"), suggestions("/offerings?model=openai/gpt-4&provider=azure,azur"));
    }

    @Test
    void a_value_that_exists_is_not_suggested_although_nothing_was_found() {
        for (String path : List.of(
                "/models?vendor=idle",
                "/models?vendor=anthropic&family=gpt",
                "/models?vendor=openai&releasedFrom=2999-01-01",
                "/models?ids=openai/gpt-4&kind=code",
                "/bands/context?vendor=anthropic",
                "/bands/context?vendor=idle",
                "/tree?vendor=idle",
                "/changes?model=openai/gpt-4&limit=1",
                "/quality?model=openai/gpt-4&severity=error",
                "/offerings?model=anthropic/claude-3",
                "/quality?vendor=idle&severity=error")) {
            assertEquals(List.of(), suggestions(path), path);
        }
    }

    @Test
    void a_model_that_exists_is_listed_beside_one_that_does_not() {
        JsonNode offerings = Importing.json("/offerings?model=openai/gtp-4,openai/gpt-4");
        assertEquals(1, offerings.at("/meta/total").asInt());
        assertEquals(List.of("model openai/gtp-4 [openai/gpt-4, openai/gpt-4-mini]"), texts(offerings));
        assertEquals(
                Importing.json("/quality?model=openai/gpt-4").get("data"),
                Importing.json("/quality?model=openai/gtp-4,openai/gpt-4").get("data"));
    }

    @Test
    void a_value_like_no_other_is_named_without_suggestions() {
        assertEquals(List.of("vendor zzzzzzzz []"), suggestions("/models?vendor=zzzzzzzz"));
    }

    @Test
    void every_list_has_the_key_and_it_is_empty_for_hits() {
        for (String path : List.of(
                "/models",
                "/models?vendor=openai&family=gpt&ids=openai/gpt-4",
                "/vendors",
                "/providers",
                "/providers/azure/offerings",
                "/providers/azure/offerings?vendor=openai",
                "/benchmarks",
                "/capabilities",
                "/scores?capability=context",
                "/bands",
                "/bands/context?vendor=openai",
                "/bands/context/history",
                "/tree",
                "/changes",
                "/quality",
                "/offerings?model=openai/gpt-4",
                "/models/openai/gpt-4/scores",
                "/models/openai/gpt-4/offerings",
                "/models/openai/gpt-4/measurements")) {
            assertEquals(List.of(), suggestions(path), path);
        }
    }

    @Test
    void the_queue_of_unmatched_offerings_suggests_providers_and_origins() {
        Importing.done(
                "format=models.dev",
                "{\"cloudy\": {\"id\": \"cloudy\", \"name\": \"Cloudy\", \"models\": {\"odd-one\": {\"id\": \"odd-one\","
                        + " \"name\": \"Odd\", \"limit\": {\"context\": 1000}}}}}");
        assertEquals(List.of("provider azur [azure]"), unmatched("provider=azur"));
        assertEquals(List.of(), unmatched("provider=azure"));
        assertEquals(List.of("origin opnrouter [openrouter]"), unmatched("origin=opnrouter"));
        assertEquals(List.of(), unmatched("origin=litellm"));
        assertEquals(List.of("provider cluody [cloudy]"), unmatched("provider=cluody"));
        assertEquals(List.of("origin models-dev [models.dev]"), unmatched("origin=models-dev"));
        assertEquals(List.of(), unmatched("provider=cloudy"));
    }

    @Test
    void a_deleted_model_suggests_its_successor() {
        Importing.write("DELETE", "/models/anthropic/claude-3?successor=openai/gpt-4", null, "If-Match", "*")
                .is(204);
        assertEquals(List.of("ids anthropic/claude-3 [openai/gpt-4]"), suggestions("/models?ids=anthropic/claude-3"));
    }

    @Test
    void validators_follow_the_suggestions_and_nothing_else() {
        for (String path :
                List.of("/models?vendor=opnai&fields=id", "/bands/context?vendor=opnai", "/tree?vendor=opnai")) {
            Importing.write("PUT", "/models/openai/other", "{\"name\": \"A\"}", "If-None-Match", "*")
                    .is(201);
            String before = Importing.get(path).is(200).header("ETag");
            Importing.get(path, "If-None-Match", before).is(304);
            Importing.write("PUT", "/vendors/opnaix", "{\"name\": \"Near\"}", "If-None-Match", "*")
                    .is(201);
            Importing.Answer after =
                    Importing.get(path, "If-None-Match", before).is(200);
            assertNotEquals(before, after.header("ETag"), path);
            assertTrue(after.text().contains("\"opnaix\""), after::text);
            small_catalog();
        }
    }

    private static List<String> unmatched(String query) {
        return texts(
                Importing.get("/imports/unmatched?" + query, "Authorization", "Bearer " + EmptyCatalogProfile.ADMIN)
                        .is(200)
                        .json());
    }

    private static List<String> suggestions(String path) {
        return texts(Importing.json(path));
    }

    private static List<String> texts(JsonNode answer) {
        assertTrue(answer.get("suggestions").isArray(), answer::toString);
        List<String> texts = new ArrayList<>();
        answer.get("suggestions").forEach(one -> {
            List<String> values = new ArrayList<>();
            one.get("suggestions").forEach(value -> values.add(value.asText()));
            texts.add(one.get("parameter").asText() + " " + one.get("value").asText() + " " + values);
        });
        return texts;
    }
}
