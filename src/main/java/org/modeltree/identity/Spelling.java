package org.modeltree.identity;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One interpretation of a provider's id of a model.
 *
 * @param vendor canonical id of the publisher; empty if the id does not name one
 * @param slug the rest of the id, in lower case
 */
public record Spelling(String vendor, String slug) {

    /** Version of Bedrock's interface, which only some publishers have in the names of their models as well. */
    private static final Pattern BEDROCK_VERSION = Pattern.compile("-v?1$|(?<=-20\\d{6})-v\\d$");

    /**
     * Suffixes of the same weights in another environment or number format that serving engines convert to anyway.
     * Formats that need calibration (AWQ, GPTQ, 4 and 8 bit integers) are different weights.
     */
    private static final Pattern SAME_WEIGHTS = Pattern.compile("-(tee|fp8(-dynamic)?|fp16|bf16|hf)$");

    /** Anthropic's older order, {@code claude-3-5-sonnet}; other catalogs mix it with {@link #TIER_FIRST}. */
    private static final Pattern NUMBER_FIRST =
            Pattern.compile("^claude-(\\d(?:[.-]\\d{1,2})?)-(opus|sonnet|haiku)((?:[-@].*)?)$");

    /** Anthropic's newer order: {@code claude-sonnet-4-5}. */
    private static final Pattern TIER_FIRST =
            Pattern.compile("^claude-(opus|sonnet|haiku)-(\\d(?:[.-]\\d{1,2})?)((?:[-@].*)?)$");

    /** Suffixes of service tiers (speed and price) at hosts of open weights. */
    private static final Pattern TIER =
            Pattern.compile("^(.+?)(?:-(?:fp8|fp16|bf16))?-(?:basic|fast|flex|high-throughput|tput)$");

    /** As {@link #TIER}, for names with a parameter count: a publisher's own name has a size or a speed, not both. */
    private static final Pattern TIER_OF_SIZED = Pattern.compile("^(.*\\d+b(?:-.+)?)-turbo$");

    /**
     * Modes of one and the same model, by publisher: Anthropic's extended thinking and fast mode, and the effort of reasoning
     * at OpenAI and Google, are request parameters, hybrid models switch thinking by chat template, both ids of Grok 4 Fast
     * name the same weights, and Grok 3 is also served faster.
     */
    private static final Map<String, Pattern> MODES = Map.of(
            "anthropic", Pattern.compile("^(claude-.+?)-(?:think|thinking|fast)$"),
            "alibaba", Pattern.compile("^(qwen3[.-][5-9].*?)-thinking$"),
            "deepseek", Pattern.compile("^(deepseek-v(?:3[.-][12]|4).*?)-thinking$"),
            "openai", Pattern.compile("^(o\\d(?:-mini|-pro)?|gpt-5.*?)-(?:minimal|low|medium|high|xhigh)$"),
            "google",
                    Pattern.compile("^((?:gemini-3|gemini-2[.-]5-(?:flash|pro)|gemma-4).*?)"
                            + "-(?:minimal|low|medium|high|(?:no)?think(?:ing)?)$"),
            "moonshotai", Pattern.compile("^(kimi-k(?:2[.-][5-9]|[3-9]).*?)-thinking$"),
            "xai",
                    Pattern.compile("^(grok-4(?:[.-]1)?-fast(?=-(?:non-)?reasoning)|grok-3(?:-mini)?(?=-fast))"
                            + "-(?:(?:non-)?reasoning(?:-latest)?|fast(?:-beta|-latest)?)$"),
            "xiaomi", Pattern.compile("^(mimo-v2.*?)-thinking$"),
            "zhipuai", Pattern.compile("^(glm-(?:4[.-][5-9]|[5-9]).*?)-thinking$"));

    /**
     * Formats of quantized weights at the end of an id: Ollama's tags such as {@code q4_k_m}, and the names that repackagers
     * use, such as {@code gguf}, {@code awq} and {@code mlx-4bit}.
     */
    private static final Pattern QUANTIZED =
            Pattern.compile("^(.+?)(?:[-:](?:i?q\\d(?:_[a-z0-9]+)*|gguf|awq|gptq|exl[23]|mlx|bnb|unsloth|imatrix|i1"
                    + "|(?:nv|mx)?fp4|int[48]|w\\d+a\\d+|\\d(?:\\.\\d+)?-?bit))+$");

    /** Words that a provider puts in front of the models of one of its plans or sources. */
    private static final Set<String> PLANS = Set.of("coding", "deep");

