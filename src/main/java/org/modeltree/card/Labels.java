package org.modeltree.card;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
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

    private static final MathContext THREE_DIGITS = new MathContext(3, RoundingMode.HALF_UP);
    private static final long KIBI = 1_024;
    private static final long KILO = 1_000;
    private static final List<String> PREFIXES = List.of("", "K", "M", "G", "T");

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

    /**
     * Tokens in a few characters, such as "128K". Multiples of 1,000 are divided by 1,000 (128,000 is also 125 · 1,024, but
     * is commonly called "128K"), other multiples of 1,024 by 1,024, and the rest by 1,000, to three digits.
     */
    static String contextLabel(long tokens) {
        boolean binary = tokens % KILO != 0 && tokens % KIBI == 0;
        long base = binary ? KIBI : KILO;
        long unit = 1;
        int prefix = 0;
        while (tokens / unit >= base && prefix < PREFIXES.size() - 1 && (!binary || tokens % (unit * base) == 0)) {
            unit *= base;
            prefix++;
        }
        BigDecimal value = binary
                ? BigDecimal.valueOf(tokens / unit)
                : BigDecimal.valueOf(tokens)
                        .divide(BigDecimal.valueOf(unit), THREE_DIGITS)
                        .stripTrailingZeros();
        return value.toPlainString() + PREFIXES.get(prefix);
    }

    private static String of(Map<String, Text> labels, String key, Language language) {
        Text label = labels.get(key);
        return language.of(label.en(), label.zh());
    }
}
