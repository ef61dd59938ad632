package org.modeltree.formats.litellm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.modeltree.formats.source.CatalogReader;
import org.modeltree.formats.source.CatalogSink;
import org.modeltree.formats.source.MalformedCatalog;
import org.modeltree.formats.source.Published;
import org.modeltree.formats.source.RecordedRows;
import org.modeltree.identity.OfferingDescriptor;

class LiteLlmReaderTest {

    private static final CatalogReader FORMAT = new LiteLlmReader();

    private final RecordedRows recorded = RecordedRows.ofFixture(FORMAT, "litellm.json");

    private JsonNode prices(String id) throws IOException {
        // Written and read, so that equal numbers are equal nodes.
        return json(recorded.offeredUnder(id).offering().path("prices").toString());
    }

    @Test
    void prices_per_token_are_exact_decimals_per_million() throws IOException {
        assertEquals(
                json("[{'kind':'metered','input':'2.5','output':'10','cacheRead':'1.25'},"
                        + "{'kind':'metered','mode':'batch','input':'1.25','output':'5'},"
                        + "{'kind':'metered','mode':'flex','input':'1.2','output':'4.8'},"
                        + "{'kind':'metered','mode':'priority','input':'4.25','output':'17'}]"),
                prices("acme-large"));
        assertEquals(json("[{'kind':'metered','input':'0.1','output':'0.7'}]"), prices("acme/prices-as-text"));
        assertEquals(json("[{'kind':'metered','input':'3200','output':'9710'}]"), prices("azure_ai/far-too-dear"));
    }

    @Test
    void tiers_by_the_size_of_the_prompt_have_their_own_points() throws IOException {
        assertEquals(
                json("[{'kind':'metered','input':'1.25','output':'5','cacheRead':'0.3125','cacheWriteOneHour':'9'},"
                        + "{'kind':'metered','minContextTokens':128000,'input':'2.5','output':'10',"
                        + "'perInputCharacter':'0.0000001'},"
                        + "{'kind':'metered','minContextTokens':200000,'input':'3','output':'12','cacheRead':'0.6'},"
                        + "{'kind':'metered','mode':'batch','minContextTokens':200000,'input':'1.5'}]"),
                prices("gemini/tiered-pro"));
        assertEquals(
                json("[{'kind':'metered','input':'0.4','output':'1.2'},"
                        + "{'kind':'metered','minContextTokens':256000,'input':'1.2','output':'3.6'}]"),
                prices("dashscope/qwen-listed-tiers"));
    }

    @Test
    void a_cost_of_0_is_not_free() throws IOException {
        assertEquals(json("[{'kind':'unknown'}]"), prices("ollama/tiny:7b"));
        assertEquals(json("[{'kind':'metered','input':'0.02','output':'0'}]"), prices("text-vectors-small"));
        assertEquals(
                json("[{'kind':'metered','input':'0','output':'0.28','perRequest':'0.005'}]"),
                prices("perplexity/pplx-paid-per-request"));
        assertTrue(recorded.noted("/ollama~1tiny:7b")
                .contains("a cost of 0 does not mean free; left out [input 0, output 0]"));
    }

    @Test
    void prices_of_pictures_have_their_own_units() throws IOException {
        assertEquals(
                json("[{'kind':'metered','perInputPixel':'0.00000024414','perOutputPixel':'0'}]"),
                prices("256-x-256/dall-e-2"));
        assertTrue(recorded.ignored.containsAll(List.of("*.a_new_key")));
        assertFalse(recorded.ignored.contains("*.max_input_tokens"));
    }

    @Test
    void only_limits_that_say_what_they_mean_are_read() {
        // Beside an output limit, the input limit is not the window.
        assertLimits("acme-large", null, 128000, 16384);
        assertLimits("max-is-output", null, 8192, 16384);
        assertLimits("dashscope/max-is-both", null, 30720, 8192);
        assertLimits("acme/limits-as-text", null, 64000, 4000);
        assertLimits("openrouter/acme/max-alone", null, null, null);
        assertLimits("text-moderation-judge", 32768, null, null);
        assertLimits("256-x-256/dall-e-2", null, null, null);
        assertEquals(
                List.of("max_tokens alone may limit input, output or both; left out [8191]"),
                recorded.noted("/openrouter~1acme~1max-alone"));
        assertEquals(
                "0 means no limit; left out [max_output_tokens]",
                recorded.noted("/text-moderation-judge").get(0));
    }

