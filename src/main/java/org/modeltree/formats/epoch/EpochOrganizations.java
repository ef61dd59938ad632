package org.modeltree.formats.epoch;

import java.util.HashMap;
import java.util.Map;

/** Epoch's organizations mapped to our vendors. One vendor has several names there, such as those of its laboratories. */
final class EpochOrganizations {

    /** Vendor of a model without an organization, since every id needs a vendor. */
    static final Organization UNKNOWN = new Organization("unknown", "Unknown");

    private static final int MAX_NAME = 200;

    /** Our id and name, then Epoch's names. */
    private static final String[][] KNOWN = {
        {"01-ai", "01.AI", "01.AI"},
        {"abacusai", "Abacus.AI", "Abacus.AI"},
        {"adept", "Adept", "Adept", "Adept AI"},
        {"ai21", "AI21 Labs", "AI21 Labs"},
        {"alibaba", "Alibaba", "Alibaba", "Alibaba Group", "Alibaba Cloud", "DAMO Academy"},
        {"allenai", "Allen Institute for AI", "Allen Institute for AI", "Allen Institute for Artificial Intelligence"},
        {"amazon", "Amazon", "Amazon", "Amazon Web Services", "Amazon Alexa"},
        {"anthropic", "Anthropic", "Anthropic"},
        {"apple", "Apple", "Apple"},
        {
            "baai",
            "BAAI",
            "Beijing Academy of Artificial Intelligence / BAAI",
            "Beijing Academy of Artificial Intelligence",
            "BAAI"
        },
        {"baichuan", "Baichuan", "Baichuan", "Baichuan Inc"},
        {"baidu", "Baidu", "Baidu", "Baidu Research"},
        {
            "berkeley",
            "UC Berkeley",
            "University of California (UC) Berkeley",
            "University of California Berkeley",
            "UC Berkeley"
        },
        {"bigcode", "BigCode", "BigCode"},
        {"bigscience", "BigScience", "BigScience"},
        {"bloomberg", "Bloomberg", "Bloomberg"},
        {"bytedance", "ByteDance", "ByteDance", "ByteDance Seed"},
        {"cerebras", "Cerebras", "Cerebras Systems", "Cerebras"},
        {"cmu", "Carnegie Mellon University", "Carnegie Mellon University (CMU)", "Carnegie Mellon University"},
        {"cohere", "Cohere", "Cohere", "Cohere for AI", "Cohere Labs"},
        {"databricks", "Databricks", "Databricks"},
        {"deepseek", "DeepSeek", "DeepSeek", "DeepSeek AI"},
        {"eleutherai", "EleutherAI", "EleutherAI"},
        {"fastai", "fast.ai", "fast.ai"},
        {
            "google",
            "Google",
            "Google",
            "DeepMind",
            "Google DeepMind",
            "Google Research",
            "Google Brain",
            "Google AI",
            "Google Cloud",
            "Google Inc."
        },
        {"huawei", "Huawei", "Huawei", "Huawei Noah's Ark Lab", "Huawei Technologies", "Huawei Cloud"},
        {"huggingface", "Hugging Face", "Hugging Face"},
        {"ibm", "IBM", "IBM", "IBM Research"},
        {"inflection", "Inflection AI", "Inflection AI"},
        {"inria", "Inria", "INRIA"},
        {"inspur", "Inspur", "Inspur"},
        {"kunlun", "Kunlun", "Kunlun Inc.", "Kunlun", "Kunlun Tech", "Skywork AI"},
        {"meta", "Meta", "Meta AI", "Meta", "Facebook", "Facebook AI", "Facebook AI Research"},
        {"microsoft", "Microsoft", "Microsoft", "Microsoft Research", "Microsoft Research Asia"},
        {"minimax", "MiniMax", "MiniMax"},
        {"mistral", "Mistral AI", "Mistral AI", "Mistral"},
        {"moonshotai", "Moonshot AI", "Moonshot", "Moonshot AI"},
        {"mosaicml", "MosaicML", "MosaicML"},
        {"naver", "NAVER", "NAVER", "Naver", "NAVER Labs"},
        {"nvidia", "NVIDIA", "NVIDIA", "NVIDIA Research"},
        {"openai", "OpenAI", "OpenAI"},
        {"perplexity", "Perplexity", "Perplexity", "Perplexity AI"},
        {"reka", "Reka AI", "Reka AI"},
        {"rwkv", "RWKV", "RWKV", "RWKV Foundation"},
        {"salesforce", "Salesforce", "Salesforce", "Salesforce Research"},
        {"shanghai-ai-lab", "Shanghai AI Laboratory", "Shanghai AI Lab", "Shanghai AI Laboratory"},
        {"snowflake", "Snowflake", "Snowflake"},
        {"stabilityai", "Stability AI", "Stability AI"},
        {"stanford", "Stanford University", "Stanford University"},
        {"stepfun", "StepFun", "StepFun"},
        {"tencent", "Tencent", "Tencent", "Tencent AI Lab"},
        {"tii", "Technology Innovation Institute", "Technology Innovation Institute", "TII"},
        {"together", "Together AI", "Together AI", "Together"},
        {"tsinghua", "Tsinghua University", "Tsinghua University"},
        {"upstage", "Upstage", "Upstage", "Upstage AI"},
        {"uw", "University of Washington", "University of Washington"},
        {"writer", "Writer", "Writer"},
        {"xai", "xAI", "xAI"},
        {"xiaomi", "Xiaomi", "Xiaomi"},
        {"yandex", "Yandex", "Yandex"},
        {"aramco", "Saudi Aramco", "Saudi Aramco"},
        {"casia", "Chinese Academy of Sciences", "Chinese Academy of Sciences"},
        {"cornell-aeronautical", "Cornell Aeronautical Laboratory", "Cornell Aeronautical Laboratory"},
        {"freiburg", "University of Freiburg", "University of Freiburg"},
        {"jhu", "Johns Hopkins University", "Johns Hopkins University"},
        {"nec", "NEC Laboratories", "NEC Laboratories"},
        {"nju", "Nanjing University", "Nanjing University"},
        {"nus", "National University of Singapore", "National University of Singapore"},
        {"oxford", "University of Oxford", "University of Oxford"},
        {"princeton", "Princeton University", "Princeton University"},
        {"rwth-aachen", "RWTH Aachen University", "RWTH Aachen University"},
        {"sail", "Sea AI Lab", "Sea AI Lab"},
        {"toronto", "University of Toronto", "University of Toronto"},
        {"tum", "Technical University of Munich", "Technical University of Munich"},
        {"turku", "University of Turku", "University of Turku"},
        {"zhuiyi", "Zhuiyi Technology", "Zhuiyi Technology"},
        {"zhipuai", "Zhipu AI (Z.ai)", "Zhipu AI", "Z.ai", "Z.ai (Zhipu AI)"},
    };

    private static final Map<String, Organization> BY_NAME = byName();

    /**
     * A vendor.
     *
     * @param id first part of its models' ids
     * @param name name for people
     */
    record Organization(String id, String name) {}

    private EpochOrganizations() {}

    private static Map<String, Organization> byName() {
        Map<String, Organization> organizations = new HashMap<>();
        for (String[] known : KNOWN) {
            for (int i = 2; i < known.length; i++) {
                organizations.put(EpochNames.key(known[i]), new Organization(known[0], known[1]));
            }
        }
        return organizations;
    }

    /** The first organization in a cell, which is the publisher; {@link #UNKNOWN} if the cell is empty. */
    static Organization first(String cell) {
        String name = EpochParents.divided(cell).stream()
                .map(EpochNames::clean)
                .filter(part -> !EpochNames.slug(part).isEmpty())
                .findFirst()
                .orElse("");
        if (name.isEmpty()) {
            return UNKNOWN;
        }
        Organization known = BY_NAME.get(EpochNames.key(name));
        if (known != null) {
            return known;
        }
        String shown = name.length() > MAX_NAME ? name.substring(0, MAX_NAME) : name;
        return new Organization(EpochNames.slug(name), shown);
    }
}
