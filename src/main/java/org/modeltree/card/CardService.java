package org.modeltree.card;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.modeltree.bands.ScoreService;
import org.modeltree.bands.ScoreView;
import org.modeltree.catalog.FactService;
import org.modeltree.catalog.ModelIds;
import org.modeltree.catalog.ModelPart;
import org.modeltree.catalog.ModelService;
import org.modeltree.catalog.ModelView;
import org.modeltree.http.Language;
import org.modeltree.http.Numbers;
import org.modeltree.lineage.LineageService;
import org.modeltree.offering.OfferingService;
import org.modeltree.revision.InSnapshot;

/** Puts together everything one page shows about a model. */
@ApplicationScoped
@InSnapshot
class CardService {

    private static final String UNKNOWN = "unknown";

    private final ModelIds ids;
    private final ModelService models;
    private final ScoreService scores;
    private final LineageService lineage;
    private final OfferingService offerings;
    private final FactService facts;
    private final Cards cards;
    private final ObjectMapper json;

    CardService(
            ModelIds ids,
            ModelService models,
            ScoreService scores,
            LineageService lineage,
            OfferingService offerings,
            FactService facts,
            Cards cards,
            ObjectMapper json) {
        this.ids = ids;
        this.models = models;
        this.scores = scores;
        this.lineage = lineage;
        this.offerings = offerings;
        this.facts = facts;
        this.cards = cards;
        this.json = json;
    }

    /** The card of a model; one without prose still has every computed section. */
    ModelPart<CardView> cardOf(String id, Language language) {
        long revision = ids.requireAt(id, "/card");
        ModelView model = models.views(List.of(id), language).get(0);
        Optional<Card> card = cards.findByIdOptional(id);
        Map<String, CardText> texts = cards.textsOf(id);
        List<ScoreService.Performance> performances =
                scores.performances(List.of(id), language).get(id);
        Prose prose = new Prose(Optional.ofNullable(texts.get(language.tag())), Optional.ofNullable(texts.get("en")));
        String pricingKind = card.map(c -> c.pricingKind)
                .or(() -> offerings.pricingKindOf(id))
                .orElse(UNKNOWN);
        CardView view = new CardView(
                id,
                model.name(),
                model.vendor(),
                model.releaseDate(),
                model.subtitle(),
                model.summary(),
                CardView.ContextView.of(model, language),
                prose.text(text -> text.whyItMatters),
                cards.claimsOf(id).stream()
                        .map(claim -> claim(claim, performances, language))
                        .toList(),
                availability(card, model, language),
                CardView.PricingView.of(pricingKind, prose.text(text -> text.pricingNote), language),
                performances.stream()
                        .filter(performance -> performance.score().exact() != null)
                        .map(CardService::performance)
                        .toList(),
                prose.points(text -> text.feelsLike),
                prose.points(text -> text.bestFor),
                tools(card),
                prose.points(text -> text.notFor),
                lineage.summaryOf(id),
                model.links(),
                facts.of(model),
                proseLanguage(texts, id, language).tag(),
                revision);
        return new ModelPart<>(revision, view);
    }

    /** A card's prose in the language asked for, each piece of it in English where that language has none. */
    private record Prose(Optional<CardText> own, Optional<CardText> english) {

        String text(Function<CardText, String> piece) {
            return own.map(piece).or(() -> english.map(piece)).orElse(null);
        }

        List<String> points(Function<CardText, String[]> piece) {
            return own.map(piece)
                    .filter(points -> points.length > 0)
                    .or(() -> english.map(piece))
                    .map(Arrays::asList)
                    .orElse(List.of());
        }
    }

    private CardView.ClaimView claim(CardClaim claim, List<ScoreService.Performance> performances, Language language) {
        Boolean consistent = null;
        CardView.ClaimView.Requirement requirement = null;
        if (claim.requiresCapability != null) {
            requirement =
                    new CardView.ClaimView.Requirement(claim.requiresCapability, Numbers.plain(claim.requiresRaw));
            boolean lowerIsBetter = scores.lowerIsBetter(claim.requiresCapability);
            consistent = performances.stream()
                    .map(ScoreService.Performance::score)
                    .filter(score -> score.capability().equals(claim.requiresCapability) && score.raw() != null)
                    .findFirst()
                    .map(score -> lowerIsBetter
                            ? score.raw().doubleValue() <= claim.requiresRaw
                            : score.raw().doubleValue() >= claim.requiresRaw)
                    .orElse(null);
        }
        return new CardView.ClaimView(
                claim.claimId,
                language.of(claim.labelEn, claim.labelZh),
                language.of(claim.descriptionEn, claim.descriptionZh),
                requirement,
                consistent);
    }

    /** What the card says, else what follows from the facts. */
    private CardView.AvailabilityView availability(Optional<Card> card, ModelView model, Language language) {
        String released = model.openWeights() == null ? UNKNOWN : model.openWeights() ? "released" : "not_released";
        return new CardView.AvailabilityView(
                CardView.Statement.of(
                        card.map(c -> c.api).orElseGet(() -> offerings.isOffered(model.id()) ? "available" : UNKNOWN),
                        language),
                CardView.Statement.of(card.map(c -> c.product).orElse(UNKNOWN), language),
                CardView.Statement.of(card.map(c -> c.openSource).orElse(released), language),
                CardView.Statement.of(card.map(c -> c.enterprise).orElse(UNKNOWN), language));
    }

    private static CardView.PerformanceView performance(ScoreService.Performance performance) {
        ScoreView score = performance.score();
        return new CardView.PerformanceView(
                score.capability(),
                score.label(),
                performance.basis(),
                score.band().status(),
                score.band().n(),
                score.score(),
                score.band().lowerScore(),
                score.band().upperScore(),
                score.percentileRank(),
                score.position());
    }

    private List<CardView.ToolView> tools(Optional<Card> card) {
        try {
            return card.isEmpty() ? List.of() : json.readValue(card.get().tools, new TypeReference<>() {});
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("the database keeps JSON here", impossible);
        }
    }

    /** The language asked for where the model or its card has any prose in it. */
    private Language proseLanguage(Map<String, CardText> texts, String id, Language language) {
        return language == Language.EN || texts.containsKey(language.tag()) || models.hasText(id, language)
                ? language
                : Language.EN;
    }
}
