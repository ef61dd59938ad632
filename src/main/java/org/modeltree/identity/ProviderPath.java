package org.modeltree.identity;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.modeltree.catalog.query.SearchText;

/**
 * An id without the parts that say how and where a provider serves the model: {@code bedrock/us-east-1/meta.llama3-8b-v1:0},
 * {@code accounts/fireworks/models/glm-5p1}, {@code vertex_ai/claude-opus-4@20250514}.
 *
 * @param vendors the other segments before the last slash, which may name the publisher
 * @param slug the last segment, in lower case
 * @param regional whether a region was removed
 * @param routed whether another part was removed
 * @param bedrock whether the id is one of Bedrock's, which begin with the publisher and end with a version of the interface
 * @param tagged whether the size was a tag, as at Ollama, whose plain tags are those of tuned models
 * @param shortened whether the provider leaves out the suffix of tuned models
 * @param exact whether the provider writes the suffix of tuned models, so that a name without it is that of a base model
 */
record ProviderPath(
        List<String> vendors,
        String slug,
        boolean regional,
        boolean routed,
        boolean bedrock,
        boolean tagged,
        boolean shortened,
        boolean exact) {

    /** Providers that serve only tuned models, and leave out the suffix that says so. */
    private static final Set<String> SHORT_NAMES = Set.of("cerebras", "snowflake-cortex", "vercel");

    /** The provider whose names are those of the publishers, so that a plain name is that of a base model. */
    private static final String EXACT_NAMES = "fireworks-ai";

    /** Marks at the end of Poe's names, by the host that the path names: {@code cerebras/gpt-oss-120b-cs}. */
    private static final Map<String, String> HOST_MARKS =
            Map.of("cerebras", "-cs", "empiriolabs", "-el", "fireworks-ai", "-fw", "novita-ai", "-n");

    /** Cloudflare's mark of a model to which a client may add its own adapter. */
    private static final Pattern ADAPTABLE = Pattern.compile("^@(cf|hf)/.*(?=-lora$)|/@(cf|hf)/.*(?=-lora$)");

    /** Suffixes for routing and billing, which do not change the model. */
    private static final Pattern SERVICE =
            Pattern.compile("(:(free|nitro|floor|online|exacto|extended|beta|discounted|batch|flex)"
                    + "|:thinking(:(minimal|low|medium|high|xhigh|max))?|(?<=-thinking):\\d{3,6}|-original|-cheaper"
                    + "|-free|(?<=:\\d{1,4}[bt])-cloud|@default|@00\\d|(?<=@\\d{4})-00\\d|-maas)+$");

    /** What stands before an id in other notations: the address of a page, and a resource of Bedrock. */
    private static final Pattern BEFORE =
            Pattern.compile("^(https?://(www\\.)?|arn:aws[a-z-]*:bedrock:[a-z0-9-]*:\\d*:)");

    /**
     * A provider or a publisher before a colon, perhaps with the interface, as libraries write it: {@code openai:gpt-4o},
     * {@code openai:chat:gpt-4o}. A tag of Ollama is a size or one of a few words instead.
     */
    private static final Pattern COLON = Pattern.compile(
            "^(?<name>[a-z][a-z0-9._-]*):(?:(?:chat|completion|converse|embeddings?|messages|responses):)?"
                    + "(?<rest>(?!(?:latest|instruct|text|chat|code)$)[a-z@].*)$");

    /** Mark of a moving alias at OpenRouter, and of a model of the Hugging Face Hub. */
    private static final Pattern MARK = Pattern.compile("^(~|hf:)");

    /** Ollama's tag with the size of a model: {@code gemma4:31b}. */
    private static final Pattern SIZE_TAG = Pattern.compile(":(?=(\\d+x)?e?\\d+(\\.\\d+)?[bmt](-[a-z0-9_.]+)*$)");

    /**
     * Version of Bedrock's interface, with the context size that may follow it. Later versions than the first are other
     * models, unless a date tells the model.
     */
    private static final Pattern BEDROCK = Pattern.compile("(?<=-v?1):0(:\\d+k)?$|(?<=-20\\d{6}-v\\d):0(:\\d+k)?$");

    /** Region before a publisher: {@code us.anthropic.claude-opus-4-8}. */
    private static final Pattern PREFIX = Pattern.compile("^(us|eu|apac|global|jp|au|ca|us-gov)\\.(?=[a-z0-9-]+\\.)");

    private static final Pattern REGION =
            Pattern.compile("(us|eu|ap|ca|sa|me|af|il|cn|mx|us-gov|us-iso)-[a-z]+-?\\d{1,2}"
                    + "|(asia|europe|northamerica|southamerica|australia|africa)-[a-z]+\\d{1,2}"
                    + "|us|eu|apac|global|global-standard|datazone|us-datazone|eu-datazone"
                    + "|swedencentral|northcentralus|westus\\d?|eastus\\d?|westeurope|francecentral");

    /** Segments that are parts of a route: environments, kinds of endpoints and terms of contract. */
    private static final Set<String> ROUTES = Set.of(
            "*",
            "@cf",
            "@hf",
            "accounts",
            "chat-completion",
            "converse",
            "endpoints",
            "foundation-model",
            "hf",
            "inference-profile",
            "invoke",
            "locations",
            "models",
            "pro",
            "projects",
            "ps",
            "public",
            "publishers",
            "route",
            "routers",
            "tee");

    /** Terms of contract, and the sizes, steps and qualities of pictures that are priced. */
    private static final Pattern TERM =
            Pattern.compile("\\d+-month-commitment|\\d+-x-\\d+|max-x-max|(\\d+|max)-steps|hd|standard|low|medium|high");

    /**
     * Notations of models that customers fine-tuned at a provider, by their base: OpenAI's, of which LiteLLM's keys have only
     * the beginning, that of OpenAI's first fine-tunes, and Azure's.
     */
    private static final List<Pattern> FINE_TUNES = List.of(
            Pattern.compile("^(?<path>(?:.*/)?)ft:(?<base>[^:/]+)(?::[^/]*)?$"),
            Pattern.compile("^(?<path>(?:.*/)?)(?<base>[^:/]+):ft-[^/]+$"),
            Pattern.compile("^(?<path>(?:.*/)?)(?<base>[^:/]+)\\.ft-[0-9a-f]{8,}[^/]*$"));

    /** The id of the model that a customer's fine-tune is based on; empty if the id is not that of a fine-tune. */
    static Optional<String> baseOfFineTune(String id) {
        String plain = id.strip();
        return FINE_TUNES.stream()
                .map(notation -> notation.matcher(plain))
                .filter(Matcher::matches)
                .map(fineTune -> fineTune.group("path") + fineTune.group("base"))
                .findFirst();
    }

    /**
     * Parses an id.
     *
     * @param provider provider that uses the id; empty if unknown
     */
    static ProviderPath of(String provider, String id) {
        String text = SearchText.idKey(id).replaceAll("\\s+", "-");
        String path = withoutNotation(text);
        String unserved = SERVICE.matcher(MARK.matcher(path).replaceFirst("")).replaceFirst("");
        boolean tagged = SIZE_TAG.matcher(unserved).find();
        unserved = SIZE_TAG.matcher(unserved).replaceFirst("-");
        String plain = BEDROCK.matcher(unserved).replaceFirst("");
        boolean bedrock =
                !plain.equals(unserved) || ProviderNames.canonical(provider).equals("amazon-bedrock");
        boolean routed = !plain.equals(text);
        List<String> vendors = new ArrayList<>(List.of(plain.split("/")));
        if (vendors.isEmpty() || vendors.contains("") || plain.endsWith("/")) {
            return new ProviderPath(List.of(), "", false, routed, bedrock, tagged, false, false);
        }
        String last = vendors.remove(vendors.size() - 1);
        List<String> hosts = Stream.concat(Stream.of(provider), vendors.stream())
                .map(ProviderNames::canonical)
                .toList();
        boolean shortened = hosts.stream().anyMatch(SHORT_NAMES::contains);
        for (String host : hosts) {
            String mark = HOST_MARKS.getOrDefault(host, "");
            if (!mark.isEmpty() && last.endsWith(mark)) {
                last = last.substring(0, last.length() - mark.length());
            }
        }
        if (ADAPTABLE.matcher(plain).find()) {
            last = last.substring(0, last.lastIndexOf('-'));
        }
        boolean regional = vendors.removeIf(step -> REGION.matcher(step).matches());
        routed |= vendors.removeIf(step -> isRoute(step, provider));
        // A part of a publisher's own service, such as text-completion-openai.
        vendors.replaceAll(step -> VendorNames.isKnown(step) ? step : ProviderNames.canonical(step));
        Matcher prefix = PREFIX.matcher(last);
        boolean regionalPrefix = prefix.find();
        bedrock |= regionalPrefix;
        regional |= regionalPrefix;
        String slug = prefix.replaceFirst("");
        if (ProviderNames.canonical(provider).equals("fireworks-ai") || text.contains("fireworks")) {
            // Fireworks writes a dot between digits as a letter.
            slug = slug.replaceAll("(?<=\\d)p(?=\\d)", ".");
        }
        return new ProviderPath(
                List.copyOf(vendors), slug, regional, routed, bedrock, tagged, shortened, hosts.contains(EXACT_NAMES));
    }

    /** The id as a path. Names of product lines have a tag after their colon, so they name no publisher. */
    private static String withoutNotation(String text) {
        String path = BEFORE.matcher(text).replaceFirst("");
        Matcher colon = COLON.matcher(path);
        if (!colon.matches()) {
            return path;
        }
        String name = colon.group("name");
        if (ProviderNames.isKnown(name)) {
            return ProviderNames.canonical(name) + "/" + colon.group("rest");
        }
        return VendorNames.isPublisher(name) ? VendorNames.canonical(name) + "/" + colon.group("rest") : path;
    }

    /** An id without its region, in its own spelling. */
    static String withoutRegion(String id) {
        List<String> steps = new ArrayList<>(List.of(id.split("/")));
        steps.subList(0, Math.max(0, steps.size() - 1))
                .removeIf(step ->
                        REGION.matcher(step).matches() || TERM.matcher(step).matches());
        return steps.isEmpty()
                ? id
                : String.join("/", steps.subList(0, steps.size() - 1))
                        + (steps.size() > 1 ? "/" : "")
                        + PREFIX.matcher(steps.get(steps.size() - 1)).replaceFirst("");
    }

    private static boolean isRoute(String step, String provider) {
        if (ROUTES.contains(step) || TERM.matcher(step).matches()) {
            return true;
        }
        boolean ofProvider =
                !provider.isEmpty() && ProviderNames.canonical(step).equals(ProviderNames.canonical(provider));
        return (ofProvider || ProviderNames.isHost(step)) && !VendorNames.isKnown(step);
    }

    /** The rule by which a model with this slug is found. */
    Rule rule() {
        if (regional) {
            return Rule.REGION;
        }
        return routed ? Rule.PROVIDER_PATH : Rule.SPELLING;
    }

    /** Whether the segments that are left say nothing about the publisher, because they are a host of many. */
    boolean isHosted() {
        return vendors.stream().allMatch(ProviderNames::isHost);
    }
}
