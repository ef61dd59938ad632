package org.modeltree.card.recommend;

import java.math.BigDecimal;
import org.modeltree.card.words.ValueText;
import org.modeltree.http.value.Language;
import org.modeltree.offering.cheapest.PriceMix;

/** Sentences about recommendations, in one language. */
record RecommendWords(Language language) {

    String onlyOne() {
        return language.of("The only model that fits.", "唯一符合条件的模型。");
    }

    String highestScore(int considered) {
        return language.of(
                "Highest score of all " + models(considered) + " that fit.",
                "在全部 " + plain(considered) + " 个符合条件的模型中得分最高。");
    }

    String lowestPrice(int considered) {
        return language.of(
                "Lowest price of all " + models(considered) + " that fit.",
                "在全部 " + plain(considered) + " 个符合条件的模型中价格最低。");
    }

    String bestIn(String label, int considered) {
        return language.of(
                "Highest score for " + label + " of all " + models(considered) + " that fit.",
                "在全部 " + plain(considered) + " 个符合条件的模型中，“" + label + "”得分最高。");
    }

    String moreForMore(String cheaper, BigDecimal score, String amount, PriceMix mix) {
        return language.of(
                "Scores " + score.toPlainString() + " more than " + cheaper + " for " + mix.currency() + " " + amount
                        + " more per 1 million tokens.",
                "比 " + cheaper + " 高 " + score.toPlainString() + " 分，每 100 万 token 贵 " + amount + " " + mix.currency()
                        + "。");
    }

    String dominates(int count) {
        return language.of(
                count == 1
                        ? "1 other model that fits scores no higher and costs no less."
                        : plain(count) + " other models that fit score no higher and cost no less.",
                "另有 " + plain(count) + " 个符合条件的模型得分不更高、价格也不更低。");
    }

    String excluded(String code, String label) {
        return switch (code) {
            case "filtered" -> language.of("Do not match the filters or the cohort.", "不符合筛选条件或对比范围。");
            case "no_score" ->
                language.of(
                        "Have no score for " + label + "; unknown never counts as zero.",
                        "没有“" + label + "”得分；未知不按零分计。");
            case "score_too_low" -> language.of("Score below the minimum for " + label + ".", "“" + label + "”得分低于下限。");
            case "no_price" ->
                language.of(
                        "Have no offering of today that meets the needs and whose price is known in this currency.",
                        "目前没有既符合条件、又有该货币价格的供应。");
            case "only_free" ->
                language.of(
                        "Have only free offerings, which often have limits; they count with free=true.",
                        "只有免费供应，而免费供应常有限制；加 free=true 可计入。");
            case "over_budget" -> language.of("Cost more than the budget.", "超出预算。");
            default ->
                language.of(
                        "Another model that fits scores at least as high and costs no more, and is better in one of both.",
                        "另有符合条件的模型得分不低、价格不高，并且至少一项更优。");
        };
    }

    String scoreAssumption() {
        return language.of(
                "The score is the mean of the scores for the needs, weighted by their weights; each is from 0 to 10.",
                "得分是各项需求得分的加权平均，每项为 0 到 10 分。");
    }

    String priceAssumption(Wish wish) {
        return wish.usage()
                ? language.of(
                        "The price is that of the tokens of a month: "
                                + plain(wish.mix().input()) + " of input and "
                                + plain(wish.mix().output()) + " of output.",
                        "价格按每月用量计算：输入 " + plain(wish.mix().input()) + " 个 token，输出 "
                                + plain(wish.mix().output()) + " 个 token。")
                : language.of(
                        "The price is that of 1 million tokens of a mix of input and output of "
                                + wish.mix().ratio() + ".",
                        "价格是输入与输出按 " + wish.mix().ratio() + " 混合的 100 万 token 的价格。");
    }

    String offeringAssumption(boolean free) {
        String also = free ? "Free offerings count as 0." : "Free offerings do not count.";
        String alsoZh = free ? "免费供应按 0 计。" : "免费供应不计入。";
        return language.of(
                "The offering is the cheapest one of today, at its standard price for short prompts. " + also,
                "供应取今天最便宜的一个，按短提示的标准价格计。" + alsoZh);
    }

    private String models(int count) {
        return plain(count) + " models";
    }

    private static String plain(long number) {
        return ValueText.plain(number);
    }

    private static String plain(BigDecimal number) {
        return ValueText.plain(number.longValueExact());
    }
}
