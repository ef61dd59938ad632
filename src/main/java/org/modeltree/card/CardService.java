package org.modeltree.card;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.modeltree.bands.capability.CapabilityStandings;
import org.modeltree.bands.score.ScoreService;
import org.modeltree.bands.standing.Standings;
import org.modeltree.card.words.ValueText;
import org.modeltree.card.words.Words;
import org.modeltree.catalog.FactService;
import org.modeltree.catalog.ModelFacts;
import org.modeltree.catalog.ModelIds;
import org.modeltree.catalog.ModelService;
import org.modeltree.catalog.ModelView;
import org.modeltree.http.RequestLink;
import org.modeltree.http.Versioned;
import org.modeltree.http.value.Language;
import org.modeltree.http.value.Numbers;
import org.modeltree.lineage.LineageService;
import org.modeltree.lineage.LineageSummary;
import org.modeltree.offering.OfferingService;
import org.modeltree.revision.InSnapshot;
import org.modeltree.revision.dependency.AnswerParts;
import org.modeltree.revision.dependency.Part;

/** Assembles the cards of models from their facts, scores, lineage, offerings and editorial content. */
@ApplicationScoped
@InSnapshot
public class CardService {

    private static final String UNKNOWN = "unknown";

    private final ModelIds ids;
    private final ModelService models;
    private final CapabilityStandings capabilities;
    private final ScoreService scores;
    private final Standings standings;
    private final LineageService lineage;
    private final OfferingService offerings;
    private final FactService facts;
    private final Cards cards;
    private final SuccessorNames successors;
    private final AnswerParts parts;

    CardService(
            ModelIds ids,
            ModelService models,
            CapabilityStandings capabilities,
            ScoreService scores,
            Standings standings,
            LineageService lineage,
            OfferingService offerings,
            FactService facts,
            Cards cards,
            SuccessorNames successors,
            AnswerParts parts) {
        this.ids = ids;
        this.models = models;
        this.capabilities = capabilities;
        this.scores = scores;
        this.standings = standings;
        this.lineage = lineage;
        this.offerings = offerings;
        this.facts = facts;
        this.cards = cards;
        this.successors = successors;
        this.parts = parts;
    }

    /** The card of a model. A model without editorial content still has every computed section. */
    public Versioned<CardView> cardOf(String id, Language language) {
        facts.ahead(id);
        ModelService.LocalizedModel localized = models.at(id, "/card", language);
        ModelView model = localized.view();
        ModelFacts modelFacts = facts.of(model);
        Standings.ModelCohorts cohorts = standings.of(model);
        List<ScoreService.PlacedPerformance> performances =
                scores.placed(model, cohorts, modelFacts.counting(), language);
        CardView card = card(localized, modelFacts, performances, language);
        parts.madeOf(parts(card));
        parts.renewedBy(scores.renewal(
                "performance",
                performances.stream().filter(CardService::isMeasured).toList(),
                cohorts,
                modelFacts.counting(),
                language,
                placed -> CardView.PerformanceView.of(placed, language)));
        return new Versioned<>(model.revision(), card);
    }

    /**
     * The cards of several models, in the order of their ids, with a number of statements that does not grow with them. A
     * model that several ids mean has one card.
     */
    CardListView cardsOf(List<String> given, Language language, RequestLink link) {
        Map<String, String> canonical = ids.canonicalByGiven(given);
        List<ModelService.LocalizedModel> localized = models.localized(
                given.stream()
                        .map(canonical::get)
                        .filter(Objects::nonNull)
                        .distinct()
                        .toList(),
                language);
        List<ModelView> views =
                localized.stream().map(ModelService.LocalizedModel::view).toList();
        Map<String, ModelFacts> modelFacts = facts.of(views);
        Map<String, Standings.ModelCohorts> cohorts = standings.ofModels(views);
        List<CardView> found = localized.stream()
                .map(model -> card(
                        model,
                        modelFacts.get(model.view().id()),
                        scores.placed(
                                model.view(),
                                cohorts.get(model.view().id()),
                                modelFacts.get(model.view().id()).counting(),
                                language),
                        language))
                .toList();
        if (canonical.size() == given.size()) {
            parts.madeOf(Part.key("aliases"), Part.members());
            found.forEach(card -> parts.madeOf(parts(card)));
            parts.madeOf(scores.parts());
        }
        return CardListView.of(
                found,
                ids.whyMissing(
                        given.stream().filter(id -> !canonical.containsKey(id)).toList()),
                link);
    }

    private static boolean isMeasured(ScoreService.PlacedPerformance placed) {
        return placed.performance().score().exact() != null;
    }

