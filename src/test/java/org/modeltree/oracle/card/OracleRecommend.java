package org.modeltree.oracle.card;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.modeltree.oracle.Oracle;
import org.modeltree.oracle.OracleFilter;
import org.modeltree.oracle.OracleModel;
import org.modeltree.oracle.QueryParams;
import org.modeltree.oracle.ReleaseWindows;
import org.modeltree.oracle.generated.InputRecords.OfferingRecord;
import org.modeltree.oracle.generated.InputRecords.PriceItem;
import org.modeltree.oracle.generated.PartialDates;

/** Recommends by comparing every model with every other one. */
final class OracleRecommend {

    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

    private final Oracle oracle;
    private final OracleFilter filter;

    OracleRecommend(Oracle oracle) {
        this.oracle = oracle;
        this.filter = new OracleFilter(oracle);
    }

    /** A model with its score, and its cheapest offering. */
    record Fit(OracleModel model, BigDecimal score, BigDecimal price, String provider, String offering, boolean free) {}

    /** The front in its order, the number of models that fit, and the numbers of all others by reason. */
    record Answer(List<Fit> front, List<Fit> fitting, Map<String, Integer> excluded) {}

    Answer answer(QueryParams params, Map<String, BigDecimal> weights, Map<String, BigDecimal> minimums) {
        Map<String, Integer> excluded = new LinkedHashMap<>();
        List<Fit> fitting = new ArrayList<>();
        List<String> needs = new ArrayList<>(weights.keySet());
        minimums.keySet().stream().filter(id -> !weights.containsKey(id)).forEach(needs::add);
        // The filter of lists takes these parameters for a capability that has to be scored.
        QueryParams traits = params.without("capability").without("scoreMin");
        for (OracleModel model : oracle.models()) {
            String fault = fault(model, traits, needs, minimums);
            Fit fit = fault == null ? cheapest(model, score(model, weights), params) : null;
            if (fault == null && fit == null) {
                fault = "no_price";
            } else if (fault == null && fit.free() && !params.has("free")) {
                fault = "only_free";
            } else if (fault == null && isTooDear(fit, params)) {
                fault = "over_budget";
            }
            if (fault == null) {
                fitting.add(fit);
            } else {
                excluded.merge(fault, 1, Integer::sum);
            }
        }
        List<Fit> front = new ArrayList<>();
        for (Fit fit : fitting) {
            if (fitting.stream().anyMatch(other -> isBeatenBy(fit, other))) {
                excluded.merge("dominated", 1, Integer::sum);
            } else {
                front.add(fit);
            }
        }
        front.sort((one, other) -> {
            int byScore = other.score().compareTo(one.score());
            return byScore != 0
                    ? byScore
                    : one.model().id().compareTo(other.model().id());
        });
        return new Answer(front, fitting, excluded);
    }

    static boolean isBeatenBy(Fit beaten, Fit better) {
        int byScore = better.score().compareTo(beaten.score());
        int byPrice = better.price().compareTo(beaten.price());
        return byScore >= 0 && byPrice <= 0 && (byScore > 0 || byPrice < 0);
    }

    private String fault(OracleModel model, QueryParams traits, List<String> needs, Map<String, BigDecimal> minimums) {
        if (!filter.passes(model, traits)) {
            return "filtered";
        }
        for (String need : needs) {
            if (oracle.score(model, oracle.capability(need)) == null) {
                return "no_score " + need;
            }
        }
        for (String need : needs) {
            double score = oracle.score(model, oracle.capability(need));
            if (minimums.containsKey(need) && score < minimums.get(need).doubleValue() - 1e-12) {
                return "score_too_low " + need;
            }
        }
        return null;
    }

