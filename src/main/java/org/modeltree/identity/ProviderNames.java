package org.modeltree.identity;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Names of providers in other catalogs, mapped to our provider ids, so that the same offering in two catalogs is one. Our
 * ids are those of models.dev, because its list of providers is the longest.
 */
public final class ProviderNames {

    /** Provider ids, each followed by other names: those of LiteLLM, of OpenRouter, and parts of the same provider. */
    private static final String[][] SYNONYMS = {
        {"302ai"},
        {"aimlapi", "aiml"},
        {"alibaba", "dashscope"},
        {"amazon-bedrock", "bedrock", "bedrock_converse", "bedrock-converse", "bedrock_mantle", "aws-bedrock"},
        {"anyscale"},
        {"azure", "azure_text", "azure-openai", "azure_openai"},
        {"azure-ai", "azure_ai", "azure-ai-foundry"},
        {"baseten"},
        {"cerebras"},
        {"chutes", "chutesai"},
        {"clarifai"},
        {"cloudflare-ai-gateway"},
        {"cloudflare-workers-ai", "cloudflare", "workers-ai"},
        {"codestral", "text-completion-codestral"},
        {"cohere", "cohere_chat"},
        {"databricks"},
        {"deepinfra"},
        {"digitalocean", "gradient_ai"},
        {"fal-ai", "fal_ai"},
        {"featherless-ai", "featherless_ai", "featherless"},
        {"fireworks-ai", "fireworks_ai", "fireworks", "fireworks_ai-embedding-models"},
        {"friendli", "friendliai"},
        {"github-copilot", "github_copilot"},
        {"github-models", "github"},
        {"google", "gemini", "google-ai-studio", "google-gla", "google_genai", "google-genai"},
        {
            "google-vertex",
            "vertex_ai",
            "vertex-ai",
            "vertexai",
            "vertex",
            "google-vertex-anthropic",
            "google_vertexai",
            "google_anthropic_vertex"
        },
        {"groq"},
        {"huggingface", "hugging-face", "hf-inference", "hf.co", "huggingface.co"},
        {"hyperbolic"},
        {"jina-ai", "jina_ai"},
        {"lambda", "lambda_ai"},
        {"llama", "meta_llama"},
        {"moonshotai", "moonshot"},
        {"nano-gpt", "nanogpt"},
        {"nebius"},
        {"nlp-cloud", "nlp_cloud"},
        {"novita-ai", "novita"},
        {"nscale"},
        {"nvidia", "nvidia_nim", "nvidia-nim"},
        {"oci", "oracle"},
        {"ollama"},
        {"openai", "text-completion-openai", "openai-chat", "openai-responses"},
        {"openrouter", "openrouter.ai"},
        {"perplexity"},
        {"replicate"},
        {"sambanova"},
        {"sagemaker", "sagemaker_chat"},
        {"siliconflow"},
        {"snowflake-cortex", "snowflake"},
        {"togetherai", "together_ai", "together-ai", "together"},
        {"vercel", "vercel_ai_gateway", "vercel-ai-gateway"},
        {"voyage", "voyageai"},
        {"watsonx", "watsonx_text"},
    };

    /** Providers that serve models of other publishers, so that their name says nothing about the model. */
    private static final Set<String> HOSTS = Set.of(
            "302ai",
            "aimlapi",
            "alicloud",
            "amazon-bedrock",
            "anyscale",
            "azure",
            "azure-ai",
            "baseten",
            "cerebras",
            "chutes",
            "clarifai",
            "cloudflare-ai-gateway",
            "cloudflare-workers-ai",
            "codestral",
            "cortecs",
            "crusoe",
            "darkbloom",
            "databricks",
            "deepinfra",
            "digitalocean",
            "empiriolabs",
            "fal-ai",
            "featherless-ai",
            "fireworks-ai",
            "friendli",
            "github-copilot",
            "github-models",
            "gmi",
            "google-vertex",
            "groq",
            "heroku",
            "huggingface",
            "hyperbolic",
            "lambda",
            "lemonade",
            "libertai",
            "nano-gpt",
            "nebius",
            "nlp-cloud",
            "novita-ai",
            "nscale",
            "nvidia",
            "oci",
            "ollama",
            "openrouter",
            "ovhcloud",
            "perplexity",
            "pinstripes",
            "publicai",
            "replicate",
            "sagemaker",
            "sambanova",
            "scaleway",
            "siliconflow",
            "snowflake-cortex",
            "stealth",
            "tensormesh",
            "togetherai",
            "umans",
            "unsloth",
            "vercel",
            "wandb",
            "watsonx",
            "xpersona");

    private static final String VERTEX = "vertex_ai-";

    private static final Map<String, String> CANONICAL = Synonyms.canonical(SYNONYMS);

    private ProviderNames() {}

    /** Our id of a provider; the name itself in lower case if it has no other. */
    public static String canonical(String provider) {
        String folded = provider.strip().toLowerCase(Locale.ROOT);
        // LiteLLM divides Vertex AI by publisher: vertex_ai-anthropic_models.
        return folded.startsWith(VERTEX) ? "google-vertex" : CANONICAL.getOrDefault(folded, folded);
    }

    /** Whether a name is one of a provider that is listed here. */
    static boolean isKnown(String name) {
        String folded = name.strip().toLowerCase(Locale.ROOT);
        return CANONICAL.containsKey(folded) || HOSTS.contains(folded);
    }

    /** Whether a name is a provider that serves models of other publishers. */
    public static boolean isHost(String name) {
        return HOSTS.contains(canonical(name));
    }
}