    /** The parts of the catalog that a card is made of, without the tallies of its performance. */
    private static List<Part> parts(CardView card) {
        List<Part> made = new ArrayList<>(List.of(
                Part.model(card.id()),
                Part.one("vendor", card.vendor().id()),
                Part.every("provider"),
                Part.every("benchmark"),
                Part.every("capability")));
        LineageSummary relatives = card.lineage();
        // Without relatives, only an edge of the model itself can give it some.
        made.add(relatives.ancestors() + relatives.descendants() == 0 ? Part.edgesOf(card.id()) : Part.every("edge"));
        Stream.concat(relatives.parents().stream(), relatives.children().stream())
                .forEach(relative -> made.add(Part.nameOf(relative.id())));
        card.facts().stream()
                .filter(fact -> fact.name().equals(SuccessorNames.FACT))
                .forEach(fact -> made.add(Part.nameOf(fact.value().text())));
        return made;
    }

    private CardView card(
            ModelService.LocalizedModel localized,
            ModelFacts modelFacts,
            List<ScoreService.PlacedPerformance> performances,
            Language language) {
        ModelView model = localized.view();
        String id = model.id();
        Card card = modelFacts.value(cards).orElse(Card.NONE);
        OfferingService.OfferingStatus offering = offerings.statusToday(id, modelFacts);
        Prose prose = new Prose(
                Optional.ofNullable(card.texts().get(language.tag())),
                Optional.ofNullable(card.texts().get("en")));
        LineageSummary relatives = lineage.summary(modelFacts);
        Optional<String> successor = modelFacts.value(successors);
        String pricingKind = Optional.ofNullable(card.pricingKind())
                .or(offering::pricingKind)
                .orElse(UNKNOWN);
        return new CardView(
                id,
                model.name(),
                model.vendor(),
                model.releaseDate(),
                model.releaseDate() == null ? null : new ValueText(language).date(model.releaseDate()),
                model.subtitle(),
                model.summary(),
                CardView.ContextWindowView.of(model, capabilities.contextAxis(), language),
                prose.text(Card.Text::whyItMatters),
                card.claims().stream()
                        .map(claim -> claim(claim, performances, language))
                        .toList(),
                new Availability(model, offering, modelFacts.facts(), language).of(card),
                CardView.PricingView.of(pricingKind, prose.text(Card.Text::pricingNote), offering.billed(), language),
                performances.stream()
                        .filter(CardService::isMeasured)
                        .map(placed -> CardView.PerformanceView.of(placed, language))
                        .toList(),
                prose.points(Card.Text::feelsLike),
                prose.points(Card.Text::bestFor),
                card.tools().stream()
                        .map(tool -> new CardView.ToolView(tool.name().in(language), tool.url()))
                        .toList(),
                prose.points(Card.Text::notFor),
                relatives,
                model.webLinks(),
                modelFacts.facts().stream()
                        .map(fact -> CardView.FactView.of(fact, successor, offering.day(), language))
                        .toList(),
                proseLanguage(card, localized, language).tag(),
                Words.in(language).labelsFor(methods(relatives)),
                model.revision());
    }

    /** Prose of a card in the requested language; a text that it lacks is taken from English. */
    private record Prose(Optional<Card.Text> requested, Optional<Card.Text> english) {

        String text(Function<Card.Text, String> piece) {
            return requested.map(piece).or(() -> english.map(piece)).orElse(null);
        }

        List<String> points(Function<Card.Text, List<String>> piece) {
            return requested
                    .map(piece)
                    .filter(points -> !points.isEmpty())
                    .or(() -> english.map(piece))
                    .orElse(List.of());
        }
    }

    private CardView.ClaimView claim(
            Card.Claim claim, List<ScoreService.PlacedPerformance> performances, Language language) {
        Boolean consistent = null;
        CardView.ClaimView.Requirement requirement = null;
        if (claim.requiresCapability() != null) {
            requirement =
                    new CardView.ClaimView.Requirement(claim.requiresCapability(), Numbers.plain(claim.requiresRaw()));
            boolean lowerIsBetter = scores.lowerIsBetter(claim.requiresCapability());
            consistent = performances.stream()
                    .map(placed -> placed.performance().score())
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

    /** Methods of the relations that the card names, in its order. */
    private static List<String> methods(LineageSummary lineage) {
        return Stream.concat(lineage.parents().stream(), lineage.children().stream())
                .map(LineageSummary.RelativeView::method)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    /** The requested language if the model or its card has any prose in it; otherwise English. */
    private static Language proseLanguage(Card card, ModelService.LocalizedModel model, Language language) {
        if (language == Language.EN || card.texts().containsKey(language.tag()) || model.hasText()) {
            return language;
        }
        boolean isEnglish = !card.texts().isEmpty()
                || !card.claims().isEmpty()
                || model.view().subtitle() != null
                || model.view().summary() != null;
        return isEnglish ? Language.EN : language;
    }
}
