package org.modeltree.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.modeltree.formats.source.JsonSource;

/** Offerings that match a model, and offerings that do not. */
class OfferingMatcherTest {

    private final ModelIndex index = new ModelIndex();

    OfferingMatcherTest() {
        model("meta/llama-3.3-70b-instruct", "Llama 3.3 70B Instruct", "2024-12-06");
        model("meta/llama-3.2-3b", "Llama 3.2 3B", "2024-09-25");
        model("meta/llama-3.2-3b-instruct", "Llama 3.2 3B Instruct", "2024-09-25");
        model("openai/gpt-4o", "GPT-4o", "2024-05-13");
        model("openai/gpt-4o-2024-08-06", "GPT-4o (2024-08-06)", "2024-08-06");
        model("openai/gpt-4o-mini", "GPT-4o mini", "2024-07-18");
        model("anthropic/claude-opus-4-5", "Claude Opus 4.5", "2025-11-24");
        model("anthropic/claude-opus-4-0", "Claude Opus 4", "2025-05-22");
        model("anthropic/claude-3-5-sonnet", "Claude Sonnet 3.5", "2024-06-20");
        model("minimax/minimax-m2.5", "MiniMax-M2.5", "2026-02-12");
        model("alibaba/qwen3-1.7b", "Qwen3 1.7B", "2025-04-29");
        model("zhipuai/glm-5.1", "GLM-5.1", "2026-04-07");
        model("alibaba/qwen3-coder-480b-a35b", "Qwen3 Coder 480B A35B", "2025-07-22")
                .put("openWeights", true);
        model("deepseek/deepseek-v3.2", "DeepSeek V3.2", "2025-12-01").put("openWeights", true);
        model("deepseek/deepseek-v3", "DeepSeek V3", "2024-12-26").put("openWeights", true);
        model("deepseek/deepseek-chat", "DeepSeek Chat", "2025-12-01")
                .putArray("aliases")
                .add("deepseek-ai/DeepSeek-V3.2")
                .add("deepseek-chat");
        model("xai/grok-4.3", "Grok 4.3", "2026-04-01");
        model("xai/grok-4-fast", "Grok 4 Fast", "2025-09-19");
        model("perplexity/sonar", "Sonar", "2025-01-01");
        model("acme/auto", "Acme Auto", "2025-01-01");
        model("mistral/mistral-large-2512", "Mistral Large 3", "2025-12-02")
                .putArray("aliases")
                .add("mistral-large-latest")
                .add("harbor/our-large");
        model("lumen/one", "Lumen One", "2031-02-01")
                .putArray("webLinks")
                .addObject()
                .put("type", "weights")
                .put("url", "https://huggingface.co/LumenAI/One-Weights");
        models.forEach(index::add);
        index.addOffering("harbor", "by hand", "openai/gpt-4o");
    }

    private final List<ObjectNode> models = new ArrayList<>();

    private ObjectNode model(String id, String name, String date) {
        ObjectNode model =
                JsonSource.newRecord("model").put("id", id).put("name", name).put("releaseDate", date);
        models.add(model);
        return model;
    }

    private Match match(String provider, String offering, String name, String link) {
        return new OfferingMatcher(index)
                .match(List.of(new OfferingDescriptor(provider, offering, name, link, null)))
                .get(0);
    }

    private String found(String offering) {
        return found("harbor", offering, null, null);
    }

    private String found(String provider, String offering, String name, String link) {
        return match(provider, offering, name, link) instanceof Match.Found one ? one.modelId() : "none";
    }

