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
import java.util.Objects;
import java.util.Set;
import org.modeltree.bands.capability.CapabilityStanding;
import org.modeltree.bands.capability.CapabilityStandings;
import org.modeltree.bands.cohort.ReleaseWindow;
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
    private final Candidates candidates;
    private final CheapestOfferings offerings;
    private final FilterSuggestions suggestions;
    private final AnswerParts parts;

    RecommendService(
            CapabilityStandings capabilities,
            Standings standings,
            ModelService models,
            Candidates candidates,
            CheapestOfferings offerings,
            FilterSuggestions suggestions,
            AnswerParts parts) {
        this.capabilities = capabilities;
        this.standings = standings;
        this.models = models;
        this.candidates = candidates;
        this.offerings = offerings;
        this.suggestions = suggestions;
        this.parts = parts;
    }

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
        Front front = new Front(wish.limit());
        Candidates.Counts counts =
                candidates.each(wish, conditions, needed, candidate -> front.add(choice(wish, needed, candidate)));
        RecommendWords words = new RecommendWords(language);
        List<Front.Member> shown = front.members();
        Set<String> named = new LinkedHashSet<>();
        shown.forEach(member -> named.add(member.choice().modelId()));
        shown.stream()
                .map(Front.Member::nextCheaper)
                .filter(Objects::nonNull)
                .forEach(cheaper -> named.add(cheaper.modelId()));
        List<FilterSuggestion> unknown = suggestions(wish, counts.matching() > 0);
        if (!shown.isEmpty() && unknown.isEmpty()) {
            parts.madeOf(parts(wish, named));
        }
        return new RecommendView(
                needs(wish, needed, language),
                recommended(wish, needed, shown, new Reasons(wish, needed, front, words, language), named, language),
                Math.toIntExact(front.size()),
                Math.toIntExact(front.models()),
                excluded(needed, counts, front.models() - front.size(), words, language),
                assumptions(wish, words),
                unknown);
    }

    private static List<RecommendView.Exclusion> excluded(
            List<CapabilityStanding> needed,
            Candidates.Counts counts,
            long dominated,
            RecommendWords words,
            Language language) {
        Exclusions excluded = new Exclusions(words, language);
        excluded.add("filtered", null, counts.all() - counts.matching());
        for (int i = 0; i < needed.size(); i++) {
            excluded.add("no_score", needed.get(i), counts.missing().get(i));
        }
        for (int i = 0; i < needed.size(); i++) {
            excluded.add("score_too_low", needed.get(i), counts.tooLow().get(i));
        }
        excluded.add("no_price", null, counts.noPrice());
        excluded.add("only_free", null, counts.onlyFree());
        excluded.add("over_budget", null, counts.overBudget());
        excluded.add("dominated", null, dominated);
        return excluded.views();
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

    /** A candidate with its scores. */
    private static Front.Choice choice(Wish wish, List<CapabilityStanding> needed, Candidates.Candidate candidate) {
        BigDecimal weights = BigDecimal.ZERO;
        BigDecimal sum = BigDecimal.ZERO;
        List<Double> scores = new ArrayList<>(needed.size());
        for (int i = 0; i < needed.size(); i++) {
            BigDecimal weight = wish.needs().get(i).weight();
            double score = needed.get(i).scale.score(candidate.raws().get(i)).exact();
            scores.add(score);
            sum = sum.add(BigDecimal.valueOf(score).multiply(weight));
            weights = weights.add(weight);
        }
        return new Front.Choice(
                candidate.modelId(),
                candidate.raws(),
                scores,
                sum.divide(weights, DECIMALS, RoundingMode.HALF_UP),
                candidate.weighted());
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

    private List<RecommendView.Recommended> recommended(
            Wish wish,
            List<CapabilityStanding> needed,
            List<Front.Member> shown,
            Reasons reasons,
            Set<String> named,
            Language language) {
        Map<String, ModelView> views = new HashMap<>();
        models.views(List.copyOf(named), language).forEach(view -> views.put(view.id(), view));
        Map<String, CheapestOffering> cheapest = offerings.of(
                shown.stream().map(member -> member.choice().modelId()).toList(),
                wish.mix(),
                Candidates.needs(wish),
                wish.free());
        return shown.stream()
                .map(member -> view(
                        wish,
                        needed,
                        member.choice(),
                        cheapest.get(member.choice().modelId()),
                        views.get(member.choice().modelId()),
                        reasons.of(member, id -> views.get(id).name()),
                        language))
                .toList();
    }

    private static RecommendView.Recommended view(
            Wish wish,
            List<CapabilityStanding> needed,
            Front.Choice choice,
            CheapestOffering offering,
            ModelView model,
            List<RecommendView.Reason> reasons,
            Language language) {
        List<RecommendView.NeedScore> scores = new ArrayList<>();
        for (int i = 0; i < needed.size(); i++) {
            CapabilityStanding need = needed.get(i);
            double raw = choice.raws().get(i);
            Score exact = need.scale.score(raw);
            scores.add(new RecommendView.NeedScore(
                    need.capability.id(),
                    need.label(language),
                    exact.rounded(),
                    exact.exact(),
                    Numbers.plain(raw),
                    need.capability.unit()));
        }
        BigDecimal score = choice.score();
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
