package org.modeltree.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;

/** Limits, stages and features that foreign catalogs state about offerings and models. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.class)
class FeaturesImportTest {

    private static final String UNKNOWN = "null null null null null null";

    @BeforeEach
    void empty() {
        Importing.empty();
    }

    private static String features(JsonNode holder) {
        List<String> values = new ArrayList<>();
        for (String feature :
                List.of("tools", "structuredOutput", "reasoning", "attachments", "temperature", "streaming")) {
            values.add(holder.at("/supports/" + feature).asText());
        }
        return String.join(" ", values);
    }

    private static String limits(JsonNode offering) {
        return offering.get("contextWindow") + " " + offering.get("maxInput") + " " + offering.get("maxOutput") + " "
                + offering.get("status");
    }

    private static JsonNode offering(String key) {
        return Importing.offerings().get(key);
    }

    @Test
    void models_dev_states_input_limits_stages_and_features() {
        Importing.done("format=models.dev", """
                {"nimbus/sky-3":{"id":"nimbus/sky-3","name":"Sky 3","tool_call":true,"structured_output":false,"reasoning":true,
                  "limit":{"context":400000,"input":272000,"output":128000}}}
                """);
        assertEquals("true false true null null null", features(Importing.json("/models/nimbus/sky-3")));
        assertEquals(
                400_000,
                Importing.json("/models/nimbus/sky-3").get("contextWindow").asLong());
        JsonNode report = Importing.done("format=models.dev", """
                {"harbor":{"id":"harbor","name":"Harbor","models":{
                  "nimbus/sky-3":{"id":"nimbus/sky-3","name":"Sky 3","tool_call":false,"attachment":true,"temperature":false,
                    "status":"beta","limit":{"context":40000,"input":27000,"output":12000}}}},
                 "nimbus":{"id":"nimbus","name":"Nimbus","models":{
                  "sky-3":{"id":"sky-3","name":"Sky 3","status":"experimental","limit":{"context":400000}}}}}
                """);
        assertEquals("40000 27000 12000 \"beta\"", limits(offering("harbor nimbus/sky-3")));
        assertEquals("false null null true false null", features(offering("harbor nimbus/sky-3")));
        assertEquals("400000 null null null", limits(offering("nimbus sky-3")));
        assertEquals(UNKNOWN, features(offering("nimbus sky-3")));
        assertTrue(report.get("notes").toString().contains("unknown status"), report::toString);
        // What a host limits or lacks says nothing about the model.
        JsonNode model = Importing.json("/models/nimbus/sky-3");
        assertEquals("true false true null null null", features(model));
        assertEquals(400_000, model.get("contextWindow").asLong());
    }

    @Test
    void openrouter_states_features_by_parameters_and_no_window_of_open_models() {
        Importing.done("format=openrouter", """
                {"data":[
                 {"id":"nimbus/open-7b","name":"Nimbus: Open 7B","hugging_face_id":"nimbus/open-7b","context_length":2900,
                  "top_provider":{"context_length":2900},"supported_parameters":["tools","temperature","reasoning"]},
                 {"id":"nimbus/sky-4","name":"Nimbus: Sky 4","context_length":500000,"top_provider":{"context_length":500000},
                  "supported_parameters":["structured_outputs"]},
                 {"id":"nimbus/sky-5","name":"Nimbus: Sky 5","context_length":6000,"supported_parameters":[]}]}
                """);
        assertEquals("true false true null true null", features(offering("openrouter nimbus/open-7b")));
        assertEquals("true null true null true null", features(Importing.json("/models/nimbus/open-7b")));
        assertTrue(Importing.json("/models/nimbus/open-7b").get("contextWindow").isNull());
        assertEquals(
                2900, offering("openrouter nimbus/open-7b").get("contextWindow").asLong());
        assertEquals(
                500_000,
                Importing.json("/models/nimbus/sky-4").get("contextWindow").asLong());
        assertEquals("false true false null false null", features(offering("openrouter nimbus/sky-4")));
        assertEquals(UNKNOWN, features(offering("openrouter nimbus/sky-5")));
    }

    @Test
    void litellm_states_features_and_limits_the_input_beside_an_output_limit() {
        Importing.done("format=modeltree", """
                {"type":"model","id":"nimbus/sky-6","name":"Sky 6","aliases":["sky-6"]}
                {"type":"model","id":"nimbus/sky-7","name":"Sky 7","aliases":["sky-7"]}
                """);
        Importing.done("format=litellm", """
                {"sky-6":{"litellm_provider":"nimbus","mode":"chat","max_input_tokens":272000,"max_output_tokens":128000,
                  "supports_function_calling":true,"supports_response_schema":false,"supports_vision":false,"supports_pdf_input":true,
                  "supports_native_streaming":true},
                 "sky-7":{"litellm_provider":"nimbus","mode":"embedding","max_input_tokens":8191,"supports_vision":false}}
                """);
        assertEquals("null 272000 128000 null", limits(offering("nimbus sky-6")));
        assertEquals("true false null true null true", features(offering("nimbus sky-6")));
        assertEquals("8191 null null null", limits(offering("nimbus sky-7")));
        assertEquals("null null null false null null", features(offering("nimbus sky-7")));
        assertTrue(Importing.json("/models/nimbus/sky-6").get("contextWindow").isNull());
    }

    private static String ids(String query) {
        List<String> ids = new ArrayList<>();
        Importing.json("/models?" + query)
                .get("data")
                .forEach(model -> ids.add(model.get("id").asText()));
        return String.join(" ", ids);
    }

    @Test
    void a_list_selects_models_that_have_all_features_and_counts_them() {
        Importing.done("format=modeltree", """
                {"type":"model","id":"nimbus/a","name":"A","supports":{"tools":true,"structuredOutput":true,"streaming":false}}
                {"type":"model","id":"nimbus/b","name":"B","supports":{"tools":true,"structuredOutput":false}}
                {"type":"model","id":"nimbus/c","name":"C","supports":{"tools":null}}
                {"type":"model","id":"nimbus/d","name":"D"}
                """);
        assertEquals("nimbus/a nimbus/b", ids("supports=tools"));
        assertEquals("nimbus/a", ids("supports=tools,structuredOutput"));
        assertEquals("nimbus/a", ids("supports=structuredOutput,tools&vendor=nimbus&sort=-name"));
        assertEquals("", ids("supports=streaming"));
        JsonNode page = Importing.json("/models?supports=tools&facets=supports");
        assertEquals(2, page.at("/meta/total").asInt());
        assertEquals(
                "[{\"value\":\"tools\",\"count\":2},{\"value\":\"structuredOutput\",\"count\":1}]",
                page.at("/facets/supports").toString());
        assertEquals(
                page.at("/facets/supports"),
                Importing.json("/models?facets=supports").at("/facets/supports"));
        JsonNode problem =
                Importing.get("/models?supports=tools,telepathy").is(400).json();
        assertTrue(problem.at("/errors/0/detail").asText().contains("structuredOutput"), problem::toString);
        Importing.curate("PATCH", "/models/nimbus/b", "{\"supports\": {\"tools\": false, \"structuredOutput\": null}}")
                .is(200);
        assertEquals("nimbus/a", ids("supports=tools"));
        assertEquals("false null null null null null", features(Importing.json("/models/nimbus/b")));
        long before = Importing.revision();
        Importing.curate("PATCH", "/models/nimbus/a", "{\"supports\": null}").is(200);
        assertEquals(UNKNOWN, features(Importing.json("/models/nimbus/a")));
        assertEquals(
                "true true null null null false", features(Importing.json("/models/nimbus/a?atRevision=" + before)));
    }

    @Test
    void another_catalog_adds_features_and_contradicts_none_that_is_more_trusted() {
        Importing.done("format=models.dev", """
                {"nimbus/sky-8":{"id":"nimbus/sky-8","name":"Sky 8","tool_call":false,"reasoning":true}}
                """);
        JsonNode report = Importing.done("format=openrouter", """
                {"data":[{"id":"nimbus/sky-8","name":"Nimbus: Sky 8","supported_parameters":["tools","temperature"]}]}
                """);
        assertEquals("false null true null true null", features(Importing.json("/models/nimbus/sky-8")));
        assertEquals("supports", report.at("/kept/0/fact").asText(), report::toString);
        Importing.curate("PATCH", "/models/nimbus/sky-8", "{\"supports\": {\"tools\": true}}")
                .is(200);
        Importing.done("format=models.dev", """
                {"nimbus/sky-8":{"id":"nimbus/sky-8","name":"Sky 8","tool_call":false,"attachment":true}}
                """);
        assertEquals("true null true null true null", features(Importing.json("/models/nimbus/sky-8")));
    }

    @Test
    void a_table_states_features_as_two_lists() {
        JsonNode report = Importing.done("format=csv", """
                id,name,supports,lacks
                nimbus/e,E,tools; structured output,streaming
                """);
        assertEquals(0, report.get("rejected").asInt(), report::toString);
        assertEquals("true true null null null false", features(Importing.json("/models/nimbus/e")));
        String table = Importing.get("/export?format=csv").is(200).text();
        assertTrue(table.contains("tools; structuredOutput,streaming"), table);
        JsonNode both = Importing.post("format=csv", "id,name,supports,lacks\nnimbus/f,F,tools,tools\n")
                .is(422)
                .json();
        assertTrue(both.toString().contains("must not name a feature that supports names"), both::toString);
    }
}