    private void assertLimits(String id, Integer context, Integer input, Integer output) {
        ObjectNode offering = recorded.offeredUnder(id).offering();
        assertEquals(
                context,
                offering.has("contextWindow") ? offering.get("contextWindow").intValue() : null,
                id);
        assertEquals(input, offering.has("maxInput") ? offering.get("maxInput").intValue() : null, id);
        assertEquals(
                output, offering.has("maxOutput") ? offering.get("maxOutput").intValue() : null, id);
    }

    @Test
    void examples_wildcards_and_classes_of_sizes_are_no_models() {
        assertEquals(List.of("is the example entry, left out [sample_spec]"), recorded.noted("/sample_spec"));
        assertEquals(
                List.of("a key with an asterisk stands for several models, left out [bedrock/*/1-month/acme.words]"),
                recorded.noted("/bedrock~1*~11-month~1acme.words"));
        assertEquals(
                List.of("a price for all models of a size, left out [together-ai-4.1b-8b]"),
                recorded.noted("/together-ai-4.1b-8b"));
        assertTrue(recorded.offerings.stream()
                .noneMatch(offered -> offered.at().matches("/sample_spec|.*\\*.*|/together-ai-.*")));
    }

    @Test
    void a_date_of_deprecation_ends_the_offering() {
        assertEquals(
                "2025-06-06",
                recorded.offeredUnder("acme-large")
                        .offering()
                        .get("retiredDate")
                        .asText());
    }

    @Test
    void a_source_is_an_address() {
        assertEquals(
                "https://acme.example/prices",
                recorded.offeredUnder("acme-large").offering().get("source").asText());
        assertTrue(recorded.offeredUnder("max-is-output")
                .offering()
                .get("source")
                .asText()
                .startsWith("https://github.com/BerriAI/litellm/"));
        assertEquals(
                List.of("the source is not a URL; LiteLLM is stored as the source [seen somewhere]"),
                recorded.noted("/max-is-output"));
    }

    @Test
    void broken_entries_are_refused_one_by_one() {
        assertEquals(
                List.of(
                        "/wrong~1type max_input_tokens must be a whole number of tokens [many]",
                        "/wrong~1mode mode must be a string [7]",
                        "/negative input_cost_per_token must not be negative [-0.000001]",
                        "/huge input_cost_per_token must be an amount in USD [1e999999999]",
                        "/beyond input_cost_per_token must be below 1000000000 USD per 1M tokens [12345]",
                        "/not-a-number input_cost_per_token must be an amount in USD [NaN]",
                        "/broken-tokens max_output_tokens must be a whole number of tokens [12.5]",
                        "/no-such-day deprecation_date must be a date such as 2024-01-31 [2025-02-30]",
                        "/no-provider litellm_provider is required []",
                        "/not-an-object must be an object [not-an-object]",
                        "/twice-inside mode appears twice [twice-inside]",
                        "/acme-large the key appears twice; the first entry is kept [acme-large]"),
                recorded.rejected());
    }

    @Test
    void rules_of_the_library_among_the_models_are_left_out_and_refuse_nothing() {
        RecordedRows rows = RecordedRows.of(
                new LiteLlmReader(),
                "{\"fallback_rules\": {\"rules\": [{\"name\": \"any\"}]},"
                        + " \"harbor/one\": {\"litellm_provider\": \"harbor\", \"mode\": \"chat\"}}");
        assertEquals(List.of(), rows.rejected());
        assertEquals(List.of("has no key of a model, left out [fallback_rules]"), rows.noted("/fallback_rules"));
        assertEquals(1, rows.offerings.size());
    }

    @Test
    void parts_of_a_provider_are_that_provider_and_each_is_named_once() {
        List<String> providers = recorded.ofType("provider").stream()
                .map(line -> line.get("id").asText() + " " + line.get("name").asText())
                .toList();
        assertTrue(providers.contains("google-vertex Google Vertex AI"), providers::toString);
        assertTrue(providers.contains("amazon-bedrock Amazon Bedrock"), providers::toString);
        assertTrue(providers.contains("acme-cloud Acme Cloud!"), providers::toString);
        assertEquals(providers.size(), new TreeSet<>(providers).size());
        assertEquals(
                "google-vertex",
                recorded.offeredUnder("vertex_ai/claude-new@20250101").hints().provider());
    }

