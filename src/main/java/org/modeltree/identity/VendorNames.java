package org.modeltree.identity;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of publishers in other catalogs, mapped to our vendor ids. */
public final class VendorNames {

    /** Vendor ids, each followed by other names: organisations on Hugging Face, names in routers and price lists. */
    private static final String[][] SYNONYMS = {
        {"01-ai", "01.ai", "zero-one-ai", "lingyiwanwu"},
        {"ai21", "ai21labs", "ai21-labs", "ai21-jamba"},
        {"aion", "aion-labs", "aionlabs"},
        {"aleph-alpha"},
        {
            "alibaba",
            "qwen",
            "alibabacloud",
            "alibaba-cloud",
            "aliyun",
            "tongyi",
            "alibaba-nlp",
            "dashscope",
            "qvq",
            "qwq"
        },
        {"allenai", "ai2", "allen-ai", "allen-institute-for-ai"},
        {"amazon", "aws", "amazon-nova"},
        {"anthropic", "claude"},
        {"arcee", "arcee-ai", "arceeai"},
        {"baai", "flagopen"},
        {"baichuan", "baichuan-inc"},
        {"baidu", "ernie", "paddlepaddle"},
        {"black-forest-labs", "bfl"},
        {"bytedance", "bytedance-seed", "doubao", "volcengine"},
        {"cognitivecomputations", "dphn"},
        {"cohere", "cohereforai", "coherelabs", "cohere-labs"},
        {"databricks", "databricks-dbrx"},
        {"deepcogito"},
        {"deepgram"},
        {"deepreinforce", "deepreinforce-ai"},
        {"deepseek", "deepseek-ai", "deepseek_ai"},
        {"eleutherai", "eleuther-ai"},
        {"elevenlabs"},
        {"essentialai", "essential-ai"},
        {"google", "google-deepmind", "google-ai", "gemini", "googleai"},
        {"gryphe", "gryphe-padar"},
        {"ibm", "ibm-granite", "ibm-research", "granite"},
        {"inclusionai", "inclusion-ai", "antgroup"},
        {"jina", "jina-ai", "jinaai"},
        {"kunlun", "skywork", "skyworkai"},
        {"kwaipilot", "kwai-kat"},
        {"lg", "lgai-exaone", "lg-ai", "lgai"},
        {"liquid", "liquidai", "liquid-ai"},
        {"meituan", "meituan-longcat", "longcat"},
        {"meta", "meta-llama", "metallama", "facebook", "facebookresearch", "llama", "meta_llama"},
        {"microsoft", "microsoft-research", "azure-phi"},
        {"minimax", "minimaxai", "minimax-ai"},
        {"mistral", "mistralai", "mistral-ai", "mistral_ai"},
        {"moonshotai", "moonshot", "moonshot-ai", "kimi"},
        {"naver", "naver-hyperclovax", "hyperclova"},
        {"nex-agi"},
        {"nousresearch", "nous", "nous-research"},
        {"nvidia", "nv-mistralai", "nvidia-nemo"},
        {"openai", "open-ai", "openai-community"},
        {"perplexity", "perplexity-ai", "perplexityai"},
        {"poolside", "poolside-ai"},
        {"prime-intellect", "primeintellect"},
        {"recraft", "recraft-ai"},
        {"reka", "rekaai", "reka-ai"},
        {"relace"},
        {"sakana", "sakanaai", "sakana-ai"},
        {"sarvam", "sarvamai", "sarvam-ai"},
        {"shanghai-ai-lab", "internlm"},
        {"snowflake", "snowflake-ai"},
        {"stabilityai", "stability-ai", "stability"},
        {"stepfun", "stepfun-ai"},
        {"swiss-ai"},
        {"tencent", "tencent-hunyuan", "hunyuan"},
        {"thedrummer"},
        {"tii", "tiiuae"},
        {"tngtech", "tng"},
        {"together", "togethercomputer"},
        {"upstage", "upstage-ai", "solar"},
        {"voyage", "voyage-ai", "voyageai"},
        {"writer", "writer-ai"},
        {"xai", "x-ai", "xai-org", "x.ai", "grok"},
        {"xiaomi", "xiaomimimo", "xiaomi-mimo"},
        {"yandex", "yandexgpt"},
        {"zhipuai", "z-ai", "zai", "zai-org", "thudm", "zhipu", "zhipu-ai", "z.ai", "glm"},
    };

