package org.modeltree.card.recommend;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.RestQuery;
import org.modeltree.catalog.query.Feature;
import org.modeltree.catalog.query.ModelFilter;
import org.modeltree.catalog.query.PriceRange;
import org.modeltree.catalog.query.Traits;
import org.modeltree.http.problem.Parameters;
import org.modeltree.http.problem.Problem;
import org.modeltree.offering.cheapest.PriceMix;

/** Query parameters of {@code /recommend}, except the traits of models. */
public record RecommendParams(
        @RestQuery String capability,
        @RestQuery String scoreMin,
        @RestQuery String ids,
        @RestQuery String contextWindowMin,
        @RestQuery String supports,
        @RestQuery String cohort,
        @RestQuery String provider,
        @RestQuery String currency,
        @RestQuery String mix,
        @RestQuery String inputTokens,
        @RestQuery String outputTokens,
        @RestQuery String priceMax,
        @RestQuery String budget,
        @RestQuery String free,
        @RestQuery String limit) {

    private static final int MAX_NEEDS = 10;
    private static final int MAX_NEED_LENGTH = 75;
    private static final int MAX_SHOWN = 50;
    private static final int DEFAULT_SHOWN = 10;
    private static final long MAX_PRICE = 1_000_000_000;
    private static final long MAX_TOKENS = 1_000_000_000_000_000L;
    private static final Pattern WEIGHT = Pattern.compile("[0-9]{1,4}(\\.[0-9]{1,3})?");
    private static final Pattern SCORE = Pattern.compile("[0-9]{1,2}(\\.[0-9]{1,9})?");
    private static final Pattern MIX = Pattern.compile("([0-9]{1,6})[:/]([0-9]{1,6})");

    /**
     * Parses the parameters.
     *
     * @throws Problem.InvalidParameter naming the first that is invalid
     */
    public Wish wish(Traits traits) {
        List<Need> needs = needs();
        boolean usage = inputTokens != null || outputTokens != null;
        if (budget != null && !usage) {
            throw new Problem.InvalidParameter(
                    "budget", "requires inputTokens or outputTokens, the tokens of a month; use priceMax without them");
        }
        String known = Parameters.oneOf("cohort", cohort, List.of("all", "current"));
        Long shown = Parameters.integer("limit", limit, 1, MAX_SHOWN);
        return new Wish(
                needs,
                new ModelFilter(
                        Parameters.list("ids", ids, 200, Parameters.ID_LENGTH),
                        traits,
                        Parameters.integer("contextWindowMin", contextWindowMin, 0, MAX_TOKENS),
                        null,
                        Parameters.listOf("supports", supports, Feature.keys(), Feature::meantBy),
                        null,
                        null,
                        null,
                        null,
                        PriceRange.ANY),
                "current".equals(known),
                Parameters.list("provider", provider, 50, Parameters.ID_LENGTH),
                usage ? ofMonth() : ofMix(),
                usage,
                Parameters.decimal("priceMax", priceMax, 0, MAX_PRICE),
                Parameters.decimal("budget", budget, 0, MAX_PRICE),
                Boolean.TRUE.equals(Parameters.flag("free", free)),
                shown == null ? DEFAULT_SHOWN : shown.intValue());
    }

    private List<Need> needs() {
        Map<String, BigDecimal> weights = Parameters.required(
                "capability",
                capability,
                given -> pairs("capability", given, WEIGHT, "a weight above 0 and below 10000, such as knowledge:2"));
        Map<String, BigDecimal> minimums = scoreMin == null
                ? Map.of()
                : pairs("scoreMin", scoreMin, SCORE, "a score between 0 and 10, such as knowledge:7");
        List<Need> needs = new ArrayList<>();
        weights.forEach((id, weight) -> {
            if (weight != null && weight.signum() == 0) {
                throw new Problem.InvalidParameter(
                        "capability",
                        "must have weights above 0; a capability of which only the minimum counts belongs to scoreMin");
            }
            needs.add(new Need(id, weight == null ? BigDecimal.ONE : weight, minimums.get(id)));
        });
        minimums.forEach((id, minimum) -> {
            if (minimum == null || minimum.compareTo(BigDecimal.TEN) > 0) {
                throw new Problem.InvalidParameter(
                        "scoreMin",
                        "must have a score between 0 and 10 after each capability, such as knowledge:7, was "
                                + Parameters.quoted(scoreMin));
            }
            if (!weights.containsKey(id)) {
                needs.add(new Need(id, BigDecimal.ZERO, minimum));
            }
        });
        return needs;
    }

    /** Numbers by capability; null for a capability without one. */
    private static Map<String, BigDecimal> pairs(String name, String value, Pattern form, String example) {
        Map<String, BigDecimal> pairs = new LinkedHashMap<>();
        for (String pair : value.split(",", -1)) {
            if (pairs.size() >= MAX_NEEDS) {
                throw new Problem.InvalidParameter(name, "must have at most " + MAX_NEEDS + " capabilities");
            }
            String[] parts =
                    Parameters.text(name, pair, MAX_NEED_LENGTH).strip().split(":", 2);
            String id = parts[0].strip();
            BigDecimal number = null;
            if (parts.length == 2) {
                if (!form.matcher(parts[1].strip()).matches()) {
                    throw new Problem.InvalidParameter(
                            name, "must have " + example + ", was " + Parameters.quoted(pair));
                }
                number = new BigDecimal(parts[1].strip());
            }
            if (pairs.containsKey(id)) {
                throw new Problem.InvalidParameter(
                        name, "must name each capability once, was " + Parameters.quoted(value));
            }
            pairs.put(id, number == null ? null : withoutZeros(number));
        }
        return pairs;
    }

    /** Without trailing zeros, and without an exponent. */
    private static BigDecimal withoutZeros(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    private PriceMix ofMonth() {
        if (mix != null) {
            throw new Problem.InvalidParameter("mix", "must not be combined with inputTokens or outputTokens");
        }
        Long input = Parameters.integer("inputTokens", inputTokens, 1, MAX_TOKENS);
        Long output = Parameters.integer("outputTokens", outputTokens, 1, MAX_TOKENS);
        return new PriceMix(
                Parameters.currency("currency", currency),
                BigDecimal.valueOf(input == null ? 0 : input),
                BigDecimal.valueOf(output == null ? 0 : output));
    }

    private PriceMix ofMix() {
        Matcher parts = MIX.matcher(mix == null ? "3:1" : mix);
        if (!parts.matches()
                || new BigDecimal(parts.group(1))
                                .add(new BigDecimal(parts.group(2)))
                                .signum()
                        == 0) {
            throw new Problem.InvalidParameter("mix", "must be parts of input and output such as 3:1, not both 0");
        }
        return new PriceMix(
                Parameters.currency("currency", currency),
                new BigDecimal(parts.group(1)),
                new BigDecimal(parts.group(2)));
    }
}