    @Test
    void the_vendor_may_be_called_otherwise_and_the_name_be_spelled_otherwise() {
        assertEquals("meta/llama-3.3-70b-instruct", found("meta-llama/Llama-3.3-70B-Instruct:free"));
        assertEquals("meta/llama-3.3-70b-instruct", found("workers-ai/@cf/meta/llama-3.3-70b-instruct"));
        assertEquals("meta/llama-3.3-70b-instruct", found("us.meta.llama3-3-70b-instruct-v1:0"));
        assertEquals("anthropic/claude-opus-4-5", found("anthropic/claude-opus-4.5"));
        assertEquals("anthropic/claude-opus-4-5", found("anthropic--claude-4.5-opus"));
        assertEquals("anthropic/claude-opus-4-0", found("anthropic/claude-opus-4"));
        assertEquals("zhipuai/glm-5.1", found("zai-org-glm-5-1"));
        assertEquals("zhipuai/glm-5.1", found("fireworks-ai", "accounts/fireworks/models/glm-5p1", "GLM 5.1", null));
        assertEquals("openai/gpt-4o-mini", found("GPT-4o-mini"));
    }

    @Test
    void what_is_known_already_or_was_confirmed_comes_first() {
        assertEquals("openai/gpt-4o", found("by hand"));
        assertEquals("mistral/mistral-large-2512", found("our-large"));
        assertEquals("mistral/mistral-large-2512", found("Mistral-Large-Latest"));
        assertEquals("none", found("mistral/mistral-large"));
    }

    @Test
    void an_id_wins_over_an_alias_that_spells_it() {
        assertEquals("deepseek/deepseek-v3.2", found("deepseek-ai/DeepSeek-V3.2"));
        assertEquals("deepseek/deepseek-v3.2", found("DeepSeek-V3.2"));
        assertEquals("deepseek/deepseek-chat", found("deepseek-chat"));
    }

    @Test
    void a_name_with_a_newer_version_than_the_id_is_another_model() {
        assertEquals("none", found("amazon-bedrock", "deepseek.v3-v1:0", "DeepSeek-V3.1", null));
        assertEquals("none", found("amazon-bedrock", "deepseek.v3-v1:0", "DeepSeek: V3.1 (fast)", null));
        assertEquals("deepseek/deepseek-v3", found("amazon-bedrock", "deepseek.v3-v1:0", "DeepSeek-V3", null));
        assertEquals("deepseek/deepseek-v3", found("harbor", "deepseek-v3", "DeepSeek V3 (1M context)", null));
        assertEquals("deepseek/deepseek-v3", found("harbor", "deepseek-v3", "DeepSeek V3 1226", null));
        assertEquals("anthropic/claude-opus-4-5", found("harbor", "claude-opus-4-5", "Claude Opus 4.5 1M", null));
    }

    @Test
    void the_publishers_link_tells_unless_the_id_tells_otherwise() {
        assertEquals("lumen/one", found("harbor", "our-lumen", "Lumen", "LumenAI/One-Weights"));
        assertEquals("meta/llama-3.3-70b-instruct", found("harbor", "x", null, "meta-llama/Llama-3.3-70B-Instruct"));
        assertEquals(
                "meta/llama-3.3-70b-instruct",
                found("harbor", "x", null, "https://huggingface.co/meta-llama/Llama-3.3-70B-Instruct"));
        assertEquals(
                new Match.Ambiguous(List.of("openai/gpt-4o", "lumen/one")),
                match("harbor", "openai/gpt-4o", null, "LumenAI/One-Weights"));
    }

    @Test
    void another_size_mode_or_make_is_another_model() {
        assertEquals("none", found("gpt-4o-audio"));
        assertEquals("none", found("qwen/qwen3-17b"));
        assertEquals("none", found("minimax/minimax-m2.5-highspeed"));
        assertEquals("none", found("openai/gpt-4o-fast"));
        assertEquals("none", found("openai/gpt-4o-thinking"));
        assertEquals("none", found("meta-llama/llama-3.3-70b-instruct-awq"));
        assertEquals("none", found("neuralgarden/llama-3.3-70b-instruct"));
        assertEquals("none", found("llama-3.3-70b"));
    }

    @Test
    void what_does_something_else_than_its_like_is_another_model() {
        assertTrue(
                Spelling.hasOtherPurpose("openai/gpt-4o-transcribe", List.of("openai/gpt-4o", "openai/gpt-4o-mini")));
        assertFalse(
                Spelling.hasOtherPurpose("openai/gpt-4o-transcribe", List.of("openai/gpt-4o", "openai/transcribe-1")));
        assertFalse(Spelling.hasOtherPurpose("alibaba/qwen3-max-preview", List.of("alibaba/qwen3-max")));
    }