    @Test
    void keys_tell_name_link_and_vendor() {
        assertHints("acme-large", "acme-large", null, "openai", "openai/acme-large");
        assertHints("vertex_ai/claude-new@20250101", "claude-new-20250101", null, "anthropic", null);
        assertHints("deepinfra/Acme-Org/Words-7B", "Words-7B", "Acme-Org/Words-7B", "Acme-Org", null);
        assertHints("openrouter/acme/words-7b:nitro", "words-7b", "acme/words-7b", "acme", null);
        assertHints("us.acme.words-3-20250101-v1:0", "words-3-20250101", null, "acme", null);
        assertHints("acme.words-v2:1", "words-v2.1", null, "acme", null);
        assertHints("amazon.titan-like-v2:0", "titan-like-v2", null, "amazon", "amazon/titan-like-v2");
        assertHints("256-x-256/dall-e-2", "dall-e-2", null, "openai", "openai/dall-e-2");
        assertHints("azure/hd/1024-x-1024/dall-e-3", "dall-e-3", null, "openai", null);
        assertHints("ft:acme-large", "ft:acme-large", null, "openai", null);
        assertHints("acme-latest", "acme-latest", null, "openai", null);
        assertHints("groq/llama-3.3-70b-versatile", "llama-3.3-70b-versatile", null, "meta", null);
        // Which of a size is served, the first weights or those that follow instructions, such a name does not tell.
        assertHints("snowflake/llama3.1-8b", "llama3.1-8b", null, null, null);
        assertHints("vercel_ai_gateway/meta/llama-3.2-1b", "llama-3.2-1b", null, null, null);
        assertHints("cerebras/gpt-oss-120b", "gpt-oss-120b", null, "openai", null);
        assertHints("ollama/tiny:7b", "tiny:7b", null, null, null);
        assertHints("cloudflare/@cf/acme/words-int8", "words-int8", "acme/words-int8", "acme", null);
        assertHints("fireworks_ai/accounts/fireworks/models/words-v3p1", "words-v3p1", null, null, null);
    }

    @Test
    void sizes_and_steps_of_pictures_are_no_publishers() {
        for (String steps : List.of("50-steps", "max-steps")) {
            assertEquals(
                    new LiteLlmNames.ParsedKey("amazon-bedrock", "pictures-v1", null, "acme", null),
                    LiteLlmNames.of("512-x-512/" + steps + "/acme.pictures-v1", "bedrock", "amazon-bedrock"));
        }
    }

    private void assertHints(String id, String name, String link, String vendor, String proposed) {
        RecordedRows.Offered offered = recorded.offeredUnder(id);
        assertEquals(
                new OfferingDescriptor(
                        offered.hints().provider(), offered.hints().offering(), name, link, vendor),
                offered.hints());
        assertEquals(proposed, offered.proposed(), id);
    }

    @Test
    void offerings_have_the_providers_own_ids() {
        assertOffering("google-vertex", "claude-new@20250101", "vertex_ai/claude-new@20250101");
        assertOffering("deepinfra", "Acme-Org/Words-7B", "deepinfra/Acme-Org/Words-7B");
        assertOffering("openrouter", "acme/words-7b:nitro", "openrouter/acme/words-7b:nitro");
        assertOffering("amazon-bedrock", "us.acme.words-3-20250101-v1:0", "us.acme.words-3-20250101-v1:0");
        assertOffering("azure", "hd/1024-x-1024/dall-e-3", "azure/hd/1024-x-1024/dall-e-3");
        assertOffering("google", "tiered-pro", "gemini/tiered-pro");
        assertOffering(
                "fireworks-ai",
                "accounts/fireworks/models/words-v3p1",
                "fireworks_ai/accounts/fireworks/models/words-v3p1");
        assertEquals(
                List.of("is the same offering as another key, left out [openai/acme-large]"),
                recorded.noted("/openai~1acme-large"));
    }

    private void assertOffering(String provider, String id, String key) {
        OfferingDescriptor offered = recorded.offeredUnder(key).hints();
        assertEquals(provider + " " + id, offered.provider() + " " + offered.offering());
    }