    /** The names above that are product lines: {@code gemini-2.5} is not a vendor followed by a model. */
    private static final Set<String> PRODUCT_LINES = Set.of(
            "claude",
            "doubao",
            "ernie",
            "gemini",
            "glm",
            "granite",
            "grok",
            "hunyuan",
            "hyperclova",
            "internlm",
            "kimi",
            "llama",
            "longcat",
            "meta-llama",
            "qvq",
            "qwen",
            "qwq",
            "skywork",
            "solar",
            "tongyi",
            "yandexgpt");

    /** Names that only one vendor uses, except models that others derive from its own. */
    private static final List<Map.Entry<Pattern, String>> BRANDS = List.of(
            brand("(chat)?gpt-\\d.*|gpt-35.*|gpt-(oss|image|realtime|audio).*|o[134](-.*)?|dall-e-.*", "openai"),
            brand("text-embedding-(3-|ada).*|text-davinci-.*|whisper-.*|tts-1.*|computer-use-preview.*", "openai"),
            brand("claude-.*", "anthropic"),
            brand("gemini-.*|gemma-.*", "google"),
            brand("(meta-)?llama-?[234]([.-]\\d)?-.*", "meta"),
            brand("mixtral-.*|mistral-.*|ministral-.*|codestral.*|pixtral-.*|magistral-.*|devstral-.*", "mistral"),
            brand("grok-\\d.*|grok-beta|grok-code-.*", "xai"),
            brand("deepseek-.*", "deepseek"),
            brand("qwen.*|qwq-.*", "alibaba"),
            brand("command-(r|a).*|cohere-(command|embed|rerank)-.*", "cohere"),
            brand("jamba-.*|j2-.*", "ai21"),
            brand("phi-\\d.*", "microsoft"),
            brand("kimi-.*|moonshot-v1-.*", "moonshotai"),
            brand("glm-\\d.*", "zhipuai"),
            brand("sonar.*|pplx-.*", "perplexity"));

    private static final Pattern FIRST_WORD = Pattern.compile("[a-z]+");

    private static final Map<String, String> CANONICAL = Synonyms.canonical(SYNONYMS);

    private VendorNames() {}

    private static Map.Entry<Pattern, String> brand(String names, String vendor) {
        return Map.entry(Pattern.compile(names), vendor);
    }

    /** Our id of a vendor; the name itself in lower case if it is unknown. */
    public static String canonical(String vendor) {
        String folded = vendor.strip().toLowerCase(Locale.ROOT);
        String known = CANONICAL.get(folded);
        return known != null ? known : CANONICAL.getOrDefault(folded.replace('_', '-'), folded);
    }

    /** Whether a name is a known vendor. */
    public static boolean isKnown(String name) {
        String folded = name.strip().toLowerCase(Locale.ROOT);
        return CANONICAL.containsKey(folded) || CANONICAL.containsKey(folded.replace('_', '-'));
    }

    /** Whether a name is a known publisher, not one of its product lines. */
    static boolean isPublisher(String name) {
        return isKnown(name) && !PRODUCT_LINES.contains(name.strip().toLowerCase(Locale.ROOT));
    }

    /** Publisher that alone uses names such as this one, if it is no derived model. */
    public static Optional<String> ofBrand(String slug) {
        String folded = slug.toLowerCase(Locale.ROOT);
        return BRANDS.stream()
                .filter(brand -> brand.getKey().matcher(folded).matches())
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** Publisher of the product line that a model's name starts with, such as {@code qwen} in {@code qwen3-max}. */
    public static Optional<String> ofLine(String slug) {
        Matcher word = FIRST_WORD.matcher(slug.toLowerCase(Locale.ROOT));
        return word.lookingAt() && PRODUCT_LINES.contains(word.group())
                ? Optional.of(canonical(word.group()))
                : Optional.empty();
    }
}
