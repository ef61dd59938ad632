package org.modeltree.formats.litellm;

import java.util.Map;
import java.util.Set;

/** LiteLLM's names of providers, by our ids. Other providers have the same name in both. */
final class LiteLlmRoutes {

    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("aimlapi", "aiml"),
            Map.entry("alibaba", "dashscope"),
            Map.entry("amazon-bedrock", "bedrock"),
            Map.entry("azure-ai", "azure_ai"),
            Map.entry("cloudflare-workers-ai", "cloudflare"),
            Map.entry("digitalocean", "gradient_ai"),
            Map.entry("fal-ai", "fal_ai"),
            Map.entry("featherless-ai", "featherless_ai"),
            Map.entry("fireworks-ai", "fireworks_ai"),
            Map.entry("friendli", "friendliai"),
            Map.entry("github-copilot", "github_copilot"),
            Map.entry("github-models", "github"),
            Map.entry("google", "gemini"),
            Map.entry("google-vertex", "vertex_ai"),
            Map.entry("jina-ai", "jina_ai"),
            Map.entry("lambda", "lambda_ai"),
            Map.entry("llama", "meta_llama"),
            Map.entry("moonshotai", "moonshot"),
            Map.entry("nlp-cloud", "nlp_cloud"),
            Map.entry("novita-ai", "novita"),
            Map.entry("nvidia", "nvidia_nim"),
            Map.entry("snowflake-cortex", "snowflake"),
            Map.entry("togetherai", "together_ai"),
            Map.entry("vercel", "vercel_ai_gateway"));

    /** Names of providers that LiteLLM calls otherwise for models of one mode. */
    private static final Map<String, Map<String, String>> NAMES_BY_MODE = Map.of(
            "chat", Map.of("amazon-bedrock", "bedrock_converse", "cohere", "cohere_chat"),
            "completion", Map.of("openai", "text-completion-openai"));

    /** Providers whose keys are the plain ids of models. */
    private static final Set<String> SHORT_KEYS = Set.of("openai", "anthropic", "cohere", "ai21", "amazon-bedrock");

    /** Names of providers for people, by our ids. */
    private static final Map<String, String> LABELS = Map.ofEntries(
            Map.entry("ai21", "AI21 Labs"),
            Map.entry("aimlapi", "AI/ML API"),
            Map.entry("aleph_alpha", "Aleph Alpha"),
            Map.entry("alibaba", "Alibaba DashScope"),
            Map.entry("amazon-bedrock", "Amazon Bedrock"),
            Map.entry("anthropic", "Anthropic"),
            Map.entry("anyscale", "Anyscale"),
            Map.entry("azure", "Azure"),
            Map.entry("azure-ai", "Azure AI Foundry"),
            Map.entry("cerebras", "Cerebras"),
            Map.entry("cloudflare-workers-ai", "Cloudflare Workers AI"),
            Map.entry("codestral", "Mistral Codestral"),
            Map.entry("cohere", "Cohere"),
            Map.entry("databricks", "Databricks"),
            Map.entry("deepgram", "Deepgram"),
            Map.entry("deepinfra", "Deep Infra"),
            Map.entry("deepseek", "DeepSeek"),
            Map.entry("digitalocean", "DigitalOcean Gradient AI"),
            Map.entry("elevenlabs", "ElevenLabs"),
            Map.entry("featherless-ai", "Featherless AI"),
            Map.entry("fireworks-ai", "Fireworks AI"),
            Map.entry("friendli", "FriendliAI"),
            Map.entry("google", "Google Gemini API"),
            Map.entry("google-vertex", "Google Vertex AI"),
            Map.entry("groq", "Groq"),
            Map.entry("hyperbolic", "Hyperbolic"),
            Map.entry("jina-ai", "Jina AI"),
            Map.entry("lambda", "Lambda"),
            Map.entry("llama", "Meta Llama API"),
            Map.entry("mistral", "Mistral"),
            Map.entry("moonshotai", "Moonshot AI"),
            Map.entry("nlp-cloud", "NLP Cloud"),
            Map.entry("nscale", "Nscale"),
            Map.entry("oci", "Oracle Cloud"),
            Map.entry("ollama", "Ollama"),
            Map.entry("openai", "OpenAI"),
            Map.entry("openrouter", "OpenRouter"),
            Map.entry("palm", "Google PaLM API"),
            Map.entry("perplexity", "Perplexity"),
            Map.entry("recraft", "Recraft"),
            Map.entry("replicate", "Replicate"),
            Map.entry("sagemaker", "Amazon SageMaker"),
            Map.entry("sambanova", "SambaNova"),
            Map.entry("snowflake-cortex", "Snowflake Cortex"),
            Map.entry("togetherai", "Together AI"),
            Map.entry("v0", "v0"),
            Map.entry("vercel", "Vercel AI Gateway"),
            Map.entry("voyage", "Voyage AI"),
            Map.entry("watsonx", "IBM watsonx.ai"),
            Map.entry("xai", "xAI"));

    private LiteLlmRoutes() {}

    /** LiteLLM's name of the provider of an entry. */
    static String of(String provider, String mode) {
        return NAMES_BY_MODE.getOrDefault(mode, Map.of()).getOrDefault(provider, of(provider));
    }

    /** LiteLLM's name of a provider in keys. */
    static String of(String provider) {
        return NAMES.getOrDefault(provider, provider);
    }

    /** Name of a provider for people; LiteLLM's name of it if there is no other. */
    static String providerName(String provider, String route) {
        return LABELS.getOrDefault(provider, route);
    }

    /** Whether LiteLLM's keys of this provider do not name it. */
    static boolean hasShortKeys(String provider) {
        return SHORT_KEYS.contains(provider);
    }
}
