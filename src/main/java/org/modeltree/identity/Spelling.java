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
import org.modeltree.catalog.query.SearchText;

/**
 * One interpretation of a provider's id of a model.
 *
 * @param vendor canonical id of the publisher; empty if the id does not name one
 * @param slug the rest of the id, in lower case
 */
public record Spelling(String vendor, String slug) {

    /** Suffixes for routing and billing, which do not change the model; {@code -v1:0} is Bedrock's. */
    private static final Pattern SERVICE = Pattern.compile(
            ":(free|nitro|floor|online|exacto|extended|thinking|beta|discounted|batch|flex)$|(?<=-v\\d{1,2}):\\d+$");

    private static final Pattern REGION = Pattern.compile("^(us|eu|apac|global|jp|au|ca|us-gov)\\.(?=[a-z0-9-]+\\.)");
    private static final Pattern BEDROCK_VERSION = Pattern.compile("-v\\d{1,2}$");

    /**
     * Suffixes of the same weights in another environment or number format that serving engines convert to anyway.
     * Formats that need calibration (AWQ, GPTQ, 4 and 8 bit integers) are different weights.
     */
    private static final Pattern SAME_WEIGHTS = Pattern.compile("-(tee|fp8|fp16|bf16)$");

    private static final Pattern DATED =
            Pattern.compile("^(.+?)[-@]((20\\d{2})-?(0[1-9]|1[0-2])-?(0[1-9]|[12]\\d|3[01]))$");

    /** Anthropic's older order, {@code claude-3-5-sonnet}; other catalogs mix it with {@link #TIER_FIRST}. */
    private static final Pattern NUMBER_FIRST =
            Pattern.compile("^claude-(\\d(?:[.-]\\d{1,2})?)-(opus|sonnet|haiku)((?:[-@].*)?)$");

    /** Anthropic's newer order: {@code claude-sonnet-4-5}. */
    private static final Pattern TIER_FIRST =
            Pattern.compile("^claude-(opus|sonnet|haiku)-(\\d(?:[.-]\\d{1,2})?)((?:[-@].*)?)$");

    /** Suffixes of service tiers (speed and price) at hosts of open weights. */
    private static final Pattern TIER = Pattern.compile("^(.+?)(?:-(?:fp8|fp16|bf16))?-(?:fast|flex)$");

    /** As {@link #TIER}, for names with a parameter count: a publisher's own name has a size or a speed, not both. */
    private static final Pattern TIER_OF_SIZED = Pattern.compile("^(.*\\d+b(?:-.+)?)-turbo$");

    /**
     * Modes of one and the same model, by publisher: Anthropic's extended thinking and fast mode are request parameters,
     * DeepSeek's hybrid models switch thinking by chat template, and both ids of Grok 4 Fast name the same weights.
     */
    private static final Map<String, Pattern> MODES = Map.of(
            "anthropic", Pattern.compile("^(claude-.+?)-(?:thinking|fast)$"),
            "deepseek", Pattern.compile("^(deepseek-v3\\.[12].*?)-thinking$"),
            "xai", Pattern.compile("^(grok-4(?:\\.1)?-fast)-(?:non-)?reasoning$"));

    /** Words for the purpose of a model; a model without the word is a different one. */
    private static final Set<String> PURPOSES = Set.of(
            "asr", "embed", "embedding", "image", "ocr", "realtime", "rerank", "search", "transcribe", "tts", "video");

    /** Path segments that are not vendors. */
    private static final Set<String> PATHS = Set.of(
            "workers-ai",
            "@cf",
            "@hf",
            "hf",
            "accounts",
            "fireworks",
            "models",
            "routers",
            "publishers",
            "bedrock",
            "vertex_ai",
            "vertexai",
            "azure",
            "azure_ai",
            "openrouter",
            "siliconflow",
            "groq",
            "together_ai",
            "fireworks_ai",
            "deepinfra",
            "replicate",
            "pro");

