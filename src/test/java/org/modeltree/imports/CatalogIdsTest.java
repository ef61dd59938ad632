package org.modeltree.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.modeltree.imports.Importing.done;
import static org.modeltree.imports.Importing.get;
import static org.modeltree.imports.Importing.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;
import org.modeltree.imports.Importing.Answer;

/** Ids of other catalogs: which models they create, which ones they mean, and how they resolve. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.class)
class CatalogIdsTest {

    private static final String MODELS = """
            {"type":"model","id":"lumen/beam-4.2","name":"Beam 4.2","releaseDate":"2030-03-01","kind":"reasoning"}
            {"type":"model","id":"lumen/beam-4.2-mini","name":"Beam 4.2 mini","releaseDate":"2030-03-01"}
            {"type":"model","id":"lumen/beam-3","name":"Beam 3","releaseDate":"2029-01-01","aliases":["lumen/beam-latest"]}
            {"type":"model","id":"meta/llama-9-8b","name":"Llama 9 8B","kind":"base","openWeights":true}
            {"type":"model","id":"meta/llama-9-8b-instruct","name":"Llama 9 8B Instruct","kind":"instruct","openWeights":true}
            """;

    @BeforeEach
    void empty() {
        Importing.empty();
    }

    private static List<String> modelIds() {
        return List.copyOf(Importing.models().keySet());
    }

    private static String offeringsOf(String model) {
        TreeSet<String> offerings = new TreeSet<>();
        json("/models/" + model + "/offerings")
                .get("data")
                .forEach(one -> offerings.add(
                        one.at("/provider/id").asText() + " " + one.get("id").asText()));
        return String.join(", ", offerings);
    }

    @Test
    void parts_of_a_path_are_no_vendors_and_no_models() {
        JsonNode report = done("format=models.dev", """
                {"harbor-cn": {"id": "harbor-cn", "name": "Harbor", "models": {
                  "siliconflow/qwen9-coder": {"id": "siliconflow/qwen9-coder", "name": "siliconflow/qwen9-coder"},
                  "TEE/qwen9-coder": {"id": "TEE/qwen9-coder", "name": "Qwen9 Coder TEE"},
                  "accounts/harbor/models/ray-x": {"id": "accounts/harbor/models/ray-x", "name": "Ray X"},
                  "some_lab/RAY/models/ray-y": {"id": "some_lab/RAY/models/ray-y", "name": "Ray Y"},
                  "fal-ai/speaker/tts/ray-z": {"id": "fal-ai/speaker/tts/ray-z", "name": "Ray Z"}}},
                 "azure": {"id": "azure", "name": "Azure", "models": {
                  "qwen9-coder": {"id": "qwen9-coder", "name": "Qwen9 Coder"}}},
                 "novita-ai": {"id": "novita-ai", "name": "Novita", "models": {
                  "qwen/qwen9-coder": {"id": "qwen/qwen9-coder", "name": "Qwen: Qwen9 Coder (free)"}}}}
                """);
        assertEquals(List.of("alibaba/qwen9-coder"), modelIds());
        assertEquals(
                "Qwen9 Coder", json("/models/alibaba/qwen9-coder").get("name").asText());
        assertEquals(
                "azure qwen9-coder, harbor-cn TEE/qwen9-coder, harbor-cn siliconflow/qwen9-coder,"
                        + " novita-ai qwen/qwen9-coder",
                offeringsOf("alibaba/qwen9-coder"));
        assertEquals(3, report.get("unmatchedTotal").asInt());
        assertEquals(1, json("/vendors").at("/meta/total").asInt());
    }

    @Test
    void an_offering_in_two_catalogs_is_one_at_one_provider() {
        done("format=modeltree", MODELS);
        done("format=litellm", """
                {"openrouter/lumen/beam-4.2": {"litellm_provider": "openrouter", "mode": "chat", "input_cost_per_token": 3e-06, "output_cost_per_token": 9e-06},
                 "bedrock/us-east-1/lumen.beam-4.2-v1:0": {"litellm_provider": "bedrock", "mode": "chat", "input_cost_per_token": 4e-06},
                 "lumen.beam-4.2-v1:0": {"litellm_provider": "bedrock_converse", "mode": "chat", "input_cost_per_token": 3e-06}}
                """);
        done("format=models.dev", """
                {"amazon-bedrock": {"id": "amazon-bedrock", "name": "Amazon Bedrock", "models": {
                  "lumen.beam-4.2-v1:0": {"id": "lumen.beam-4.2-v1:0", "name": "Beam 4.2", "cost": {"input": 2, "output": 6}}}},
                 "openrouter": {"id": "openrouter", "name": "OpenRouter", "models": {
                  "lumen/beam-4.2": {"id": "lumen/beam-4.2", "name": "Beam 4.2", "cost": {"input": 2, "output": 6}}}}}
                """);
        JsonNode offerings = json("/models/lumen/beam-4.2/offerings").get("data");
        assertEquals(
                "amazon-bedrock lumen.beam-4.2-v1:0, amazon-bedrock us-east-1/lumen.beam-4.2-v1:0,"
                        + " openrouter lumen/beam-4.2",
                offeringsOf("lumen/beam-4.2"));
        for (JsonNode offering : offerings) {
            if (offering.at("/provider/id").asText().equals("openrouter")) {
                // models.dev is the more trusted of the two.
                JsonNode prices = offering.get("prices");
                assertEquals("2", prices.get(prices.size() - 1).get("input").asText(), prices::toString);
            }
        }
        JsonNode exported = get("/export?format=openrouter").is(200).json().get("data");
        List<String> ids = new ArrayList<>();
        exported.forEach(entry -> ids.add(entry.get("id").asText()));
        assertTrue(ids.contains("lumen/beam-4.2"), ids::toString);
    }

    @Test
    void routers_and_snapshots_are_no_new_models() {
        done("format=openrouter", """
                {"data": [
                  {"id": "openrouter/steer", "name": "Steer", "pricing": {"prompt": "0.000001", "completion": "0.000001"}},
                  {"id": "openai/gpt-19-2030-05-05", "name": "OpenAI: GPT-19 (2030-05-05)", "pricing": {"prompt": "0.000001"}},
                  {"id": "openai/gpt-19", "name": "OpenAI: GPT-19", "pricing": {"prompt": "0.000001"}},
                  {"id": "openai/gpt-20-2031-05-05", "name": "OpenAI: GPT-20 (2031-05-05)", "pricing": {"prompt": "0.000001"}}]}
                """);
        // GPT-20 has no other id, so its snapshot is the model.
        assertEquals(List.of("openai/gpt-19", "openai/gpt-20-2031-05-05"), modelIds());
    }

    @Test
    void all_offerings_of_a_snapshot_that_is_the_model_find_it_at_once() {
        String file = """
                {"azure/eu/gpt-21-2032-06-06": {"litellm_provider": "azure", "mode": "chat", "input_cost_per_token": 4e-06},
                 "openrouter/openai/gpt-21-2032-06-06": {"litellm_provider": "openrouter", "mode": "chat", "input_cost_per_token": 3e-06},
                 "gpt-21-2032-06-06": {"litellm_provider": "openai", "mode": "chat", "input_cost_per_token": 3e-06}}
                """;
        JsonNode report = done("format=litellm", file);
        assertEquals(0, report.get("unmatchedTotal").asInt(), report::toString);
        assertEquals(List.of("openai/gpt-21-2032-06-06"), modelIds());
        Importing.assertAllUnchanged("format=litellm", file.getBytes(StandardCharsets.UTF_8), report);
    }

    @Test
    void an_id_resolves_by_the_rules_of_imports() {
        done("format=modeltree", MODELS);
        assertResolves("canonical true true", "lumen/beam-4.2", "lumen/beam-4.2");
        assertResolves("alias true true", "LUMEN/beam-4.2", "lumen/beam-4.2");
        assertResolves("spelling true false", "beam-4-2", "lumen/beam-4.2");
        assertResolves("spelling true true", "lumen/beam_4-2", "lumen/beam-4.2");
        assertResolves("snapshot true true", "lumen/beam-4.2-2030-02-20", "lumen/beam-4.2");
        assertResolves("snapshot false false", "lumen/beam-4.2-2030-09-01", "lumen/beam-4.2");
        assertResolves("region true false", "azure/eu/beam-4.2", "lumen/beam-4.2");
        assertResolves("provider_path true true", "openrouter/lumen/beam-4.2:free", "lumen/beam-4.2");
        assertResolves("snapshot true false", "~lumen/beam-mini-latest", "lumen/beam-4.2-mini");
        assertResolves("alias true false", "lumen/beam-latest", "lumen/beam-3");
        JsonNode latest = json("/resolve?id=lumen/beam-4.2-latest");
        assertEquals("2030-03-01", latest.at("/since/value").asText(), latest::toString);
        Answer unknown = get("/resolve?id=beam-4.2-maxi").is(404);
        assertEquals("lumen/beam-4.2-mini", unknown.json().at("/suggestions/0").asText(), unknown::text);
    }

    @Test
    void the_right_version_is_suggested_first() {
        done("format=modeltree", """
                {"type":"model","id":"lumen/claro-3-sonnet","name":"Claro 3 Sonnet"}
                {"type":"model","id":"lumen/claro-3-5-sonnet","name":"Claro 3.5 Sonnet"}
                {"type":"model","id":"lumen/claro-3-7-sonnet-20300219","name":"Claro 3.7 Sonnet"}
                """);
        for (String path : List.of("/resolve?id=claro-3.7-sonet", "/models/lumen/claro-3.7-sonet")) {
            Answer unknown = get(path).is(404);
            assertEquals(
                    "lumen/claro-3-7-sonnet-20300219",
                    unknown.json().at("/suggestions/0").asText(),
                    unknown::text);
        }
        assertEquals(
                "lumen/claro-3-7-sonnet-20300219",
                posted(List.of("claro-3.7-sonet"))
                        .is(200)
                        .json()
                        .at("/data/0/suggestions/0")
                        .asText());
    }

    @Test
    void an_id_without_a_model_has_suggestions_alone_and_among_others() {
        done("format=modeltree", """
                {"type":"model","id":"microsoft/phi-9","name":"Phi-9","kind":"instruct"}
                {"type":"model","id":"meta/llama-9-8b-instruct","name":"Llama 9 8B Instruct","kind":"instruct"}
                """);
        for (String id : List.of("phi9:14b", "hf.co/someone/Phi-9-abliterated-GGUF")) {
            assertEquals(
                    "microsoft/phi-9",
                    get("/resolve?id=" + id).is(404).json().at("/suggestions/0").asText(),
                    id);
            assertEquals(
                    "microsoft/phi-9",
                    posted(List.of(id))
                            .is(200)
                            .json()
                            .at("/data/0/suggestions/0")
                            .asText(),
                    id);
        }
        assertResolves(
                "provider_path false false", "hf.co/someone/Llama-9-8B-Instruct-GGUF", "meta/llama-9-8b-instruct");
    }

    @Test
    void an_alias_without_a_number_may_mean_another_version_later() {
        done("format=modeltree", """
                {"type":"model","id":"lumen/ray-4","name":"Ray 4","aliases":["lumen/ray-chat","ray-chat","lumen/ray-4-chat"]}
                """);
        assertResolves("alias true false", "ray-chat", "lumen/ray-4");
        assertResolves("alias true false", "lumen/ray-chat", "lumen/ray-4");
        assertResolves("alias true true", "lumen/ray-4-chat", "lumen/ray-4");
        assertRedirects(307, "/models/lumen/ray-chat", "/models/lumen/ray-4");
        assertRedirects(308, "/models/lumen/ray-4-chat", "/models/lumen/ray-4");
    }

    private static void assertResolves(String expected, String given, String model) {
        JsonNode answer = json("/resolve?id=" + given);
        assertEquals(
                model + " " + expected,
                answer.get("id").asText() + " " + answer.get("reason").asText() + " " + answer.get("certain") + " "
                        + answer.get("fixed"),
                given);
    }

    @Test
    void certain_ids_redirect_reads_and_name_the_model_to_writers() {
        done("format=modeltree", MODELS);
        assertRedirects(308, "/models/lumen/Beam_4.2/card?lang=en", "/models/lumen/beam-4.2/card?lang=en");
        assertRedirects(308, "/models/lumen/beam-4.2-20300220", "/models/lumen/beam-4.2");
        assertRedirects(307, "/models/beam-4-2/scores", "/models/lumen/beam-4.2/scores");
        assertRedirects(307, "/models/lumen/beam-latest", "/models/lumen/beam-3");
        Answer likely = get("/models/lumen/beam-4.2-2030-09-01").is(404);
        assertEquals("lumen/beam-4.2", likely.json().at("/suggestions/0").asText(), likely::text);
        Answer written = Importing.curate("PATCH", "/models/lumen/Beam_4.2", "{\"licence\": \"MIT\"}")
                .is(404);
        assertEquals("lumen/beam-4.2", written.json().at("/suggestions/0").asText());
        // A new model may have an id that is spelled like another one.
        assertEquals(
                201,
                Importing.write("PUT", "/models/lumen/beam-42", "{\"name\": \"Beam 42\"}", "If-None-Match", "*")
                        .status());
        get("/models/lumen/beam-42").is(200);
    }

    private static void assertRedirects(int status, String path, String target) {
        Answer answer = get(path).is(status);
        assertEquals("/api/v1" + target, answer.header("Location"));
        assertTrue(answer.header("Cache-Control").contains("max-age=60"), path);
    }

    @Test
    void many_ids_resolve_in_one_request() {
        done("format=modeltree", MODELS);
        done("format=litellm", """
                {"groq/our-beam": {"litellm_provider": "groq", "mode": "chat"}}
                """);
        List<String> ids =
                new ArrayList<>(List.of("beam-4-2", "lumen/beam-4.2", "beam-4-2", "llama-9-8b", "nothing at all"));
        IntStream.range(0, 995).forEach(i -> ids.add("lumen/beam-" + i + "-x"));
        Importing.Answer given = posted(ids).is(200);
        JsonNode answer = given.json();
        assertEquals(1_000, answer.get("data").size());
        assertEquals(Long.toString(Importing.revision()), given.header("Modeltree-Revision"));
        JsonNode first = answer.at("/data/0");
        assertEquals("lumen/beam-4.2", first.get("id").asText());
        assertEquals("Beam 4.2", first.get("name").asText());
        assertEquals(first, answer.at("/data/2"));
        assertEquals("canonical", answer.at("/data/1/reason").asText());
        assertEquals("meta/llama-9-8b", answer.at("/data/3/id").asText());
        assertTrue(answer.at("/data/4/id").isNull());
        assertNull(answer.at("/data/4").get("suggestions").get(0));
    }

    private static Answer posted(List<String> ids) {
        return Importing.send(
                "POST",
                "/resolve",
                Importing.JSON
                        .createObjectNode()
                        .set("ids", Importing.JSON.valueToTree(ids))
                        .toString()
                        .getBytes(StandardCharsets.UTF_8),
                "Content-Type",
                "application/json");
    }

    @Test
    void a_wrong_request_for_many_ids_says_what_is_wrong() {
        assertFault("/ids", "{}");
        assertFault("/ids", "{\"ids\": []}");
        assertFault("/ids/1", "{\"ids\": [\"a\", 7]}");
        assertFault("/ids/0", "{\"ids\": [\"" + "x".repeat(402) + "\"]}");
        assertFault("", "{\"ids\": [\"a\"], \"id\": \"b\"}");
        assertFault("", "[]");
        assertFault("", "{");
        assertEquals(
                400,
                posted(IntStream.range(0, 1_001).mapToObj(i -> "x" + i).toList())
                        .status());
    }

    private static void assertFault(String pointer, String body) {
        Answer answer = Importing.send(
                "POST", "/resolve", body.getBytes(StandardCharsets.UTF_8), "Content-Type", "application/json");
        assertEquals(400, answer.status(), answer::text);
        assertEquals(pointer, answer.json().at("/errors/0/pointer").asText(), answer::text);
    }

    @Test
    void what_a_catalog_states_about_the_latest_model_of_a_series_is_not_a_fact_of_a_certain_one() {
        Importing.done("format=modeltree", """
                {"type":"model","id":"heron/reed-2","name":"Reed 2","aliases":["heron/reed-latest"]}
                """);
        JsonNode report = Importing.done("format=models.dev", """
                {"heron/reed-latest": {"id": "heron/reed-latest", "name": "Reed (latest)", "release_date": "2026-05-01",
                  "limit": {"context": 9000}}}
                """);
        JsonNode model = Importing.json("/models/heron/reed-2");
        assertEquals("Reed 2", model.get("name").asText());
        assertTrue(
                model.get("releaseDate").isNull() && model.get("contextWindow").isNull(), model::toString);
        assertEquals("heron/reed-latest", report.at("/notes/0/value").asText(), report::toString);
    }

    @Test
    void routers_and_the_latest_model_of_a_series_become_no_models() {
        Importing.empty();
        JsonNode report = Importing.done("format=openrouter", """
                {"data":[{"id":"openai/gpt-chat-latest","name":"OpenAI: GPT Chat Latest","pricing":{"prompt":"0.000001","completion":"0.000002"}},
                 {"id":"moonshotai/kimi-latest-8k","name":"Kimi Latest","pricing":{"prompt":"0.000001","completion":"0.000002"}},
                 {"id":"switchpoint/router","name":"Switchpoint Router","pricing":{"prompt":"0.000001","completion":"0.000002"}},
                 {"id":"openai/gpt-7-chat-latest","name":"OpenAI: GPT-7 Chat","pricing":{"prompt":"0.000001","completion":"0.000002"}}]}
                """);
        assertEquals(3, report.get("unmatchedTotal").asInt(), report::toString);
        assertEquals("[openai/gpt-7-chat-latest]", Importing.models().keySet().toString());
    }
}
