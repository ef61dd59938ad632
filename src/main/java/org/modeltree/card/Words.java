package org.modeltree.card;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.modeltree.http.value.Language;

/** The words that cards and comparisons put beside what they compute, in each language. */
final class Words {

    private record Pair(String en, String zh) {}

    private static final Map<String, Pair> AVAILABILITY = Map.of(
            "available", new Pair("Available", "可用"),
            "limited", new Pair("Limited", "部分可用"),
            "not_available", new Pair("Not available", "不可用"),
            "released", new Pair("Released", "已发布"),
            "not_released", new Pair("Not released", "未发布"),
            "contact_sales", new Pair("Contact sales", "联系销售"),
            "unknown", new Pair("Unknown", "未知"));

    private static final Map<String, Pair> PRICING_LABELS = Map.of(
            "metered", new Pair("Pay per token", "按 token 付费"),
            "free", new Pair("Free", "免费"),
            "subscription", new Pair("Subscription", "订阅"),
            "dynamic", new Pair("Price varies", "价格浮动"),
            "unknown", new Pair("Unknown", "未知"));

    private static final Map<String, Pair> PRICING_NOTES = Map.of(
            "metered", new Pair("Input and output are billed separately.", "输入与输出分别计费。"),
            "free", new Pair("Nothing is charged for use.", "使用不收费。"),
            "subscription", new Pair("Covered by a plan rather than charged by use.", "包含在套餐内，不按用量计费。"),
            "dynamic", new Pair("The price depends on where a request is sent.", "价格取决于请求被路由到的供应商。"));

    private static final Map<String, Pair> PRICING_SUMMARIES = Map.of(
            "metered", new Pair("Pay-per-token", "按 token 计费"),
            "free", new Pair("Free", "免费"),
            "subscription", new Pair("Subscription", "订阅制"),
            "dynamic", new Pair("Dynamic", "动态定价"),
            "unknown", new Pair("Unknown", "未知"));

    private static final Map<String, Pair> FACTS = Map.of(
            "releaseDate", new Pair("Released", "发布日期"),
            "lifecycle", new Pair("Lifecycle", "生命周期"),
            "contextWindow", new Pair("Context window", "上下文窗口"),
            "maxOutput", new Pair("Output limit", "最大输出"),
            "parameters", new Pair("Parameters", "参数量"),
            "openWeights", new Pair("Open weights", "开放权重"),
            "licence", new Pair("Licence", "许可证"),
            "modalities", new Pair("Modalities", "模态"),
            "knowledgeCutoff", new Pair("Knowledge cut-off", "知识截止"));

    private static final MathContext THREE_DIGITS = new MathContext(3, RoundingMode.HALF_UP);
    private static final long KIBI = 1_024;
    private static final long KILO = 1_000;
    private static final List<String> PREFIXES = List.of("", "K", "M", "G", "T");

    private Words() {}

    static String availability(String status, Language language) {
        return of(AVAILABILITY, status, language);
    }

    static String pricingLabel(String kind, Language language) {
        return of(PRICING_LABELS, kind, language);
    }

    /** null where there is nothing to add. */
    static String pricingNote(String kind, Language language) {
        return PRICING_NOTES.containsKey(kind) ? of(PRICING_NOTES, kind, language) : null;
    }

    static String pricingSummary(String kind, Language language) {
        return of(PRICING_SUMMARIES, kind, language);
    }

    static String fact(String name, Language language) {
        return of(FACTS, name, language);
    }

    static String contextCaption(long tokens, Language language) {
        return String.format(Locale.US, language.of("Up to %,d tokens", "最多 %,d 个 token"), tokens);
    }

    /**
     * Tokens in a few characters: divided by 1,000 where that is whole (128,000 is 125 · 1,024, and yet "128K" to
     * everybody), else by 1,024 where that is whole, else by 1,000, to three digits.
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

    private static String of(Map<String, Pair> words, String key, Language language) {
        Pair pair = words.get(key);
        return language.of(pair.en(), pair.zh());
    }
}
