package org.modeltree.card.recommend;

import java.math.BigDecimal;
import java.util.List;
import org.modeltree.catalog.vendor.VendorRef;
import org.modeltree.http.FilterSuggestion;

/**
 * JSON view of a recommendation.
 *
 * @param needs capabilities as understood
 * @param front models that no other one beats in both score and price, the best score first
 * @param total number of models on the front, which may be more than are shown
 * @param considered number of models that have a score and a price within the limits
 * @param excluded why all other models of the catalog are not on the front; each counts once, for the first reason
 * @param assumptions what scores and prices stand for
 * @param suggestions values of filters that nothing has, with what may have been meant
 */
public record RecommendView(
        List<NeedView> needs,
        List<Recommended> front,
        int total,
        int considered,
        List<Exclusion> excluded,
        List<Assumption> assumptions,
        List<FilterSuggestion> suggestions) {

    /**
     * JSON view of a need.
     *
     * @param label name of the capability, in the reader's language
     * @param weight part in the weighted score; 0 if only the minimum counts
     * @param scoreMin lowest exact score; null for any
     */
    public record NeedView(String capability, String label, BigDecimal weight, BigDecimal scoreMin) {}

    /**
     * JSON view of a model on the front.
     *
     * @param score weighted mean of the scores, rounded half-up to one decimal
     * @param exact the same, rounded half-up to nine decimals, by which models are compared
     * @param scores score on each need
     * @param monthly cost of a month; null without a usage
     * @param reasons why it is on the front, the most telling first
     */
    public record Recommended(
            String id,
            String name,
            VendorRef vendor,
            BigDecimal score,
            double exact,
            List<NeedScore> scores,
            PriceView price,
            Amount monthly,
            List<Reason> reasons,
            Links links) {}

    /**
     * JSON view of a score.
     *
     * @param score rounded half-up to one decimal
     * @param exact unrounded
     * @param raw raw value, in the unit of the benchmark
     */
    public record NeedScore(String capability, String label, BigDecimal score, double exact, Number raw, String unit) {}

    /**
     * JSON view of the price by which a model is compared.
     *
     * @param amount decimal string, for 1M tokens of the mix
     * @param unit such as {@code usd_per_1m_tokens}
     * @param kind {@code metered} or {@code free}
     * @param input decimal string for 1M tokens of input; null if unknown
     * @param output decimal string for 1M tokens of output; null if unknown
     * @param offering the provider's id of the model
     */
    public record PriceView(
            String amount, String unit, String kind, String input, String output, Provider provider, String offering) {}

    /** JSON view of a provider. */
    public record Provider(String id, String name, String url) {}

    /** JSON view of an amount as a decimal string, with its unit. */
    public record Amount(String amount, String unit) {}

    /**
     * JSON view of a reason.
     *
     * @param code {@code only_one}, {@code highest_score}, {@code lowest_price}, {@code best_in}, {@code more_for_more} or
     *     {@code dominates}
     * @param text the reason in a sentence
     * @param capability capability that it is about; null if about none
     * @param model the next cheaper model on the front; null if the reason is about none
     * @param count number of models that it is about; null if about none
     */
    public record Reason(String code, String text, String capability, String model, Integer count) {}

    /** JSON view of links, path-absolute. */
    public record Links(String model, String card, String offerings, String page) {}

    /**
     * JSON view of a reason for which models are not on the front.
     *
     * @param code {@code filtered}, {@code no_score}, {@code score_too_low}, {@code no_price}, {@code only_free},
     *     {@code over_budget} or {@code dominated}
     * @param capability capability without a score or with one that is too low; null for other reasons
     * @param count number of models, at least 1
     */
    public record Exclusion(String code, String text, String capability, long count) {}

    /** JSON view of an assumption. */
    public record Assumption(String code, String text) {}
}
