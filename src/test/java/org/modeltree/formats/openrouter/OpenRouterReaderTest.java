package org.modeltree.formats.openrouter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.modeltree.formats.source.CatalogReader;
import org.modeltree.formats.source.MalformedCatalog;
import org.modeltree.formats.source.RecordedCatalog;
import org.modeltree.identity.OfferingDescriptor;

/** Each trap of OpenRouter's list, with a made-up file. */
class OpenRouterReaderTest {

    private final CatalogReader reader = new OpenRouterReader();
    private final RecordedCatalog recorded = RecordedCatalog.of(reader, "openrouter.json");

    @Test
    void every_line_is_one_of_ours() {
        recorded.isValid();
    }

    @Test
    void prices_per_token_become_exact_prices_per_million() {
        assertEquals(
                "[{\"kind\":\"metered\",\"input\":\"0.08333333333333334\",\"output\":\"0.6\",\"cacheRead\":\"0\","
                        + "\"perSearch\":\"0.01\",\"perInputImage\":\"0.002\"}]",
                prices("lumen-ai/lumen-one"));
        assertEquals("[{\"kind\":\"metered\",\"input\":\"1\"}]", prices("lumen-ai/thinker:thinking"));
    }

    @Test
    void free_dynamic_and_unknown_are_kept_apart() {
        assertEquals("[{\"kind\":\"free\"}]", prices("lumen-ai/lumen-one:free"));
        assertEquals("[{\"kind\":\"free\"}]", prices("meta-llama/Llama-9-70B-Instruct"));
        assertEquals("[{\"kind\":\"dynamic\"}]", prices("x-ai/dim-2"));
        assertEquals("[{\"kind\":\"dynamic\"}]", prices("openrouter/somewhere"));
        assertEquals("[{\"kind\":\"unknown\"}]", prices("lumen-ai/unpriced"));
        assertEquals(
                "[{\"kind\":\"metered\",\"input\":\"0\",\"output\":\"0\",\"perInputImage\":\"0.04\"}]",
                prices("lumen-ai/brush"));
    }

    private String prices(String id) {
        return offered(id).line().get("prices").toString();
    }

    private RecordedCatalog.Offered offered(String id) {
        return recorded.offerings.get("openrouter " + id);
    }

    @Test
    void the_limits_are_those_of_the_offering_and_the_context_of_a_closed_model_is_its_own() {
        RecordedCatalog.Offered one = offered("lumen-ai/lumen-one");
        assertEquals(96_000, one.line().get("contextWindow").asInt());
        assertEquals(130_000, one.line().get("maxOutput").asInt());
        assertEquals("2032-06-01", one.line().get("retiredDate").asText());
        // Its weights are public, so a host's window says nothing about the model.
        assertEquals(1, one.about().size());
        ObjectNode context = offered("x-ai/dim-2").about().get(1);
        assertEquals("context-window.openrouter", context.get("id").asText());
        assertEquals(8192, context.get("raw").asInt());
        assertFalse(context.has("model"));
    }

    @Test
    void a_free_twin_with_a_smaller_context_does_not_shrink_the_model() {
        RecordedCatalog.Offered free = offered("lumen-ai/lumen-one:free");
        assertEquals(1, free.about().size());
        assertEquals("Lumen One", free.about().get(0).get("name").asText());
        assertEquals("lumen-ai/lumen-one", free.proposed());
        assertFalse(free.line().has("contextWindow"));
        assertFalse(free.line().has("maxOutput"));
        assertNull(free.hints().link());
    }

    @Test
    void what_is_said_of_the_model_has_its_name_alone() {
        ObjectNode model = offered("lumen-ai/lumen-one").about().get(0);
        assertEquals(
                "{\"type\":\"model\",\"name\":\"Lumen One\",\"modalities\":{\"input\":[\"text\",\"image\",\"pdf\"],"
                        + "\"output\":[\"text\"]},\"knowledgeCutoff\":\"2030-12-31\",\"webLinks\":[{\"type\":\"weights\","
                        + "\"url\":\"https://huggingface.co/Lumen-AI/Lumen-One\"}],\"sources\":[{\"facts\":[\"name\","
                        + "\"modalities\",\"knowledgeCutoff\",\"webLinks\"],\"source\":\"https://openrouter.ai/lumen-ai/lumen-one\"}]}",
                model.toString());
        assertEquals(
                "Thinker",
                offered("lumen-ai/thinker:thinking").about().get(0).get("name").asText());
        assertEquals(
                new OfferingDescriptor(
                        "openrouter", "lumen-ai/lumen-one", "Lumen One", "Lumen-AI/Lumen-One", "lumen-ai"),
                offered("lumen-ai/lumen-one").hints());
    }

    @Test
    void a_model_is_proposed_under_the_vendors_own_name() {
        assertEquals(
                "meta/llama-9-70b-instruct",
                offered("meta-llama/Llama-9-70B-Instruct").proposed());
        assertEquals("xai/dim-2", offered("x-ai/dim-2").proposed());
    }

    @Test
    void a_router_and_an_alias_of_the_latest_are_no_models() {
        assertNull(offered("openrouter/somewhere").proposed());
        assertEquals(List.of(), offered("openrouter/somewhere").about());
        assertNull(offered("~lumen-ai/lumen-latest"));
        assertTrue(recorded.notes.get("/data/2").contains("alias"));
    }

    @Test
    void an_output_limit_above_the_context_is_stored_as_it_stands() {
        assertEquals(
                262_144,
                offered("meta-llama/Llama-9-70B-Instruct")
                        .line()
                        .get("maxOutput")
                        .asInt());
    }

    @Test
    void what_cannot_be_understood_is_refused() {
        assertEquals(
                Set.of("/data/8/pricing/prompt", "/data/9/pricing/prompt", "/data/10/id", "/data/11/id", "/data/12"),
                recorded.rejected.keySet());
        assertTrue(recorded.ignored.containsAll(
                Set.of("next", "data.*.new_key", "data.*.created", "data.*.canonical_slug")));
    }

    @Test
    void a_file_that_is_none_of_openrouter_is_refused_as_a_whole() {
        assertTrue(malformed("{\"models\": []}").contains("data"));
        assertTrue(malformed("{\"data\": {}}").contains("data"));
        assertTrue(malformed("{\"data\": [\n{\"id\": \"a/b\"},").contains("line 2, column"));
        assertTrue(malformed("nonsense").contains("line 1, column"));
    }

    private String malformed(String text) {
        return assertThrows(MalformedCatalog.class, () -> RecordedCatalog.ofText(reader, text))
                .getMessage();
    }
}
