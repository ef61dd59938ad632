package org.modeltree.card;

import java.util.Locale;
import java.util.Map;
import org.modeltree.http.value.Language;

/** Labels of cards and comparisons, in each language. */
final class Labels {

    private record Text(String en, String zh) {}

    private static final Map<String, Text> AVAILABILITY = Map.of(
            "available", new Text("Available", "可用"),
            "limited", new Text("Limited", "部分可用"),
            "not_available", new Text("Not available", "不可用"),
            "released", new Text("Released", "已发布"),
            "not_released", new Text("Not released", "未发布"),
            "contact_sales", new Text("Contact sales", "联系销售"),
            "unknown", new Text("Unknown", "未知"));

    private static final Map<String, Text> PRICING_LABELS = Map.of(
            "metered", new Text("Pay per token", "按 token 付费"),
            "free", new Text("Free", "免费"),
            "subscription", new Text("Subscription", "订阅"),
            "dynamic", new Text("Price varies", "价格浮动"),
            "unknown", new Text("Unknown", "未知"));

    private static final Map<String, Text> PRICING_NOTES = Map.of(
            "metered", new Text("Input and output are billed separately.", "输入与输出分别计费。"),
            "free", new Text("Use is free of charge.", "使用不收费。"),
            "subscription", new Text("Covered by a plan, not charged per use.", "包含在套餐内，不按用量计费。"),
            "dynamic", new Text("The price depends on the provider that serves a request.", "价格取决于请求被路由到的供应商。"));

    private static final Map<String, Text> PRICING_SUMMARIES = Map.of(
            "metered", new Text("Pay-per-token", "按 token 计费"),
            "free", new Text("Free", "免费"),
            "subscription", new Text("Subscription", "订阅制"),
            "dynamic", new Text("Dynamic", "动态定价"),
            "unknown", new Text("Unknown", "未知"));

    private static final Map<String, Text> FACTS = Map.of(
            "releaseDate", new Text("Released", "发布日期"),
            "lifecycle", new Text("Lifecycle", "生命周期"),
            "contextWindow", new Text("Context window", "上下文窗口"),
            "maxOutput", new Text("Output limit", "最大输出"),
            "parameters", new Text("Parameters", "参数量"),
            "openWeights", new Text("Open weights", "开放权重"),
            "licence", new Text("Licence", "许可证"),
            "modalities", new Text("Modalities", "模态"),
            "knowledgeCutoff", new Text("Knowledge cut-off", "知识截止"),
            "retiredDate", new Text("Retired", "停用日期"));

    private Labels() {}

    static String availability(String status, Language language) {
        return of(AVAILABILITY, status, language);
    }

    static String pricingLabel(String kind, Language language) {
        return of(PRICING_LABELS, kind, language);
    }

    /** Explanation of a kind of price; null if there is nothing to explain. */
    static String pricingNote(String kind, Language language) {
        return PRICING_NOTES.containsKey(kind) ? of(PRICING_NOTES, kind, language) : null;
    }

    static String pricingSummary(String kind, Language language) {
        return of(PRICING_SUMMARIES, kind, language);
    }

    static String fact(String name, Language language) {
        return of(FACTS, name, language);
    }

    /** Label of an offering that is current. */
    static String currentOffering(Language language) {
        return language.of("Current offering", "当前服务");
    }

    /** Label of the end of an offering. */
    static String endOfOffering(Language language) {
        return language.of("Offering ended", "服务终止日期");
    }

    static String contextCaption(long tokens, Language language) {
        return String.format(Locale.US, language.of("Up to %,d tokens", "最多 %,d 个 token"), tokens);
    }

    private static String of(Map<String, Text> labels, String key, Language language) {
        Text label = labels.get(key);
        return language.of(label.en(), label.zh());
    }
}