    @Test
    void a_publishers_mode_is_the_model_itself() {
        assertEquals("anthropic/claude-opus-4-5", found("claude-opus-4-5-thinking"));
        assertEquals("anthropic/claude-opus-4-5", found("anthropic/claude-opus-4.5-fast"));
        assertEquals("deepseek/deepseek-v3.2", found("deepseek/deepseek-v3.2-thinking"));
        assertEquals("xai/grok-4-fast", found("x-ai/grok-4-fast-non-reasoning"));
        assertEquals("none", found("x-ai/grok-4-reasoning"));
        assertEquals("none", found("qwen/qwen3-1.7b-thinking"));
        assertEquals("zhipuai/glm-5.1", found("TEE/glm-5.1-thinking"));
        assertEquals("zhipuai/glm-5.1", found("zai-org/glm-5.1-original:thinking"));
        assertEquals("none", found("zai-org/glm-5.1-uncensored"));
    }

    @Test
    void a_hosts_name_in_the_id_says_nothing_about_the_model() {
        assertEquals("zhipuai/glm-5.1", found("alicloud-glm-5.1"));
        assertEquals("zhipuai/glm-5.1", found("coding-glm-5.1-free"));
        assertEquals("zhipuai/glm-5.1", found("novita/glm-5.1-n"));
        assertEquals("zhipuai/glm-5.1", found("zai-org/chat-completion/models/GLM-5.1"));
        assertEquals("meta/llama-3.3-70b-instruct", found("cortecs/Llama-3.3-70B-Instruct-FP8-Dynamic"));
        assertEquals("meta/llama-3.3-70b-instruct", found("cloudflare/@cf/meta/llama-3.3-70b-instruct-lora"));
        assertEquals("none", found("harbor/glm-5.1-n"));
        assertEquals("none", found("meta-llama/llama-3.3-70b-instruct-lora"));
        assertEquals("none", found("dracarys-llama-3.3-70b-instruct"));
    }

    @Test
    void a_plain_name_is_the_tuned_model_where_a_provider_serves_only_such_and_the_base_model_where_it_names_both() {
        for (String id : List.of("vercel/meta/llama-3.2-3b", "cerebras/llama-3.2-3b-cs", "snowflake/llama3.2-3b")) {
            assertEquals("meta/llama-3.2-3b-instruct", found(id), id);
        }
        String fireworks = "accounts/fireworks/models/llama-v3p2-3b";
        assertEquals("meta/llama-3.2-3b", found("fireworks-ai", fireworks, null, null));
        assertEquals("meta/llama-3.2-3b-instruct", found("fireworks-ai", fireworks + "-instruct", null, null));
        model("openai/gpt-9", "GPT-9", "2031-01-01").put("kind", "reasoning");
        model("openai/gpt-9-chat", "GPT-9 Chat", "2031-01-01");
        models.forEach(index::add);
        assertEquals("openai/gpt-9", found("gpt-9"));
    }

    @Test
    void a_hosts_tier_of_open_weights_is_the_model_itself() {
        assertEquals("alibaba/qwen3-coder-480b-a35b", found("nebius", "Qwen/Qwen3-Coder-480B-A35B-fast", null, null));
        assertEquals("alibaba/qwen3-coder-480b-a35b", found("qwen3-coder-480b-a35b-turbo"));
        assertEquals("alibaba/qwen3-coder-480b-a35b", found("qwen/qwen3-coder-480b-a35b-fp8-fast"));
        assertEquals("none", found("alibaba", "qwen3-coder-480b-a35b-fast", null, null));
        assertEquals("none", found("deepseek/deepseek-v3.2-turbo"));
        assertEquals("none", found("x-ai/grok-4.3-fast"));
    }

    @Test
    void the_same_weights_in_another_number_format_are_the_same_model() {
        assertEquals("meta/llama-3.3-70b-instruct", found("meta-llama/Llama-3.3-70B-Instruct-FP8"));
        assertEquals("minimax/minimax-m2.5", found("MiniMaxAI/MiniMax-M2.5-TEE"));
    }

