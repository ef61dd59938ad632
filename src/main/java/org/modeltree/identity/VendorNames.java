package org.modeltree.identity;

import java.util.HashMap;
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
        {"baai", "flagopen"},
        {"baichuan", "baichuan-inc"},
        {"baidu", "ernie", "paddlepaddle"},
        {"bytedance", "bytedance-seed", "doubao", "volcengine"},
        {"cohere", "cohereforai", "coherelabs", "cohere-labs"},
        {"databricks", "databricks-dbrx"},
        {"deepreinforce", "deepreinforce-ai"},
        {"deepseek", "deepseek-ai", "deepseek_ai"},
        {"eleutherai", "eleuther-ai"},
        {"google", "google-deepmind", "google-ai", "gemini", "googleai"},
        {"gryphe", "gryphe-padar"},
        {"ibm", "ibm-granite", "ibm-research", "granite"},
        {"inclusionai", "inclusion-ai", "antgroup"},
        {"kunlun", "skywork", "skyworkai"},
        {"liquid", "liquidai", "liquid-ai"},
        {"meituan", "meituan-longcat", "longcat"},
        {"meta", "meta-llama", "metallama", "facebook", "facebookresearch", "llama", "meta_llama"},
        {"microsoft", "microsoft-research", "azure-phi"},
        {"minimax", "minimaxai", "minimax-ai"},
        {"mistral", "mistralai", "mistral-ai", "mistral_ai"},
        {"moonshotai", "moonshot", "moonshot-ai", "kimi"},
        {"naver", "naver-hyperclovax", "hyperclova"},
        {"nousresearch", "nous", "nous-research"},
        {"nvidia", "nv-mistralai", "nvidia-nemo"},
        {"openai", "open-ai", "openai-community"},
        {"perplexity", "perplexity-ai", "perplexityai"},
        {"reka", "rekaai", "reka-ai"},
        {"sakana", "sakanaai", "sakana-ai"},
        {"sarvam", "sarvamai", "sarvam-ai"},
        {"shanghai-ai-lab", "internlm", "opengvlab"},
        {"snowflake", "snowflake-ai"},
        {"stabilityai", "stability-ai", "stability"},
        {"stepfun", "stepfun-ai"},
        {"tencent", "tencent-hunyuan", "hunyuan"},
        {"tii", "tiiuae"},
        {"together", "togethercomputer"},
        {"upstage", "upstage-ai", "solar"},
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

    private static final Pattern FIRST_WORD = Pattern.compile("[a-z]+");

    private static final Map<String, String> CANONICAL = canonical();

    private VendorNames() {}

    private static Map<String, String> canonical() {
        Map<String, String> names = new HashMap<>();
        for (String[] synonyms : SYNONYMS) {
            for (String name : synonyms) {
                names.put(name, synonyms[0]);
            }
        }
        return names;
    }

    /** Our id of a vendor; the name itself in lower case if it is unknown. */
    public static String canonical(String vendor) {
        String folded = vendor.strip().toLowerCase(Locale.ROOT);
        return CANONICAL.getOrDefault(folded, folded);
    }

    /** Whether a name is a known vendor. */
    static boolean isKnown(String name) {
        return CANONICAL.containsKey(name.strip().toLowerCase(Locale.ROOT));
    }

    /** Whether a name is a known publisher, not one of its product lines. */
    static boolean isPublisher(String name) {
        return isKnown(name) && !PRODUCT_LINES.contains(name.strip().toLowerCase(Locale.ROOT));
    }

    /** Publisher of the product line that a model's name starts with, such as {@code qwen} in {@code qwen3-max}. */
    public static Optional<String> ofLine(String slug) {
        Matcher word = FIRST_WORD.matcher(slug.toLowerCase(Locale.ROOT));
        return word.lookingAt() && PRODUCT_LINES.contains(word.group())
                ? Optional.of(canonical(word.group()))
                : Optional.empty();
    }
}