    @Test
    void what_a_publisher_says_of_its_model_is_said_once() throws IOException {
        assertEquals(
                json(
                        "[{'type':'model','name':'acme-large','modalities':{'input':['text','image','pdf'],'output':['text']},"
                                + "'supports':{'attachments':true},"
                                + "'sources':[{'facts':['name','modalities','supports'],'source':'https://acme.example/prices'}]},"
                                + "{'type':'measurement','id':'max-output.litellm','benchmark':'max-output','raw':16384,"
                                + "'source':'https://acme.example/prices'}]"),
                json(recorded.offeredUnder("acme-large").about().toString()));
        assertEquals(
                "embedding",
                recorded.offeredUnder("text-vectors-small")
                        .about()
                        .get(0)
                        .get("kind")
                        .asText());
        assertEquals(
                List.of(), recorded.offeredUnder("deepinfra/Acme-Org/Words-7B").about());
        assertEquals(2, recorded.ofType("benchmark").size());
        assertEquals(List.of("unknown modality, left out [smell]"), recorded.noted("/acme-large"));
    }

    @Test
    void a_file_of_another_kind_is_malformed_as_a_whole() {
        assertMalformed("", "The file is empty.");
        assertMalformed("[]", "The file must be a JSON object whose keys are models (line 1, column 1).");
        assertMalformed(
                "{\"a\": {\"litellm_provider\": \"x\",\n \"mode\": \"ch",
                "The file is not valid JSON: Unexpected end-of-input in VALUE_STRING (line 2, column 13).");
        assertMalformed(
                "{\"a\": {\"litellm_provider\": \"x\"}} {}",
                "The file continues after the end of its JSON object (line 1, column 34).");
        assertMalformed(
                "{\"data\": [{\"id\": \"x\"}], \"b\": {\"name\": \"y\"}}",
                "The file has no entry with a litellm_provider, so it is not a LiteLLM price map (line 1, column 43).");
    }

    private static void assertMalformed(String text, String message) {
        assertEquals(
                message,
                assertThrows(MalformedCatalog.class, () -> RecordedRows.of(FORMAT, text))
                        .getMessage());
    }

    @Test
    void memory_does_not_grow_with_the_entries() throws IOException {
        // 90 MB, of which nobody reads more than a few; kept as nodes they would take 2.5 GB, and tests have 2 GB.
        byte[] filler = ("\"unread\":[" + "{},".repeat(512) + "1]").getBytes(StandardCharsets.UTF_8);
        long[] count = new long[2];
        CatalogSink counting = new CatalogSink() {
            @Override
            public void record(String at, ObjectNode line) {}

            @Override
            public void offering(
                    String at, ObjectNode line, OfferingDescriptor hints, List<ObjectNode> about, String proposed) {
                count[0]++;
            }

            @Override
            public void reject(String at, String reason, List<String> suggestions, String value) {
                count[1]++;
            }

            @Override
            public void ignored(String key) {}

            @Override
            public void note(String at, String reason, String value) {}
        };
        FORMAT.read(new Endless(60_000, filler), counting);
        assertEquals(60_000, count[0]);
        assertEquals(0, count[1]);
    }

    /** A file that is made while it is read. */
    private static final class Endless extends InputStream {

        private final int entries;
        private final byte[] filler;
        private int next;
        private ByteArrayInputStream part = new ByteArrayInputStream(new byte[] {'{'});

