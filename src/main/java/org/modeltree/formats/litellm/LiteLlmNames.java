package org.modeltree.formats.litellm;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.modeltree.identity.ProviderNames;
import org.modeltree.identity.VendorNames;

/**
 * Parser of the keys of LiteLLM's map, which identify a model. Keys are routes of that library: the provider, then the
 * provider's own id, with regions, image sizes and contract terms in between.
 */
final class LiteLlmNames {

    /**
     * A parsed key.
     *
     * @param provider our id of the provider
     * @param name name of the model, without the route to it
     * @param link {@code organisation/model} if the key has it; else null
     * @param vendor vendor of the model if it is certain; else null
     * @param proposed id of the model if the provider is its publisher and the key is a plain name; else null
     */
    record ParsedKey(String provider, String name, String link, String vendor, String proposed) {

        /** The same key of a certain model. */
        ParsedKey ofModel(String id) {
            return new ParsedKey(provider, name, id, id.substring(0, id.indexOf('/')), null);
        }
    }

    /** Suffixes of LiteLLM's Vertex AI providers, mapped to the vendor of their models. */
    private static final Map<String, String> VERTEX_VENDORS = Map.ofEntries(
            Map.entry("anthropic_models", "anthropic"),
            Map.entry("mistral_models", "mistral"),
            Map.entry("ai21_models", "ai21"),
            Map.entry("llama_models", "meta"),
            Map.entry("deepseek_models", "deepseek"),
            Map.entry("qwen_models", "alibaba"),
            Map.entry("openai_models", "openai"),
            Map.entry("moonshot_models", "moonshotai"),
            Map.entry("minimax_models", "minimax"),
            Map.entry("zai_models", "zhipuai"),
            Map.entry("language-models", "google"),
            Map.entry("text-models", "google"),
            Map.entry("chat-models", "google"),
            Map.entry("code-text-models", "google"),
            Map.entry("code-chat-models", "google"),
            Map.entry("vision-models", "google"),
            Map.entry("embedding-models", "google"),
            Map.entry("image-models", "google"),
            Map.entry("video-models", "google"));

    /** Providers that serve only their own models, mapped to the vendor. */
    private static final Map<String, String> PUBLISHERS = Map.ofEntries(
            Map.entry("openai", "openai"),
            Map.entry("anthropic", "anthropic"),
            Map.entry("mistral", "mistral"),
            Map.entry("codestral", "mistral"),
            Map.entry("cohere", "cohere"),
            Map.entry("ai21", "ai21"),
            Map.entry("ai21_chat", "ai21"),
            Map.entry("xai", "xai"),
            Map.entry("deepseek", "deepseek"),
            Map.entry("google", "google"),
            Map.entry("palm", "google"),
            Map.entry("llama", "meta"),
            Map.entry("moonshotai", "moonshotai"),
            Map.entry("voyage", "voyage"),
            Map.entry("jina-ai", "jina"),
            Map.entry("aleph_alpha", "aleph-alpha"),
            Map.entry("elevenlabs", "elevenlabs"),
            Map.entry("recraft", "recraft"));

    /** Models derived from those of a brand, so that the brand says nothing about their vendor. */
    private static final Pattern MIXED =
            Pattern.compile(".*(nemotron|minitron|hermes|sonar|groq|dolphin|tulu|reflection|euryale|nous|wizard).*");

    /**
     * A name that ends with the size: the name of a base model. Hosts use such names for the instruction-tuned model as
     * well, so the name is ambiguous.
     */
    private static final Pattern BARE_SIZE = Pattern.compile("(?!gpt-oss).*\\d(\\.\\d+)?b");

    /** Parts of a route that are regions, sizes or terms, not names. */
    private static final Pattern ROUTE =
            Pattern.compile("\\d+-x-\\d+|max-x-max|(\\d+|max)-steps|hd|standard|low|medium|high"
                    + "|(us|eu|ap|ca|sa|me|af|il|us-gov)-[a-z]+-\\d|\\d+-month-commitment|\\*|invoke|converse"
                    + "|us|eu|global|global-standard|accounts|fireworks|models|@cf|@hf");

    private static final Pattern BEDROCK =
            Pattern.compile("(?:(?:us|eu|apac|global|us-gov|jp|au|ca)\\.)?([a-z0-9]+)\\.(.+)");
    private static final Pattern BEDROCK_VERSION = Pattern.compile("(.*\\d.*)-v?[1-9]\\d*(:0)?");
    private static final Pattern SEGMENT = Pattern.compile("[a-z0-9][a-z0-9._-]{0,99}");
    private static final String VERTEX = "google-vertex";
    private static final String VERTEX_ROUTE = "vertex_ai-";

    /** A provider with shorter model names than those of the publishers. */
    private static final String SHORT_NAMES = "vercel";

    private LiteLlmNames() {}

