package org.modeltree.card;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.modeltree.bands.capability.CapabilityStanding;
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
import org.modeltree.catalog.query.CountingMeasurement;
import org.modeltree.http.RequestLink;
import org.modeltree.http.Versioned;
import org.modeltree.http.cache.FactCache;
import org.modeltree.http.value.Language;
import org.modeltree.http.value.Numbers;
import org.modeltree.http.value.PartialDate;
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
    private final FactCache kept;
    private final ObjectMapper json;

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
            AnswerParts parts,
            FactCache kept,
            ObjectMapper json) {
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
        this.kept = kept;
        this.json = json;
    }

    /** The card of a model. A model without editorial content still has every computed section. */
    public Versioned<CardView> cardOf(String id, Language language) {
        facts.ahead(id);
        ModelService.LocalizedModel localized = models.at(id, "/card", language);
        ModelFacts modelFacts = facts.of(localized.view());
        CardView card = card(
                localized,
                modelFacts,
                performance(localized.view().releaseDate(), modelFacts.counting(), language),
                language);
        parts.madeOf(parts(card));
        return new Versioned<>(card.revision(), card);
    }

    /** The JSON of {@link #cardOf}, most of which is kept in memory. */
    Versioned<Object> jsonOf(String id, Language language) {
        if (!kept.isOn()) {
            Versioned<CardView> card = cardOf(id, language);
            return new Versioned<>(card.revision(), card.body());
        }
        CardFrame frame = frame(id, language);
        List<CardView.PerformanceView> performance = performance(frame.released(), frame.counting(), language);
        parts.madeOf(frame.parts());
        return new Versioned<>(frame.revision(), new CardJson(frame, performance, language));
    }

    private CardFrame frame(String id, Language language) {
        CardFrame.Known key = new CardFrame.Known(id, language, standings.today());
        return kept.find(key, CardFrame.class).orElseGet(() -> {
            facts.ahead(id);
            ModelService.LocalizedModel localized = models.at(id, "/card", language);
            ModelFacts modelFacts = facts.once(localized.view());
            CardView card = card(localized, modelFacts, List.of(), language);
            CardFrame read = CardFrame.of(card, bytes(card), modelFacts.counting(), parts(card));
            kept.keep(key, read, read.parts(), read.bytes());
            return read;
        });
    }

    private byte[] bytes(CardView card) {
        try {
            return json.writeValueAsBytes(card);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** The scores of a model, which keep the answer up to date when tallies move. */
    private List<CardView.PerformanceView> performance(
            PartialDate released, Map<String, CountingMeasurement> counting, Language language) {
        Standings.ModelCohorts cohorts = standings.ofRelease(released, counting.keySet());
        List<ScoreService.PlacedPerformance> measured = scores.measured(cohorts, counting, language);
        parts.renewedBy(scores.renewal(
                CardFrame.PERFORMANCE,
                measured,
                cohorts,
                counting,
                language,
                placed -> CardView.PerformanceView.of(placed, language)));
        return views(measured, language);
    }

    private static List<CardView.PerformanceView> views(
            List<ScoreService.PlacedPerformance> measured, Language language) {
        return measured.stream()
                .map(placed -> CardView.PerformanceView.of(placed, language))
                .toList();
    }

    /**
     * The cards of several models, in the order of their ids, with a number of statements that does not grow with them. A
     * model that several ids mean has one card.
     */
    CardListView cardsOf(List<String> given, Language language, RequestLink link) {
        Map<String, String> canonical = ids.meantByGiven(given);
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
        Map<String, Standings.ModelCohorts> cohorts = standings.ofModels(
                views,
                modelFacts.values().stream()
                        .flatMap(one -> one.counting().keySet().stream())
                        .collect(Collectors.toSet()));
        List<CardView> found = localized.stream()
                .map(model -> card(
                        model,
                        modelFacts.get(model.view().id()),
                        views(
                                scores.measured(
                                        cohorts.get(model.view().id()),
                                        modelFacts.get(model.view().id()).counting(),
                                        language),
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
            List<CardView.PerformanceView> performance,
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
                        .map(claim -> claim(claim, modelFacts.counting(), language))
                        .toList(),
                new Availability(model, offering, modelFacts.facts(), language).of(card),
                CardView.PricingView.of(pricingKind, prose.text(Card.Text::pricingNote), offering.billed(), language),
                performance,
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

    private CardView.ClaimView claim(Card.Claim claim, Map<String, CountingMeasurement> counting, Language language) {
        Boolean consistent = null;
        CardView.ClaimView.Requirement requirement = null;
        if (claim.requiresCapability() != null) {
            requirement =
                    new CardView.ClaimView.Requirement(claim.requiresCapability(), Numbers.plain(claim.requiresRaw()));
            CapabilityStanding capability = capabilities.required(claim.requiresCapability());
            CountingMeasurement measured = counting.get(capability.capability.benchmarkId());
            if (measured != null) {
                consistent = capability.scale.lowerIsBetter()
                        ? measured.raw() <= claim.requiresRaw()
                        : measured.raw() >= claim.requiresRaw();
            }
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