    private static final Pattern SEPARATORS = Pattern.compile("[-._]");
    private static final Pattern TOKENS = Pattern.compile("\\d+|\\p{L}+");

    /**
     * All interpretations of an id, the most likely first.
     *
     * @param provider provider that uses the id
     * @param vendorHint publisher according to the catalog; may be null
     */
    public static List<Spelling> of(String provider, String id, String vendorHint) {
        String text = SearchText.idKey(id).replaceAll("\\s+", "-");
        text = SERVICE.matcher(text).replaceFirst("");
        text = REGION.matcher(text).replaceFirst("");
        List<String> steps = new ArrayList<>(List.of(text.split("/")));
        steps.removeIf(String::isEmpty);
        if (steps.isEmpty()) {
            return List.of();
        }
        String slug = steps.remove(steps.size() - 1);
        if (provider.startsWith("fireworks")) {
            slug = slug.replaceAll("(?<=\\d)p(?=\\d)", ".");
        }
        while (!steps.isEmpty()
                && (PATHS.contains(steps.get(0))
                        || steps.get(0).replace('_', '-').equals(provider))
                && !(steps.size() == 1 && VendorNames.isKnown(steps.get(0)))) {
            steps.remove(0);
        }
        Set<Spelling> spellings = new LinkedHashSet<>();
        if (!steps.isEmpty()) {
            add(spellings, VendorNames.canonical(steps.get(steps.size() - 1)), slug);
        } else {
            vendorInside(slug).ifPresent(inside -> add(spellings, inside.vendor(), inside.slug()));
            add(spellings, vendorHint == null ? "" : VendorNames.canonical(vendorHint), slug);
        }
        return List.copyOf(spellings);
    }

    /** The longest publisher's name that a slug starts with: Bedrock's {@code meta.llama3}, SAP's {@code anthropic--claude}, {@code openai-gpt-5}. */
    private static Optional<Spelling> vendorInside(String slug) {
        for (String separator : List.of("--", ".", "-")) {
            for (int at = slug.lastIndexOf(separator); at > 0; at = slug.lastIndexOf(separator, at - 1)) {
                String vendor = slug.substring(0, at);
                String rest = slug.substring(at + separator.length());
                if (!rest.isEmpty() && VendorNames.isPublisher(vendor)) {
                    boolean bedrock = separator.equals(".");
                    return Optional.of(new Spelling(
                            VendorNames.canonical(vendor),
                            bedrock ? BEDROCK_VERSION.matcher(rest).replaceFirst("") : rest));
                }
            }
        }
        return Optional.empty();
    }

    private static void add(Set<Spelling> spellings, String vendor, String slug) {
        spellings.add(new Spelling(vendor, slug));
        reordered(slug).forEach(other -> spellings.add(new Spelling(vendor, other)));
        String plain = SAME_WEIGHTS.matcher(slug).replaceFirst("");
        if (!plain.equals(slug)) {
            add(spellings, vendor, plain);
        }
    }

    private static List<String> reordered(String slug) {
        List<String> others = new ArrayList<>();
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

    private Optional<Spelling> without(Pattern end) {
        Matcher ended = end.matcher(slug);
        return ended.matches() ? Optional.of(new Spelling(vendor, ended.group(1))) : Optional.empty();
    }

    /** The spelling without the date at its end, and the date; empty if it has none. */
    Optional<Dated> dated() {
        Matcher dated = DATED.matcher(slug);
        return dated.matches()
                ? Optional.of(new Dated(
                        new Spelling(vendor, dated.group(1)),
                        dated.group(3) + "-" + dated.group(4) + "-" + dated.group(5)))
                : Optional.empty();
    }

    /**
     * A spelling with a date at its end.
     *
     * @param undated the spelling without the date
     * @param day the date, such as {@code 2024-01-31}
     */
    record Dated(Spelling undated, String day) {}

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
