package org.modeltree.formats.litellm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.modeltree.formats.source.JsonSource;
import org.modeltree.formats.source.RecordedCatalog;

class LiteLlmWriterTest {

    private static final LocalDate TODAY = LocalDate.of(2031, 7, 1);

    private static final String RECORDS = """
            {"type":"model","id":"lumen/one","name":"One","kind":"reasoning","modalities":{"input":["text","image","pdf"],"output":["text"]}}
            {"type":"offering","provider":"openai","id":"one","model":"lumen/one","contextWindow":128000,"maxOutput":16384,"supports":{"tools":true,"attachments":true,"reasoning":true},"source":"https://a.example/one","retiredDate":"2032-01-31","prices":[{"kind":"metered","input":"2.5","output":"10","cacheRead":"1.25","to":"2031-07-01"},{"kind":"metered","input":"2","output":"8","cacheRead":"0.5","from":"2031-07-01"},{"kind":"metered","input":"4","output":"12","minContextTokens":200000},{"kind":"metered","mode":"batch","input":"1","output":"4"},{"kind":"metered","mode":"turbo","input":"9","output":"9"},{"kind":"metered","currency":"EUR","mode":"flex","input":"7","output":"7"}]}
            {"type":"offering","provider":"cohere","id":"one","model":"lumen/one","contextWindow":4096,"prices":[{"kind":"free"}]}
            {"type":"offering","provider":"vercel","id":"lumen/one","model":"lumen/one","maxInput":3000,"prices":[{"kind":"subscription"}]}
            {"type":"offering","provider":"groq","id":"gone","model":"lumen/one","lastSeen":"2031-01-01"}
            {"type":"model","id":"lumen/two","name":"Two","kind":"speech","modalities":{"input":["audio"],"output":["text"]}}
            {"type":"offering","provider":"deepgram","id":"two","model":"lumen/two","prices":[{"kind":"metered","perInputSecond":"0.0001"}]}
            {"type":"model","id":"lumen/three","name":"Three","kind":"reranking"}
            {"type":"offering","provider":"amazon-bedrock","id":"lumen.three-v1:0","model":"lumen/three","prices":[{"kind":"metered","perSearch":"0.002"}]}
            {"type":"model","id":"lumen/four","name":"Four"}
            {"type":"offering","provider":"deepseek","id":"four","model":"lumen/four","maxInput":64000,"maxOutput":8000,"prices":[{"kind":"metered","input":"0.27","output":"1.1"},{"kind":"metered","input":"0.135","output":"0.55","window":{"from":"16:30","to":"00:30","timeZone":"UTC"}}]}
            """;

    private static List<ObjectNode> records(String text) throws IOException {
        List<ObjectNode> records = new ArrayList<>();
        for (String line : text.lines().toList()) {
            records.add((ObjectNode) JsonSource.JSON.readTree(line));
        }
        return records;
    }