    private static final Pattern SIZE = Pattern.compile("\\d+b$");

    /** Words for the purpose of a model; a model without the word is a different one. */
    private static final Set<String> PURPOSES = Set.of(
            "asr", "embed", "embedding", "image", "ocr", "realtime", "rerank", "search", "transcribe", "tts", "video");

    private static final String LATEST = "-latest";

    private static final Pattern OLD_CLAUDE = Pattern.compile("claude-v\\d(:\\d)?");

    /** Vertex AI's {@code claude-3-5-sonnet-v2@20241022}. */
    private static final Pattern VERSION_BEFORE_DAY = Pattern.compile("-v\\d(?=-20\\d{6}$)");

    private static final Pattern SEPARATORS = Pattern.compile("[-._@: ]");
    private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9]*");
    private static final Pattern TOKENS = Pattern.compile("\\d+|\\p{L}+");

    /**
     * All interpretations of an id, the most likely first.
     *
     * @param path the id without the parts that say how it is served
     * @param vendorHint publisher according to the catalog; may be null
     */
    static List<Spelling> of(ProviderPath path, String vendorHint) {
        String slug = path.slug();
        if (slug.isEmpty()) {
            return List.of();
        }
        Set<Spelling> spellings = new LinkedHashSet<>();
        // The segment next to the slug is the likeliest publisher.
        for (int i = path.vendors().size() - 1; i >= 0; i--) {
            add(spellings, VendorNames.canonical(path.vendors().get(i)), slug, path.bedrock());
        }
        if (path.isHosted()) {
            String own = slug;
            for (String host : path.vendors()) {
                own = own.startsWith(host + "-") ? own.substring(host.length() + 1) : own;
            }
            dotted(own, path.bedrock()).ifPresent(inside -> add(spellings, inside.vendor(), inside.slug(), true));
            dashed(own).forEach(inside -> add(spellings, inside.vendor(), inside.slug(), path.bedrock()));
            String vendor = vendorHint == null ? "" : VendorNames.canonical(vendorHint);
            add(spellings, vendor, own, path.bedrock());
            // Databricks and others put their name in front of the models that they serve.
            int dash = own.indexOf('-');
            if (dash > 0 && (ProviderNames.isHost(own.substring(0, dash)) || PLANS.contains(own.substring(0, dash)))) {
                String served = own.substring(dash + 1);
                add(spellings, vendor, served, path.bedrock());
                dashed(served).forEach(inside -> add(spellings, inside.vendor(), inside.slug(), path.bedrock()));
            }
        }
        return List.copyOf(spellings);
    }

    /** The vendor and slug of an id whose path has one segment beside those of hosts and routes; empty otherwise. */
    public static Optional<Spelling> inPath(String provider, String id) {
        ProviderPath path = ProviderPath.of(provider, id);
        return path.vendors().size() == 1 && !path.slug().isEmpty()
                ? Optional.of(new Spelling(VendorNames.canonical(path.vendors().get(0)), path.slug()))
                : Optional.empty();
    }

    /** Bedrock's {@code meta.llama3-8b}, whose publishers include names that are product lines elsewhere, such as qwen. */
    private static Optional<Spelling> dotted(String slug, boolean bedrock) {
        int dot = slug.indexOf('.');
        boolean isVendor = dot > 0
                && dot < slug.length() - 1
                && (VendorNames.isKnown(slug.substring(0, dot))
                        || (bedrock && WORD.matcher(slug.substring(0, dot)).matches()));
        return isVendor
                ? Optional.of(new Spelling(VendorNames.canonical(slug.substring(0, dot)), slug.substring(dot + 1)))
                : Optional.empty();
    }

    /** Slugs that start with a publisher's name, the longest name first: {@code anthropic--claude-4.5}, {@code openai-gpt-5}. */
    private static List<Spelling> dashed(String slug) {
        List<Spelling> publishers = new ArrayList<>();
        for (String separator : List.of("--", "-")) {
            for (int at = slug.lastIndexOf(separator); at > 0; at = slug.lastIndexOf(separator, at - 1)) {
                String vendor = slug.substring(0, at);
                String rest = slug.substring(at + separator.length());
                boolean ofLine = VendorNames.isKnown(vendor)
                        && VendorNames.ofLine(rest).equals(Optional.of(VendorNames.canonical(vendor)));
                if (!rest.isEmpty() && (VendorNames.isPublisher(vendor) || ofLine)) {
                    publishers.add(new Spelling(VendorNames.canonical(vendor), rest));
                }
            }
        }
        return publishers;
    }

    private static void add(Set<Spelling> spellings, String vendor, String slug, boolean bedrock) {
        String dashed = slug.replace('@', '-');
        spellings.add(new Spelling(vendor, dashed));
        reordered(dashed).forEach(other -> spellings.add(new Spelling(vendor, other)));
        for (Pattern end : bedrock ? List.of(SAME_WEIGHTS, BEDROCK_VERSION) : List.of(SAME_WEIGHTS)) {
            String plain = end.matcher(dashed).replaceFirst("");
            if (!plain.equals(dashed) && !plain.isEmpty()) {
                add(spellings, vendor, plain, bedrock);
            }
        }
        if (!vendor.isEmpty()) {
            named(spellings, vendor, dashed);
        }
    }

    /** The slug with its publisher's name in front, and without it: {@code meta/meta-llama-3.1-8b}, {@code deepseek.r1}. */
    static void named(Set<Spelling> spellings, String vendor, String slug) {
        int dash = slug.indexOf('-');
        if (dash > 0 && VendorNames.canonical(slug.substring(0, dash)).equals(vendor)) {
            spellings.add(new Spelling(vendor, slug.substring(dash + 1)));
        } else {
            spellings.add(new Spelling(vendor, vendor + "-" + slug));
        }
    }

    /** Other orders and spellings of names in which catalogs are known to differ. */
    private static List<String> reordered(String slug) {
        List<String> others = new ArrayList<>();
        if (slug.startsWith("duo-chat-")) {
            // GitLab's names for the models of its chat.
            String plain = slug.substring("duo-chat-".length());
            others.add(plain.matches("(opus|sonnet|haiku)-.*") ? "claude-" + plain : plain);
        } else if (OLD_CLAUDE.matcher(slug).matches()) {
            // Bedrock's first names have a version instead of a number: claude-v2:1 is Claude 2.1.
            others.add(slug.replaceFirst("-v", "-").replace(':', '.'));
        } else if (slug.startsWith("gpt-35-")) {
            // Azure's names had no dots.
            others.add(slug.replaceFirst("35", "3.5"));
        } else if (slug.matches("(llama|qwen)-v\\d.*")) {
            others.add(slug.replaceFirst("-v", "-"));
        } else if (VERSION_BEFORE_DAY.matcher(slug).find()) {
            // The day says which version it is.
            reordered(VERSION_BEFORE_DAY.matcher(slug).replaceFirst("")).forEach(others::add);
            others.add(VERSION_BEFORE_DAY.matcher(slug).replaceFirst(""));
        }
        Matcher number = NUMBER_FIRST.matcher(slug);
        Matcher tier = TIER_FIRST.matcher(slug);
        if (number.matches()) {
            claude(number.group(1), number.group(2), number.group(3), others);
        } else if (tier.matches()) {
            claude(tier.group(2), tier.group(1), tier.group(3), others);
        }
        others.remove(slug);
        return others;
    }

    private static void claude(String number, String tier, String rest, List<String> spellings) {
        List<String> numbers = new ArrayList<>(List.of(number));
        // The first model of a generation is written 4 or 4.0.
        if (number.length() == 1) {
            numbers.add(number + "-0");
        } else if (number.endsWith("0") && number.length() == 3) {
            numbers.add(number.substring(0, 1));
        }
        for (String one : numbers) {
            spellings.add("claude-" + tier + "-" + one + rest);
            spellings.add("claude-" + one + "-" + tier + rest);
        }
    }

    /** A name, interpreted as an id. */
    static Spelling ofName(String name) {
        return new Spelling("", String.join("-", shape(name)));
    }

    /** The key of the id, with the vendor if there is one. */
    String key() {
        return vendor.isEmpty() ? slug : vendor + "/" + slug;
    }

    /** The slug without dots, hyphens and underscores, for lookups. */
    String compact() {
        return compact(slug);
    }

    static String compact(String slug) {
        return SEPARATORS.matcher(slug).replaceAll("");
    }

    /** The first two words without dots, hyphens and underscores, which ids of the same series share. */
    String stem() {
        String[] words = slug.split("[-_@]", 3);
        return compact(words.length > 1 ? words[0] + words[1] : words[0]);
    }

    /** The spelling without its service tier; empty if it has none. */
    Optional<Spelling> untiered() {
        return without(TIER).or(() -> without(TIER_OF_SIZED));
    }

    /** The spellings without their mode, one per publisher with such a mode; empty if there is none. */
    List<Spelling> anyMode() {
        return MODES.entrySet().stream()
                .filter(mode -> vendor.isEmpty() || vendor.equals(mode.getKey()))
                .flatMap(mode ->
                        without(mode.getValue()).stream().map(plain -> new Spelling(mode.getKey(), plain.slug())))
                .toList();
    }

    /** The spellings without a suffix of tuned models; none if there is no such suffix. */
    List<Spelling> untuned(List<String> suffixes) {
        return suffixes.stream()
                .map(suffix -> "-" + suffix)
                .filter(suffix -> slug.endsWith(suffix) && slug.length() > suffix.length())
                .map(suffix -> withSlug(slug.substring(0, slug.length() - suffix.length())))
                .toList();
    }

    /**
     * Spellings of the models that this one may be a quantization of, or that have another suffix of tuned models; such a
     * model is likely, not certain.
     *
     * @param suffixes suffixes of tuned models
     */
    List<Spelling> nearlySame(List<String> suffixes) {
        Set<Spelling> others = new LinkedHashSet<>();
        Optional<Spelling> unquantized = without(QUANTIZED);
        unquantized.ifPresent(plain -> {
            others.add(plain);
            // People who quantize a model publish it under names of their own.
            others.add(new Spelling("", plain.slug()));
        });
        Spelling whole = unquantized.orElse(this);
        whole.untuned(suffixes)
                .forEach(plain -> suffixes.forEach(suffix -> others.add(plain.withSlug(plain.slug() + "-" + suffix))));
        others.remove(this);
        return List.copyOf(others);
    }

    /** Whether the slug ends with a parameter count, as that of a base model does. */
    boolean endsWithSize() {
        return SIZE.matcher(slug).find();
    }

    private Optional<Spelling> without(Pattern end) {
        Matcher ended = end.matcher(slug);
        return ended.matches() ? Optional.of(new Spelling(vendor, ended.group(1))) : Optional.empty();
    }

    /** The date or first version at the end; empty if there is none. */
    Optional<SnapshotDate> snapshot() {
        return SnapshotDate.of(slug);
    }

    /** The spelling with another slug. */
    Spelling withSlug(String other) {
        return new Spelling(vendor, other);
    }

    /** Whether the id means whatever is the latest model of a series. */
    boolean isLatest() {
        return isLatest(slug);
    }

    /** Whether an id means whatever is the latest model of a series. */
    static boolean isLatest(String id) {
        return id.length() > LATEST.length() && id.toLowerCase(Locale.ROOT).endsWith(LATEST);
    }

    /** The spelling without {@code -latest}. */
    Spelling withoutLatest() {
        return isLatest() ? withSlug(slug.substring(0, slug.length() - LATEST.length())) : this;
    }

    /** Whether an id ends with a day or with {@code -latest}, so that a model without it is the same or a likely one. */
    public static boolean isSnapshot(String id) {
        Spelling spelling = new Spelling("", id.substring(id.indexOf('/') + 1));
        return spelling.isLatest()
                || spelling.snapshot().filter(SnapshotDate::isWholeDay).isPresent();
    }

    /**
     * Whether an id names whatever model is used at a time, so that it is none itself: a router, or the latest model of a
     * series without a version ({@code gpt-chat-latest}).
     */
    public static boolean isNoModel(String id) {
        List<String> words = shape(id.substring(id.indexOf('/') + 1));
        int latest = words.indexOf("latest");
        return words.contains("router")
                || (latest >= 0
                        && words.subList(0, latest).stream().noneMatch(word -> Character.isDigit(word.charAt(0))));
    }

    /** Whether a model's id has a word for its purpose that none of the others has. */
    public static boolean hasOtherPurpose(String id, Collection<String> others) {
        return shape(id).stream()
                .anyMatch(word -> PURPOSES.contains(word)
                        && others.stream().noneMatch(other -> shape(other).contains(word)));
    }

    /**
     * Words and numbers in order: {@code qwen2.5-7b} and {@code Qwen2-5 7B} are equal, while {@code qwen3-1.7b} and {@code
     * qwen3-17b} are not, although they have the same characters.
     */
    static List<String> shape(String text) {
        List<String> tokens = new ArrayList<>();
        Matcher token = TOKENS.matcher(text.toLowerCase(Locale.ROOT));
        while (token.find()) {
            tokens.add(token.group());
        }
        return tokens;
    }
}
