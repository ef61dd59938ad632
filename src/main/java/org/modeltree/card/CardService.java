package org.modeltree.card;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.modeltree.bands.score.ScoreService;
import org.modeltree.bands.score.ScoreView;
import org.modeltree.catalog.FactService;
import org.modeltree.catalog.ModelFacts;
import org.modeltree.catalog.ModelService;
import org.modeltree.catalog.ModelView;
import org.modeltree.http.Versioned;
import org.modeltree.http.value.Language;
import org.modeltree.http.value.Numbers;
import org.modeltree.lineage.LineageService;
import org.modeltree.offering.OfferingService;
import org.modeltree.revision.InSnapshot;

/** Puts together everything one page shows about a model. */
@ApplicationScoped
@InSnapshot
class CardService {

    private static final String UNKNOWN = "unknown";

    private final ModelService models;
    private final ScoreService scores;
    private final LineageService lineage;
    private final OfferingService offerings;
    private final FactService sheets;
    private final Cards cards;

    CardService(
            ModelService models,
            ScoreService scores,
            LineageService lineage,
            OfferingService offerings,
            FactService sheets,
            Cards cards) {
        this.models = models;
        this.scores = scores;
        this.lineage = lineage;
        this.offerings = offerings;
        this.sheets = sheets;
        this.cards = cards;
    }

    /** The card of a model; one without prose still has every computed section. */
    Versioned<CardView> cardOf(String id, Language language) {
        ModelService.LocalizedModel localized = models.at(id, "/card", language);
        ModelView model = localized.view();
        ModelFacts sheet = sheets.of(model);
        Card card = sheet.value(cards).orElse(Card.NONE);
        List<ScoreService.Performance> performances = scores.performances(model, sheet.raws(), language);
        OfferingService.Today today = offerings.today(id, sheet);
        Prose prose = new Prose(
                Optional.ofNullable(card.texts().get(language.tag())),
                Optional.ofNullable(card.texts().get("en")));
        String pricingKind =
                Optional.ofNullable(card.pricingKind()).or(today::pricingKind).orElse(UNKNOWN);
        CardView view = new CardView(
                id,
                model.name(),
                model.vendor(),
                model.releaseDate(),
                model.subtitle(),
                model.summary(),
                CardView.ContextView.of(model, language),
                prose.text(Card.Text::whyItMatters),
                card.claims().stream()
                        .map(claim -> claim(claim, performances, language))
                        .toList(),
                availability(card, today.isOffered(), model, language),
                CardView.PricingView.of(pricingKind, prose.text(Card.Text::pricingNote), language),
                performances.stream()
                        .filter(performance -> performance.score().exact() != null)
                        .map(CardService::performance)
                        .toList(),
                prose.points(Card.Text::feelsLike),
                prose.points(Card.Text::bestFor),
                card.tools(),
                prose.points(Card.Text::notFor),
                lineage.summary(sheet),
                model.links(),
                sheet.facts(),
                proseLanguage(card, localized, language).tag(),
                model.revision());
        return new Versioned<>(model.revision(), view);
    }

    /** A card's prose in the language asked for, each piece of it in English where that language has none. */
    private record Prose(Optional<Card.Text> own, Optional<Card.Text> english) {

        String text(Function<Card.Text, String> piece) {
            return own.map(piece).or(() -> english.map(piece)).orElse(null);
        }

        List<String> points(Function<Card.Text, List<String>> piece) {
            return own.map(piece)
                    .filter(points -> !points.isEmpty())
                    .or(() -> english.map(piece))
                    .orElse(List.of());
        }
    }

    private CardView.ClaimView claim(Card.Claim claim, List<ScoreService.Performance> performances, Language language) {
        Boolean consistent = null;
        CardView.ClaimView.Requirement requirement = null;
        if (claim.requiresCapability() != null) {
            requirement =
                    new CardView.ClaimView.Requirement(claim.requiresCapability(), Numbers.plain(claim.requiresRaw()));
            boolean lowerIsBetter = scores.lowerIsBetter(claim.requiresCapability());
            consistent = performances.stream()
                    .map(ScoreService.Performance::score)
                    .filter(score -> score.capability().equals(claim.requiresCapability()) && score.raw() != null)
                    .findFirst()
                    .map(score -> lowerIsBetter
                            ? score.raw().doubleValue() <= claim.requiresRaw()
                            : score.raw().doubleValue() >= claim.requiresRaw())
                    .orElse(null);
        }
        return new CardView.ClaimView(
                claim.id(),
                language.of(claim.labelEn(), claim.labelZh()),
                language.of(claim.descriptionEn(), claim.descriptionZh()),
                requirement,
                consistent);
    }

    /** What the card says, else what follows from the facts. */
    private static CardView.AvailabilityView availability(
            Card card, boolean isOffered, ModelView model, Language language) {
        String released = model.openWeights() == null ? UNKNOWN : model.openWeights() ? "released" : "not_released";
        return new CardView.AvailabilityView(
                stated(card.api(), isOffered ? "available" : UNKNOWN, language),
                stated(card.product(), UNKNOWN, language),
                stated(card.openSource(), released, language),
                stated(card.enterprise(), UNKNOWN, language));
    }

    private static CardView.Statement stated(String status, String otherwise, Language language) {
        return CardView.Statement.of(status == null ? otherwise : status, language);
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

    /** The language asked for where the model or its card has any prose in it. */
    private static Language proseLanguage(Card card, ModelService.LocalizedModel model, Language language) {
        return language == Language.EN || card.texts().containsKey(language.tag()) || model.hasText()
                ? language
                : Language.EN;
    }
}
