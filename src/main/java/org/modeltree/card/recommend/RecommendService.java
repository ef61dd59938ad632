package org.modeltree.card.recommend;

import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.modeltree.bands.capability.CapabilityStanding;
import org.modeltree.bands.capability.CapabilityStandings;
import org.modeltree.bands.cohort.ReleaseWindow;
import org.modeltree.bands.score.RawValues;
import org.modeltree.bands.standing.Standings;
import org.modeltree.catalog.FilterSuggestions;
import org.modeltree.catalog.ModelService;
import org.modeltree.catalog.ModelView;
import org.modeltree.catalog.query.KnownValues;
import org.modeltree.catalog.query.ModelFilter;
import org.modeltree.catalog.query.SqlCondition;
import org.modeltree.http.FilterSuggestion;
import org.modeltree.http.problem.DidYouMean;
import org.modeltree.http.problem.Parameters;
import org.modeltree.http.problem.Problem;
import org.modeltree.http.value.Language;
import org.modeltree.http.value.Numbers;
import org.modeltree.offering.cheapest.CheapestOffering;
import org.modeltree.offering.cheapest.CheapestOfferings;
import org.modeltree.revision.InSnapshot;
import org.modeltree.revision.dependency.AnswerParts;
import org.modeltree.revision.dependency.Part;
import org.modeltree.scoring.Score;

/** Recommends models for needs and a budget. */
@ApplicationScoped
@InSnapshot
public class RecommendService {

    /** Decimals of a weighted score, by which models are compared: those behind them are noise of the arithmetic. */
    private static final int DECIMALS = 9;

    private final CapabilityStandings capabilities;
    private final Standings standings;
    private final ModelService models;
    private final RawValues raws;
    private final CheapestOfferings offerings;
    private final FilterSuggestions suggestions;
    private final AnswerParts parts;

    RecommendService(
            CapabilityStandings capabilities,
            Standings standings,
            ModelService models,
            RawValues raws,
            CheapestOfferings offerings,
            FilterSuggestions suggestions,
            AnswerParts parts) {
        this.capabilities = capabilities;
        this.standings = standings;
        this.models = models;
        this.raws = raws;
        this.offerings = offerings;
        this.suggestions = suggestions;
        this.parts = parts;
    }

    /** A model that fits, with what it is compared by. */
    private record Candidate(Front.Choice choice, List<Double> raws, List<Double> scores, CheapestOffering offering) {}

    /**
     * The models that match the filter, have a score on every need and an offering within the budget, and that no other such
     * model beats: one whose weighted score is no lower and whose price is no higher, with one of both better. Models that
     * are equal in both stay together.
     *
     * @throws Problem.InvalidParameter if a need names no capability
     */
    public RecommendView recommend(Wish wish, Language language) {
        List<CapabilityStanding> needed = needed(wish);
        List<SqlCondition> conditions = new ArrayList<>(models.conditions(wish.filter()));
        if (wish.current()) {
            conditions.add(ReleaseWindow.endingOn(standings.today()).condition());
        }
        RawValues.Found found = raws.of(
                conditions,
                needed.stream()
                        .map(standing -> standing.capability.benchmarkId())
                        .toList());
        Exclusions excluded = new Exclusions(new RecommendWords(language), language);
        excluded.add("filtered", null, found.all() - found.matching());
        for (int i = 0; i < needed.size(); i++) {
            excluded.add("no_score", needed.get(i), found.missing().get(i));
        }
        List<Candidate> candidates = withinBudget(wish, scoring(wish, needed, found, excluded), excluded);
        List<Front.Choice> front =
                Front.of(candidates.stream().map(Candidate::choice).toList());
        excluded.add("dominated", null, candidates.size() - front.size());
        List<Front.Choice> shown = front.subList(0, Math.min(wish.limit(), front.size()));
        List<FilterSuggestion> unknown = suggestions(wish, found.matching() > 0);
        Reasons reasons = new Reasons(
                wish,
                needed,
                candidates.stream().map(Candidate::choice).toList(),
                candidates.stream().map(Candidate::scores).toList(),
                front,
                new RecommendWords(language),
                language);
        Set<String> named = new LinkedHashSet<>();
        shown.forEach(choice -> named.add(choice.modelId()));
        shown.forEach(choice -> reasons.nextCheaper(choice).ifPresent(cheaper -> named.add(cheaper.modelId())));
        if (!front.isEmpty() && unknown.isEmpty()) {
            parts.madeOf(parts(wish, named));
        }
        return new RecommendView(
                needs(wish, needed, language),
                recommended(
                        wish, needed, candidates, shown, reasons, models.views(List.copyOf(named), language), language),
                front.size(),
                candidates.size(),
                excluded.views(),
                assumptions(wish, new RecommendWords(language)),
                unknown);
    }