    @Test
    void a_day_in_the_id_has_to_be_the_models() {
        assertEquals("openai/gpt-4o-2024-08-06", found("gpt-4o-2024-08-06"));
        assertEquals("openai/gpt-4o", found("gpt-4o-2024-05-13"));
        assertEquals("openai/gpt-4o-mini", found("openai-gpt-4o-mini-2024-07-18"));
        assertEquals("none", found("gpt-4o-2024-11-20"));
        assertEquals("none", found("gpt-4o-mini-2025-01-01"));
        assertEquals("deepseek/deepseek-v3.2", found("deepseek-v3-2-251201"));
        assertEquals("none", found("deepseek-v3-2-250601"));
    }

    @Test
    void a_bare_name_that_may_be_the_base_model_or_its_tuned_sibling_is_neither() {
        assertEquals("none", found("llama-3.2-3b"));
        assertEquals("meta/llama-3.2-3b", found("meta-llama/Llama-3.2-3B"));
        assertEquals("meta/llama-3.2-3b-instruct", found("llama-3.2-3b-instruct"));
    }

    @Test
    void digits_that_run_together_need_the_name_beside_them() {
        assertEquals("none", found("venice", "minimax-m25", null, null));
        assertEquals("minimax/minimax-m2.5", found("venice", "minimax-m25", "MiniMax M2.5", null));
    }

    @Test
    void a_single_word_needs_the_name_beside_it() {
        assertEquals("none", found("auto"));
        assertEquals("perplexity/sonar", found("sap", "sonar", "sonar", null));
    }

    @Test
    void a_version_that_only_the_name_tells_is_a_doubt() {
        assertEquals("none", found("harbor", "anthropic/claude-3.5-sonnet", "Claude Sonnet 3.5 v2", null));
        assertEquals(
                "anthropic/claude-3-5-sonnet",
                found("harbor", "anthropic/claude-3.5-sonnet", "Claude Sonnet 3.5", null));
    }

    @Test
    void the_very_name_tells_where_the_id_says_nothing_else() {
        assertEquals("openai/gpt-4o", found("gitlab", "duo-chat-gpt-4o", "Agentic Chat (GPT-4o)", null));
        assertEquals("meta/llama-3.3-70b-instruct", found("x", "llama-3.3-70b", "Llama 3.3 70B Instruct", null));
        assertEquals("none", found("x", "llama-3.3-70b-abliterated", "Llama 3.3 70B Instruct", null));
        assertEquals("none", found("x", "gpt-4o", "GPT-4o mini", null).replace("openai/gpt-4o", "none"));
    }

    @Test
    void what_is_not_certain_has_at_most_five_candidates_those_of_the_vendor_first() {
        Match.Unmatched none = (Match.Unmatched) match("harbor", "openai/gpt-4o-turbo", "GPT-4o Turbo", null);
        assertEquals("openai/gpt-4o", none.candidates().get(0));
        assertTrue(none.candidates().size() <= 5);
        assertEquals(new Match.Unmatched(List.of()), match("harbor", "zeppelin-9", "Zeppelin 9", null));
    }

    @Test
    void odd_ids_are_not_matched_and_break_nothing() {
        for (String id : List.of("/", "~x", ":free", "*", "a//b", "…", "us.", "-", "@cf/", "1024-x-1024/dall-e-9")) {
            assertEquals("none", found(id), id);
        }
    }

    private List<String> likely(String provider, String offering, String name) {
        Match match = match(provider, offering, name, null);
        return match instanceof Match.Likely likely ? likely.candidates() : List.of(match.toString());
    }