        Endless(int entries, byte[] filler) {
            this.entries = entries;
            this.filler = filler;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0];
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            int read = part.read(buffer, offset, length);
            if (read >= 0 || next > entries) {
                return read;
            }
            if (next == entries) {
                part = new ByteArrayInputStream(new byte[] {'}'});
            } else {
                String start = (next == 0 ? "" : ",") + "\"m" + next + "\":{\"litellm_provider\":\"groq\",";
                byte[] head = start.getBytes(StandardCharsets.UTF_8);
                byte[] entry = new byte[head.length + filler.length + 1];
                System.arraycopy(head, 0, entry, 0, head.length);
                System.arraycopy(filler, 0, entry, head.length, filler.length);
                entry[entry.length - 1] = '}';
                part = new ByteArrayInputStream(entry);
            }
            next++;
            return part.read(buffer, offset, length);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_published_file_says_what_a_plain_look_at_its_lines_says(Published published) throws IOException {
        Path file = published.file("litellm-model-prices.json");
        RecordedRows all = RecordedRows.of(FORMAT, file);
        assertEquals(List.of(), all.rejected());
        // Another parser: the file is indented, so an entry is what begins with two blanks fewer than its lines.
        Pattern line = Pattern.compile("^ {2}\"([a-z_0-9]+)\": (?:\"([^\"]*)\"|([^,]+)),?$");
        // A provider's model under a second key.
        Set<String> left = all.notes.stream()
                .filter(note -> note.reason().startsWith("is the same offering"))
                .map(RecordedRows.Reason::value)
                .collect(Collectors.toSet());
        List<String> expected = new ArrayList<>();
        List<String> inputs = new ArrayList<>();
        List<String> outputs = new ArrayList<>();
        String key = "";
        for (String text : Files.readAllLines(file)) {
            Matcher entry = Pattern.compile("^ \"(.*)\": \\{$").matcher(text);
            Matcher value = line.matcher(text);
            if (entry.matches()) {
                key = entry.group(1);
                boolean model = !key.contains("*")
                        && !key.equals("sample_spec")
                        && !key.matches("(together-ai|fireworks-ai)-.*");
                if (model) {
                    expected.add(key);
                } else {
                    key = "";
                }
            } else if (!key.isEmpty() && !left.contains(key) && value.matches()) {
                String amount = value.group(3);
                boolean paid = amount != null && Double.parseDouble(amount.matches("[0-9.e-]+") ? amount : "0") > 0;
                if (paid && value.group(1).equals("input_cost_per_token")) {
                    inputs.add(key + " " + plain(Double.parseDouble(amount) * 1e6));
                }
                if (paid && value.group(1).equals("output_cost_per_token")) {
                    outputs.add(key + " " + plain(Double.parseDouble(amount) * 1e6));
                }
            }
        }
        expected.removeAll(left);
        assertEquals(
                expected, all.offerings.stream().map(LiteLlmReaderTest::keyOf).toList());
        assertEquals(new TreeSet<>(inputs), said(all, "input"));
        assertEquals(new TreeSet<>(outputs), said(all, "output"));
        long contexts = Files.readAllLines(file).stream()
                .filter(text -> text.matches(" {2}\"max_input_tokens\": [1-9]\\d*,?"))
                .count();
        long read = all.offerings.stream()
                .filter(offered -> offered.offering().has("contextWindow")
                        != offered.offering().has("maxInput"))
                .count();
        // One stands under a key with an asterisk.
        assertTrue(read + 1 <= contexts && contexts <= read + 1 + left.size());
        assertEquals(
                "3200",
                all.offeredUnder("azure_ai/jais-30b-chat")
                        .offering()
                        .at("/prices/0/input")
                        .asText());
        assertNull(all.offeredUnder("together_ai/Qwen/Qwen2.5-72B-Instruct-Turbo")
                .offering()
                .get("contextWindow"));
        long ends = Files.readAllLines(file).stream()
                .filter(text -> text.contains("\"deprecation_date\""))
                .count();
        long retired = all.offerings.stream()
                .filter(offered -> offered.offering().has("retiredDate"))
                .count();
        assertTrue(retired <= ends && ends <= retired + left.size());
    }

    private static String keyOf(RecordedRows.Offered offered) {
        return offered.at().substring(1).replace("~1", "/").replace("~0", "~");
    }

    private static Set<String> said(RecordedRows all, String amount) {
        Set<String> said = new TreeSet<>();
        for (RecordedRows.Offered offered : all.offerings) {
            for (JsonNode price : offered.offering().path("prices")) {
                if (!price.has("mode")
                        && !price.has("minContextTokens")
                        && price.path(amount).asDouble() > 0) {
                    said.add(keyOf(offered) + " " + plain(price.get(amount).asDouble()));
                }
            }
        }
        return said;
    }

    /** Doubles are good enough to compare with, to nine digits. */
    private static String plain(double usd) {
        return String.format(java.util.Locale.ROOT, "%.9g", usd);
    }

    private static JsonNode json(String text) throws IOException {
        return new ObjectMapper().readTree(text.replace('\'', '"'));
    }
}