    private static String written(List<ObjectNode> records) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new LiteLlmWriter().write(records.iterator(), TODAY, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static JsonNode entries() throws IOException {
        return JsonSource.JSON.readTree(written(records(RECORDS)));
    }

    @Test
    void keys_are_those_of_litellm() throws IOException {
        List<String> keys = new ArrayList<>();
        entries().fieldNames().forEachRemaining(keys::add);
        assertEquals(
                List.of(
                        "one",
                        "cohere/one",
                        "vercel_ai_gateway/lumen/one",
                        "deepgram/two",
                        "lumen.three-v1:0",
                        "deepseek/four"),
                keys);
    }

    @Test
    void an_entry_has_limits_features_and_the_prices_of_the_day() throws IOException {
        assertEquals(
                "{\"cache_read_input_token_cost\":5E-7,\"deprecation_date\":\"2032-01-31\","
                        + "\"input_cost_per_token\":0.000002,\"input_cost_per_token_above_200k_tokens\":0.000004,"
                        + "\"input_cost_per_token_batches\":0.000001,\"litellm_provider\":\"openai\","
                        + "\"max_input_tokens\":128000,\"max_output_tokens\":16384,\"max_tokens\":16384,"
                        + "\"metadata\":{\"model\":\"lumen/one\",\"context_window\":128000},\"mode\":\"chat\","
                        + "\"output_cost_per_token\":0.000008,\"output_cost_per_token_above_200k_tokens\":0.000012,"
                        + "\"output_cost_per_token_batches\":0.000004,\"source\":\"https://a.example/one\","
                        + "\"supported_modalities\":[\"text\",\"image\"],\"supported_output_modalities\":[\"text\"],"
                        + "\"supports_function_calling\":true,\"supports_pdf_input\":true,\"supports_reasoning\":true,"
                        + "\"supports_vision\":true}",
                entries().get("one").toString());
    }

    @Test
    void what_has_no_price_per_token_has_the_keys_of_its_unit() throws IOException {
        JsonNode entries = entries();
        assertEquals("0", entries.at("/cohere~1one/input_cost_per_token").toString());
        assertFalse(entries.get("vercel_ai_gateway/lumen/one").has("input_cost_per_token"));
        assertEquals("audio_transcription", entries.at("/deepgram~1two/mode").asText());
        assertEquals(
                "0.0001", entries.at("/deepgram~1two/input_cost_per_second").toString());
        assertEquals("rerank", entries.at("/lumen.three-v1:0/mode").asText());
        assertEquals(
                "0.002", entries.at("/lumen.three-v1:0/input_cost_per_query").toString());
        assertEquals(
                "[{\"hours_utc\":\"16:30-00:30\"}]",
                entries.at("/deepseek~1four/off_peak_pricing/windows").toString());
    }

    @Test
    void reading_it_back_gives_the_same_offerings_of_the_same_models() throws IOException {
        List<ObjectNode> records = records(RECORDS);
        RecordedCatalog again = RecordedCatalog.ofText(new LiteLlmReader(), written(records));
        assertEquals(Map.of(), again.rejected);
        int compared = 0;
        for (ObjectNode record : records) {
            if (!record.path("type").asText().equals("offering") || record.has("lastSeen")) {
                continue;
            }
            RecordedCatalog.Offered offered = again.offerings.get(
                    record.get("provider").asText() + " " + record.get("id").asText());
            assertEquals(record.get("model").asText(), offered.hints().link());
            assertEquals(null, offered.proposed());
            for (String key : List.of("contextWindow", "maxInput", "maxOutput", "source", "retiredDate")) {
                assertEquals(record.path(key).asText(), offered.line().path(key).asText(), () -> record + " " + key);
            }
            for (JsonNode supported : record.path("supports")) {
                assertEquals(record.get("supports"), offered.line().get("supports"), supported::toString);
            }
            compared++;
        }
        assertEquals(6, compared);
        assertEquals(
                "[{\"kind\":\"metered\",\"input\":\"2\",\"output\":\"8\",\"cacheRead\":\"0.5\"},"
                        + "{\"kind\":\"metered\",\"minContextTokens\":200000,\"input\":\"4\",\"output\":\"12\"},"
                        + "{\"kind\":\"metered\",\"mode\":\"batch\",\"input\":\"1\",\"output\":\"4\"}]",
                again.offerings.get("openai one").line().get("prices").toString());
        assertEquals(
                "[{\"kind\":\"metered\",\"input\":\"0.27\",\"output\":\"1.1\"},{\"kind\":\"metered\",\"window\":"
                        + "{\"from\":\"16:30\",\"to\":\"00:30\",\"timeZone\":\"UTC\"},\"input\":\"0.135\",\"output\":\"0.55\"}]",
                again.offerings.get("deepseek four").line().get("prices").toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "aimlapi",
                "alibaba",
                "amazon-bedrock",
                "azure",
                "azure-ai",
                "black-forest-labs",
                "cloudflare-workers-ai",
                "cohere",
                "deepinfra",
                "digitalocean",
                "fal-ai",
                "featherless-ai",
                "fireworks-ai",
                "friendli",
                "github-copilot",
                "github-models",
                "google",
                "google-vertex",
                "jina-ai",
                "lambda",
                "llama",
                "moonshotai",
                "nlp-cloud",
                "novita-ai",
                "nvidia",
                "openai",
                "openrouter",
                "snowflake-cortex",
                "togetherai",
                "vercel",
                "voyage",
                "xai",
                "zai"
            })
    void the_name_of_a_provider_leads_back_to_it(String provider) {
        String route = LiteLlmRoutes.of(provider);
        assertEquals(provider, LiteLlmNames.provider(route).orElseThrow());
        for (String mode : List.of("chat", "completion", "embedding")) {
            assertEquals(
                    provider,
                    LiteLlmNames.provider(LiteLlmRoutes.of(provider, mode)).orElseThrow());
        }
        assertEquals("a/b", LiteLlmNames.offering(route + "/a/b", provider));
    }

    @Test
    void features_that_the_offering_does_not_state_are_those_of_its_model() throws IOException {
        JsonNode entries = JsonSource.JSON.readTree(written(records("""
                {"type":"model","id":"lumen/one","name":"One","modalities":{"input":["text","pdf"]},"supports":{"tools":true,"reasoning":false,"attachments":true}}
                {"type":"offering","provider":"groq","id":"silent","model":"lumen/one"}
                {"type":"offering","provider":"groq","id":"stating","model":"lumen/one","supports":{"tools":false,"attachments":false,"streaming":true}}
                """)));
        assertEquals(
                "true false true true",
                supports(entries.get("groq/silent"), "function_calling", "reasoning", "vision", "pdf_input"));
        assertFalse(entries.get("groq/silent").has("supports_native_streaming"));
        assertEquals(
                "false false false true",
                supports(entries.get("groq/stating"), "function_calling", "reasoning", "vision", "native_streaming"));
        assertFalse(entries.get("groq/stating").has("supports_pdf_input"));
    }

    @Test
    void modalities_of_the_model_are_flags_too() throws IOException {
        JsonNode entries = JsonSource.JSON.readTree(written(records("""
                {"type":"model","id":"lumen/one","name":"One","modalities":{"input":["text","image","pdf","audio","video"],"output":["text","audio"]}}
                {"type":"offering","provider":"groq","id":"silent","model":"lumen/one"}
                {"type":"offering","provider":"groq","id":"stating","model":"lumen/one","supports":{"attachments":false}}
                {"type":"model","id":"lumen/two","name":"Two","modalities":{"input":["text"],"output":["text"]}}
                {"type":"offering","provider":"groq","id":"two","model":"lumen/two"}
                """)));
        assertEquals(
                "true true true true true",
                supports(
                        entries.get("groq/silent"),
                        "vision",
                        "pdf_input",
                        "audio_input",
                        "audio_output",
                        "video_input"));
        assertEquals("false", supports(entries.get("groq/stating"), "vision"));
        assertFalse(entries.get("groq/stating").has("supports_pdf_input"));
        assertFalse(entries.get("groq/two").toString().contains("supports_"), entries::toString);
    }

    private static String supports(JsonNode entry, String... features) {
        return Stream.of(features)
                .map(feature -> entry.get("supports_" + feature).asText())
                .collect(Collectors.joining(" "));
    }

    @Test
    void an_empty_catalog_is_an_empty_object() throws IOException {
        assertEquals("{}", written(List.of()));
        assertTrue(written(records("{\"type\":\"model\",\"id\":\"a/b\",\"name\":\"B\"}"))
                .equals("{}"));
    }
}