    /** Our id of a provider, if its name can be converted to one. */
    static Optional<String> provider(String name) {
        String plain = name.strip()
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9._-]+", "-")
                .replaceAll("^[._-]+|[._-]+$", "");
        return Optional.of(ProviderNames.canonical(plain))
                .filter(candidate -> SEGMENT.matcher(candidate).matches());
    }

    /** The provider's own id of the model: the key without LiteLLM's name of the provider in front. */
    static String offering(String key, String provider) {
        int slash = key.indexOf('/');
        return slash > 0
                        && slash < key.length() - 1
                        && ProviderNames.canonical(key.substring(0, slash)).equals(provider)
                ? key.substring(slash + 1)
                : key;
    }

    /**
     * Parses a key.
     *
     * @param key key of the entry
     * @param route LiteLLM's name of the provider
     * @param provider our id of the provider
     */
    static ParsedKey of(String key, String route, String provider) {
        List<String> parts = new ArrayList<>(List.of(key.split("/", -1)));
        if (parts.size() > 1
                && (parts.get(0).equals(route)
                        || ProviderNames.canonical(parts.get(0)).equals(provider))) {
            parts.remove(0);
        }
        boolean plain = parts.size() == 1;
        while (parts.size() > 1 && ROUTE.matcher(parts.get(0)).matches()) {
            parts.remove(0);
        }
        // The provider may appear a second time, after the image size:
        // 1024-x-1024/50-steps/bedrock/amazon.nova-canvas-v1:0
        if (parts.size() > 1 && ProviderNames.canonical(parts.get(0)).equals(provider)) {
            parts.remove(0);
        }
        String last = parts.get(parts.size() - 1);
        if (provider.equals("openrouter")) {
            last = last.replaceFirst(":[a-z]+$", "");
        }
        if (parts.size() == 2) {
            String organisation = parts.get(0);
            // A host that lists a model under its own name does not say who published it.
            String name = last.replace('@', '-').replaceFirst("-maas$", "");
            boolean unclear = organisation.equalsIgnoreCase(provider)
                    || (provider.equals(SHORT_NAMES) && BARE_SIZE.matcher(name).matches());
            return unclear
                    ? new ParsedKey(provider, name, null, null, null)
                    : new ParsedKey(provider, name, organisation + "/" + name, organisation, null);
        }
        if (parts.size() > 2) {
            parts.set(parts.size() - 1, last);
            return new ParsedKey(provider, String.join("/", parts), null, null, null);
        }
        if (provider.equals("amazon-bedrock") || provider.equals("oci")) {
            Matcher dotted = BEDROCK.matcher(last);
            if (dotted.matches()) {
                String name = bedrock(dotted.group(2));
                String vendor = dotted.group(1);
                return new ParsedKey(
                        provider, name, null, vendor, vendor.equals("amazon") ? proposed(vendor, name) : null);
            }
        }
        String vendor = vendor(last.toLowerCase(Locale.ROOT), route.toLowerCase(Locale.ROOT), provider);
        String name = last.replace('@', '-');
        boolean publisher =
                vendor != null && (vendor.equals(PUBLISHERS.get(provider)) || publishes(vendor, provider, route));
        boolean picture = !plain && last.matches("(dall-e|gpt-image)-[a-z0-9.-]+");
        boolean proposable = publisher && (plain || picture) && !last.contains("@");
        return new ParsedKey(provider, name, null, vendor, proposable ? proposed(vendor, name) : null);
    }

    /** Whether the provider serves the vendor's own models under their own names, besides other vendors' models. */
    private static boolean publishes(String vendor, String provider, String route) {
        return switch (provider) {
            case VERTEX -> vendor.equals("google") && !route.endsWith("_models");
            case "perplexity", "deepgram" -> vendor.equals(provider);
            case "alibaba" -> vendor.equals("alibaba");
            default -> false;
        };
    }

    private static String vendor(String name, String route, String provider) {
        if (route.startsWith(VERTEX_ROUTE)) {
            return VERTEX_VENDORS.get(route.substring(VERTEX_ROUTE.length()));
        }
        if (provider.equals("perplexity") && name.matches("(llama-3\\.1-)?(sonar|pplx)-?.*")) {
            return "perplexity";
        }
        if (provider.equals("deepgram") && name.matches("(nova|base|enhanced)(-.*)?")) {
            return "deepgram";
        }
        if (PUBLISHERS.containsKey(provider)) {
            return PUBLISHERS.get(provider);
        }
        if (MIXED.matcher(name).matches() || BARE_SIZE.matcher(name).matches()) {
            return null;
        }
        return VendorNames.ofBrand(name).orElse(null);
    }

    /**
     * A model's name without the version of Bedrock's interface: {@code claude-3-haiku-20240307-v1:0}. The version stays if
     * it is the only difference between two models ({@code titan-embed-text-v2:0}).
     */
    private static String bedrock(String id) {
        Matcher versioned = BEDROCK_VERSION.matcher(id);
        if (versioned.matches() && !versioned.group(1).startsWith("nova-")) {
            return versioned.group(1);
        }
        return id.replaceFirst(":0$", "").replace(':', '.');
    }

    /** The id to create the model under; null for moving aliases and fine-tuned models of customers. */
    private static String proposed(String vendor, String name) {
        String slug = name.toLowerCase(Locale.ROOT);
        boolean isNotOneModel = slug.endsWith("latest") || slug.startsWith("ft:");
        return isNotOneModel || !SEGMENT.matcher(slug).matches() ? null : vendor + "/" + slug;
    }
}