    private List<CapabilityStanding> needed(Wish wish) {
        Map<String, CapabilityStanding> byId = new LinkedHashMap<>();
        capabilities.inOrder().forEach(standing -> byId.put(standing.capability.id(), standing));
        List<CapabilityStanding> needed = new ArrayList<>();
        for (Need need : wish.needs()) {
            CapabilityStanding standing = byId.get(need.capability());
            if (standing == null) {
                throw new Problem.InvalidParameter(
                        need.weight().signum() > 0 ? "capability" : "scoreMin",
                        "must name capabilities, but there is no " + Parameters.quoted(need.capability())
                                + "; they are " + String.join(", ", byId.keySet()),
                        DidYouMean.similar(need.capability(), byId.keySet()));
            }
            needed.add(standing);
        }
        return needed;
    }

    /** The models whose scores reach the minimums, with their scores. */
    private static List<Candidate> scoring(
            Wish wish, List<CapabilityStanding> needed, RawValues.Found found, Exclusions excluded) {
        BigDecimal weights = wish.needs().stream().map(Need::weight).reduce(BigDecimal.ZERO, BigDecimal::add);
        long[] tooLow = new long[needed.size()];
        List<Candidate> candidates = new ArrayList<>();
        for (RawValues.Measured model : found.measured()) {
            List<Double> scores = new ArrayList<>();
            BigDecimal sum = BigDecimal.ZERO;
            for (int i = 0; i < needed.size(); i++) {
                Need need = wish.needs().get(i);
                BigDecimal score = BigDecimal.valueOf(
                        needed.get(i).scale.score(model.raws().get(i)).exact());
                if (need.scoreMin() != null && score.compareTo(need.scoreMin()) < 0) {
                    tooLow[i]++;
                    break;
                }
                scores.add(score.doubleValue());
                sum = sum.add(score.multiply(need.weight()));
            }
            if (scores.size() == needed.size()) {
                candidates.add(new Candidate(
                        new Front.Choice(
                                model.modelId(), sum.divide(weights, DECIMALS, RoundingMode.HALF_UP), BigDecimal.ZERO),
                        model.raws(),
                        scores,
                        null));
            }
        }
        for (int i = 0; i < needed.size(); i++) {
            excluded.add("score_too_low", needed.get(i), tooLow[i]);
        }
        return candidates;
    }

    /** The candidates that have an offering within the budget, with that. */
    private List<Candidate> withinBudget(Wish wish, List<Candidate> scoring, Exclusions excluded) {
        Map<String, CheapestOffering> cheapest = offerings.of(
                scoring.stream().map(candidate -> candidate.choice().modelId()).toList(),
                wish.mix(),
                new CheapestOfferings.Needs(
                        wish.providers(),
                        wish.filter().contextWindowMin(),
                        wish.filter().supports()),
                wish.free());
        List<Candidate> affordable = new ArrayList<>();
        Map<String, Long> counts = new HashMap<>();
        for (Candidate candidate : scoring) {
            CheapestOffering offering = cheapest.get(candidate.choice().modelId());
            String fault = offering == null
                    ? "no_price"
                    : offering.free() && !wish.free()
                            ? "only_free"
                            : isWithinBudget(wish, offering.weighted()) ? null : "over_budget";
            if (fault == null) {
                affordable.add(new Candidate(
                        new Front.Choice(
                                candidate.choice().modelId(), candidate.choice().score(), offering.weighted()),
                        candidate.raws(),
                        candidate.scores(),
                        offering));
            } else {
                counts.merge(fault, 1L, Long::sum);
            }
        }
        for (String fault : List.of("no_price", "only_free", "over_budget")) {
            excluded.add(fault, null, counts.getOrDefault(fault, 0L));
        }
        return affordable;
    }

    /** Compares products, because quotients would have to be rounded. */
    private static boolean isWithinBudget(Wish wish, BigDecimal weighted) {
        BigDecimal tokens = wish.mix().input().add(wish.mix().output());
        return (wish.priceMax() == null || weighted.compareTo(wish.priceMax().multiply(tokens)) <= 0)
                && (wish.budget() == null || weighted.compareTo(wish.budget().movePointRight(6)) <= 0);
    }