    @Test
    void the_version_of_a_providers_interface_may_be_that_of_the_model_until_a_name_says_otherwise() {
        index.add(model("deepseek/deepseek-v3.1", "DeepSeek V3.1", "2025-08-21"));
        assertEquals(
                List.of("deepseek/deepseek-v3.1", "deepseek/deepseek-v3", "deepseek/deepseek-v3.2"),
                likely("amazon-bedrock", "deepseek.v3-v1:0", null).subList(0, 3));
        assertEquals("deepseek/deepseek-v3", found("amazon-bedrock", "deepseek.v3-v1:0", "DeepSeek-V3", null));
        assertEquals(
                "meta/llama-3.2-3b-instruct", found("amazon-bedrock", "meta.llama3-2-3b-instruct-v1:0", null, null));
    }

    @Test
    void ollamas_plain_tag_is_that_of_the_tuned_model_and_a_quantization_is_likely_its_model() {
        assertEquals("meta/llama-3.2-3b-instruct", found("", "llama3.2:3b", null, null));
        model("bigcode/starcoder2-15b", "StarCoder2 15B", "2024-02-28");
        model("bigcode/starcoder2-15b-instruct", "StarCoder2 15B Instruct", "2024-04-29");
        models.forEach(index::add);
        assertEquals(
                List.of("bigcode/starcoder2-15b-instruct", "bigcode/starcoder2-15b"),
                likely("", "starcoder2:15b", null).subList(0, 2));
        for (String id : List.of(
                "llama3.2:3b-instruct-q4_K_M",
                "llama3.2:3b-instruct-q8_0",
                "llama-3.2-3b-it",
                "hf.co/someone/Llama-3.2-3B-Instruct-GGUF:Q4_K_M",
                "someone/Llama-3.2-3B-Instruct-AWQ",
                "someone/Llama-3.2-3B-Instruct-MLX-4bit")) {
            assertEquals("meta/llama-3.2-3b-instruct", likely("", id, null).get(0), id);
        }
    }

    @Test
    void two_other_spellings_of_a_bare_alias_are_equally_fixed() {
        index.add((ObjectNode) model("openai/gpt-9", "GPT-9", "2031-01-01")
                .set("aliases", JsonSource.JSON.createArrayNode().add("gpt-9")));
        for (String id : List.of("GPT 9", "gpt9", "gpt_9")) {
            Match.Found match = (Match.Found) match("", id, null, null);
            assertEquals("openai/gpt-9 false", match.modelId() + " " + match.fixed(), id);
        }
        for (String id : List.of("GPT-9", "models/gpt-9", "openai/GPT 9", "openai/gpt9")) {
            Match.Found match = (Match.Found) match("", id, null, null);
            assertEquals("openai/gpt-9 true", match.modelId() + " " + match.fixed(), id);
        }
    }

    @Test
    void a_name_that_repeats_a_number_of_the_id_as_a_version_does_not_contradict_it() {
        index.add(model("openai/gpt-3.5-turbo-0613", "GPT-3.5 Turbo (0613)", "2023-06-13"));
        assertEquals(
                "openai/gpt-3.5-turbo-0613",
                found("openrouter", "openai/gpt-3.5-turbo-0613", "GPT-3.5 Turbo (older v0613)", null));
        Match other = match("openrouter", "openai/gpt-3.5-turbo-0613", "GPT-3.5 Turbo (older v7)", null);
        assertFalse(other instanceof Match.Found, other::toString);
    }

    @Test
    void a_customers_fine_tune_suggests_its_base_and_is_never_certain() {
        for (String id : List.of(
                "ft:gpt-4o-mini-2024-07-18:acme::abc123",
                "ft:gpt-4o-mini-2024-07-18:acme:support-bot:9xYz",
                "openai/ft:gpt-4o-mini-2024-07-18",
                "ft:gpt-4o-mini",
                "gpt-4o-mini-2024-07-18.ft-0e208cf33a6a466994aff31a08aba678",
                "gpt-4o-mini:ft-acme-2024-08-01-10-20-30")) {
            Match match = match("openai", id, null, null);
            assertTrue(match instanceof Match.Likely, id + " " + match);
            assertEquals("openai/gpt-4o-mini", match.candidates().get(0), id);
        }
        assertTrue(match("openai", "ft:unknown-9:acme::abc", null, null) instanceof Match.Unmatched);
        assertTrue(match("openai", "gpt-4o-mini", null, null) instanceof Match.Found);
    }
}