    private BigDecimal score(OracleModel model, Map<String, BigDecimal> weights) {
        BigDecimal sum = BigDecimal.ZERO;
        BigDecimal all = BigDecimal.ZERO;
        for (Map.Entry<String, BigDecimal> weight : weights.entrySet()) {
            double score = oracle.score(model, oracle.capability(weight.getKey()));
            sum = sum.add(new BigDecimal(Double.toString(score)).multiply(weight.getValue()));
            all = all.add(weight.getValue());
        }
        return sum.divide(all, 9, RoundingMode.HALF_UP);
    }

    /** A metered offering before a free one, unless free ones count; then the lowest price. */
    private Fit cheapest(OracleModel model, BigDecimal score, QueryParams params) {
        Fit best = null;
        for (OfferingRecord offering : oracle.offerings(model)) {
            for (PriceItem price : offering.priceList()) {
                BigDecimal amount = amount(offering, price, params);
                boolean free = price.kind().equals("free");
                boolean comparable = params.has("free") || (best != null && best.free() == free);
                boolean better = best == null
                        || (amount != null && (comparable ? isCheaper(amount, offering, best) : best.free()));
                if (amount != null && better) {
                    best = new Fit(model, score, amount, offering.provider(), offering.id(), free);
                }
            }
        }
        return best;
    }

    /** Whether it costs less, or the same at the publisher and not elsewhere. */
    private static boolean isCheaper(BigDecimal amount, OfferingRecord offering, Fit best) {
        int order = amount.compareTo(best.price());
        String vendor = best.model().vendor();
        return order < 0
                || (order == 0
                        && offering.provider().equals(vendor)
                        && !best.provider().equals(vendor));
    }

    /** Price of all tokens of the mix, in millionths; null if the offering or the price does not count. */
    private static BigDecimal amount(OfferingRecord offering, PriceItem price, QueryParams params) {
        LocalDate today = ReleaseWindows.today();
        boolean counts = List.of("metered", "free").contains(price.kind())
                && price.modeOrStandard().equals("standard")
                && price.minContextOrZero() == 0
                && price.window() == null
                && (price.from() == null || !LocalDate.parse(price.from()).isAfter(today))
                && (price.to() == null || LocalDate.parse(price.to()).isAfter(today))
                && !PartialDates.isOver(offering.retiredDate(), today)
                && (!params.has("provider") || params.all("provider").contains(offering.provider()))
                && (!params.has("contextWindowMin")
                        || offering.contextWindow() == null
                        || offering.contextWindow() >= Long.parseLong(params.one("contextWindowMin", null)));
        if (!counts) {
            return null;
        }
        if (price.kind().equals("free")) {
            return BigDecimal.ZERO;
        }
        String currency = price.isUsd() ? "USD" : price.currency();
        BigDecimal[] parts = parts(params);
        boolean priced = currency.equals(params.one("currency", "USD"))
                && (parts[0].signum() == 0 || price.input() != null)
                && (parts[1].signum() == 0 || price.output() != null);
        return priced ? product(price.input(), parts[0]).add(product(price.output(), parts[1])) : null;
    }

    private static BigDecimal product(String amount, BigDecimal part) {
        return part.signum() == 0 ? BigDecimal.ZERO : new BigDecimal(amount).multiply(part);
    }

    static BigDecimal[] parts(QueryParams params) {
        if (params.has("inputTokens") || params.has("outputTokens")) {
            return new BigDecimal[] {
                new BigDecimal(params.one("inputTokens", "0")), new BigDecimal(params.one("outputTokens", "0"))
            };
        }
        String[] mix = params.one("mix", "3:1").split("[:/]", 2);
        return new BigDecimal[] {new BigDecimal(mix[0]), new BigDecimal(mix[1])};
    }

    private static boolean isTooDear(Fit fit, QueryParams params) {
        BigDecimal[] parts = parts(params);
        return (params.has("priceMax")
                        && fit.price()
                                        .compareTo(new BigDecimal(params.one("priceMax", null))
                                                .multiply(parts[0].add(parts[1])))
                                > 0)
                || (params.has("budget")
                        && fit.price().compareTo(new BigDecimal(params.one("budget", null)).multiply(MILLION)) > 0);
    }
}