    private List<FilterSuggestion> suggestions(Wish wish, boolean found) {
        ModelFilter filter = wish.filter();
        List<FilterSuggestions.Filter> filters = new ArrayList<>(FilterSuggestions.Filter.of(filter.traits()));
        filters.add(new FilterSuggestions.Filter("ids", KnownValues.Domain.MODEL, filter.ids()));
        List<FilterSuggestion> unknown = new ArrayList<>(suggestions.of(found, filters));
        // A provider says nothing about which models were found.
        unknown.addAll(suggestions.of(
                false,
                List.of(new FilterSuggestions.Filter("provider", KnownValues.Domain.PROVIDER, wish.providers()))));
        return unknown;
    }

    private static List<Part> parts(Wish wish, Set<String> named) {
        List<Part> made = new ArrayList<>(wish.filter().parts());
        made.addAll(ModelFilter.partsOfMeasurements());
        made.addAll(List.of(Part.members(), Part.every("provider"), Part.every("vendor")));
        if (wish.current()) {
            made.addAll(List.of(Part.key("releaseDate"), Part.key("modalities")));
        }
        named.forEach(id -> made.add(Part.model(id)));
        return made;
    }

    private static List<RecommendView.NeedView> needs(Wish wish, List<CapabilityStanding> needed, Language language) {
        List<RecommendView.NeedView> views = new ArrayList<>();
        for (int i = 0; i < needed.size(); i++) {
            Need need = wish.needs().get(i);
            views.add(new RecommendView.NeedView(
                    need.capability(), needed.get(i).label(language), need.weight(), need.scoreMin()));
        }
        return views;
    }

    private static List<RecommendView.Assumption> assumptions(Wish wish, RecommendWords words) {
        return List.of(
                new RecommendView.Assumption("score", words.scoreAssumption()),
                new RecommendView.Assumption("price", words.priceAssumption(wish)),
                new RecommendView.Assumption("offering", words.offeringAssumption(wish.free())));
    }

    private static List<RecommendView.Recommended> recommended(
            Wish wish,
            List<CapabilityStanding> needed,
            List<Candidate> candidates,
            List<Front.Choice> shown,
            Reasons reasons,
            List<ModelView> named,
            Language language) {
        Map<String, ModelView> views = new HashMap<>();
        named.forEach(view -> views.put(view.id(), view));
        Map<String, Candidate> byId = new HashMap<>();
        candidates.forEach(candidate -> byId.put(candidate.choice().modelId(), candidate));
        return shown.stream()
                .map(choice -> {
                    Candidate candidate = byId.get(choice.modelId());
                    return view(
                            wish,
                            needed,
                            candidate,
                            views.get(choice.modelId()),
                            reasons.of(
                                    choice,
                                    candidate.scores(),
                                    id -> views.get(id).name()),
                            language);
                })
                .toList();
    }

    private static RecommendView.Recommended view(
            Wish wish,
            List<CapabilityStanding> needed,
            Candidate candidate,
            ModelView model,
            List<RecommendView.Reason> reasons,
            Language language) {
        List<RecommendView.NeedScore> scores = new ArrayList<>();
        for (int i = 0; i < needed.size(); i++) {
            CapabilityStanding need = needed.get(i);
            Score exact = need.scale.score(candidate.raws().get(i));
            scores.add(new RecommendView.NeedScore(
                    need.capability.id(),
                    need.label(language),
                    exact.rounded(),
                    exact.exact(),
                    Numbers.plain(candidate.raws().get(i)),
                    need.capability.unit()));
        }
        CheapestOffering offering = candidate.offering();
        BigDecimal score = candidate.choice().score();
        return new RecommendView.Recommended(
                model.id(),
                model.name(),
                model.vendor(),
                score.setScale(1, RoundingMode.HALF_UP),
                score.doubleValue(),
                scores,
                new RecommendView.PriceView(
                        CheapestOfferings.plain(wish.mix().perMillion(offering.weighted())),
                        wish.mix().unit("1m_tokens"),
                        offering.free() ? "free" : "metered",
                        CheapestOfferings.plain(offering.input()),
                        CheapestOfferings.plain(offering.output()),
                        new RecommendView.Provider(
                                offering.provider(), offering.providerName(), offering.providerUrl()),
                        offering.id()),
                wish.usage()
                        ? new RecommendView.Amount(
                                CheapestOfferings.plain(offering.weighted().movePointLeft(6)),
                                wish.mix().unit("month"))
                        : null,
                reasons,
                new RecommendView.Links(
                        "/api/v1/models/" + model.id(),
                        "/api/v1/models/" + model.id() + "/card",
                        "/api/v1/models/" + model.id() + "/offerings",
                        "/m/" + model.id()));
    }
}
