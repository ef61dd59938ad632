package org.modeltree.pages.card;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.modeltree.bands.capability.TokenLabel;
import org.modeltree.bands.score.ScoreService;
import org.modeltree.bands.standing.ModelStandings;
import org.modeltree.card.CardMarkdown;
import org.modeltree.card.CardService;
import org.modeltree.card.CardView;
import org.modeltree.card.words.Labels;
import org.modeltree.catalog.ModelIds;
import org.modeltree.http.MarkdownText;
import org.modeltree.http.PublicAddress;
import org.modeltree.http.RequestLink;
import org.modeltree.http.problem.Problem;
import org.modeltree.http.value.Language;
import org.modeltree.lineage.LineageService;
import org.modeltree.lineage.LineageSummary;
import org.modeltree.lineage.LineageView;
import org.modeltree.offering.OfferedPriceService;
import org.modeltree.offering.OfferedPriceView;
import org.modeltree.revision.InSnapshot;
import org.modeltree.revision.dependency.AnswerParts;
import org.modeltree.revision.dependency.Part;

/** Pages of cards, from the same answers as the API gives. */
@ApplicationScoped
@InSnapshot
public class CardPageService {

    private static final String CARD_OF = "/api/v1/models/";
    private static final String CARD = "/card";
    private static final String MARKDOWN = ".md";

    /** Children and siblings that a page lists; the tree has all. */
    static final int MAX_RELATIVES = 24;

    private static final int MAX_PARENTS = 4;

    private final ModelIds ids;
    private final CardService cards;
    private final ScoreService scores;
    private final LineageService lineage;
    private final OfferedPriceService prices;
    private final ObjectMapper json;
    private final AnswerParts parts;
    private final PublicAddress address;

    CardPageService(
            ModelIds ids,
            CardService cards,
            ScoreService scores,
            LineageService lineage,
            OfferedPriceService prices,
            ObjectMapper json,
            AnswerParts parts,
            PublicAddress address) {
        this.ids = ids;
        this.cards = cards;
        this.scores = scores;
        this.lineage = lineage;
        this.prices = prices;
        this.json = json;
        this.parts = parts;
        this.address = address;
    }

    /** Whether this is the whole id of a model. The answer depends on that. */
    public boolean isModel(String id) {
        parts.madeOf(Part.model(id));
        return ids.canonical(id).filter(id::equals).isPresent();
    }

    /**
     * The page of a card.
     *
     * @throws Problem.Moved to the page of the canonical id, if the given one is another spelling
     * @throws Problem.NotFound if no model matches
     */
    public CardPage page(String id, Language language, RequestLink link) {
        CardView card = card(id, "", language);
        Labels labels = card.labels();
        List<OfferedPriceView> offered = prices.list(OfferedPriceService.Query.cheapestFirst(List.of(id)), link)
                .data();
        parts.madeOf(Part.model(id), Part.every("provider"));
        // The card renews its scores inside JSON; a page is computed anew when they move.
        parts.madeOf(scores.parts());
        parts.computedAnew();
        return new CardPage(
                card,
                card.contextWindow().ticks().stream()
                        .map(tick -> CardPage.Tick.of(
                                tick,
                                language == Language.ZH,
                                card.contextWindow().tokens()))
                        .toList(),
                card.contextWindow().fraction() == null
                        ? null
                        : Position.of(card.contextWindow().fraction()),
                claims(card),
                availability(card),
                offered.stream().map(offer -> offer(offer, labels)).toList(),
                card.performance().stream().map(one -> performance(one, labels)).toList(),
                relatives(card.lineage().parents(), labels),
                relatives(card.lineage().children(), labels),
                siblings(card),
                card.webLinks().stream()
                        .filter(page -> CardPage.Source.isSafe(page.url()))
                        .map(page -> new CardPage.Source(
                                labels.webLinkTypes().getOrDefault(page.type(), page.type()),
                                page.url(),
                                CardPage.Source.host(page.url())))
                        .toList(),
                card.facts().stream().map(CardPageService::fact).toList(),
                structured(card),
                address.of(CARD_OF + card.id() + CARD + ".png?lang=" + language.tag()));
    }

    /**
     * A card as Markdown.
     *
     * @param twin id of the model, and {@code .md}
     * @throws Problem.Moved to the Markdown of the canonical id, if the given one is another spelling
     * @throws Problem.NotFound if no model matches
     */
    public MarkdownText markdown(String twin, Language language) {
        CardView card = card(twin.substring(0, twin.length() - MARKDOWN.length()), MARKDOWN, language);
        // As on the page of the card.
        parts.madeOf(scores.parts());
        parts.computedAnew();
        return CardMarkdown.of(card);
    }

    /**
     * Redirects lead from page to page, not to the API.
     *
     * @param ending what follows the id in the path
     */
    private CardView card(String id, String ending, Language language) {
        try {
            return cards.cardOf(id, language).body();
        } catch (Problem.Moved moved) {
            throw new Problem.Moved(pageOf(moved.path()) + ending, moved.fixed());
        } catch (Problem.Resolved resolved) {
            throw new Problem.Moved(pageOf(resolved.path()) + ending, resolved.fixed());
        }
    }

    private static String pageOf(String path) {
        String id = path.startsWith(CARD_OF) && path.endsWith(CARD)
                ? path.substring(CARD_OF.length(), path.length() - CARD.length())
                : "";
        if (id.chars().filter(c -> c == '/').count() != 1) {
            throw new Problem.NotFound("Nothing exists at this path.", List.of());
        }
        return "/m/" + id;
    }

    private static List<CardPage.Claim> claims(CardView card) {
        Labels.Claims words = card.labels().claims();
        List<CardPage.Claim> claims = new ArrayList<>();
        for (CardView.ClaimView claim : card.coreCapabilities()) {
            String measured = claim.requires() == null
                    ? null
                    : card.performance().stream()
                            .filter(one ->
                                    one.capability().equals(claim.requires().capability()))
                            .map(one -> one.label() + ": " + one.text())
                            .findFirst()
                            .orElse(null);
            String style = claim.requires() == null
                    ? ""
                    : claim.consistent() == null ? "open" : claim.consistent() ? "good" : "bad";
            claims.add(new CardPage.Claim(
                    claim.label(),
                    claim.description(),
                    style,
                    switch (style) {
                        case "good" -> words.consistent();
                        case "bad" -> words.inconsistent();
                        case "open" -> words.unmeasured();
                        default -> null;
                    },
                    measured));
        }
        return claims;
    }

    private static List<CardPage.Way> availability(CardView card) {
        Labels.Availability words = card.labels().availability();
        CardView.AvailabilityView ways = card.availability();
        return List.of(
                way(words.api(), ways.api()),
                way(words.product(), ways.product()),
                way(words.openSource(), ways.openSource()),
                way(words.enterprise(), ways.enterprise()));
    }

    private static CardPage.Way way(String name, CardView.Statement statement) {
        CardView.ContradictionView contradiction = statement.contradiction();
        return new CardPage.Way(
                name,
                statement.label(),
                switch (statement.status()) {
                    case "available", "released", "contact_sales", "limited" -> "good";
                    case "not_available", "not_released" -> "bad";
                    default -> "open";
                },
                contradiction == null ? null : contradiction.label() + ": " + contradiction.text(),
                statement.derived());
    }

    private static CardPage.Offer offer(OfferedPriceView offer, Labels labels) {
        Amounts amounts = Amounts.of(offer.price());
        return new CardPage.Offer(
                offer.provider().name(),
                offer.provider().id(),
                offer.id(),
                amounts.input(),
                amounts.output(),
                offer.price() == null
                        ? labels.pricingKinds().get("unknown")
                        : labels.pricingKinds()
                                .getOrDefault(
                                        offer.price().kind(), offer.price().kind()),
                offer.contextWindow(),
                offer.contextWindow() == null ? null : TokenLabel.of(offer.contextWindow()));
    }

    private static CardPage.Performance performance(CardView.PerformanceView one, Labels labels) {
        String score = one.score().toPlainString();
        ModelStandings standings = one.standings();
        Labels.Standings names = labels.standings();
        List<Bar> bars = new ArrayList<>();
        bars.add(Bar.of(names.all(), standings.all(), one.explanation().score(), one.exact(), score, labels));
        if (standings.current() != null) {
            bars.add(Bar.of(
                    names.current(), standings.current(), one.explanation().current(), one.exact(), score, labels));
        }
        if (standings.atRelease() != null) {
            bars.add(Bar.of(
                    names.atRelease(),
                    standings.atRelease(),
                    one.explanation().atRelease(),
                    one.exact(),
                    score,
                    labels));
        }
        return new CardPage.Performance(
                one.capability(),
                one.label(),
                one.basis(),
                one.text(),
                score,
                one.clamped() == null ? null : labels.clamped().getOrDefault(one.clamped(), one.clamped()),
                one.explanation().lower(),
                one.explanation().upper(),
                bars);
    }

    private static List<CardPage.Relative> relatives(List<LineageSummary.RelativeView> relatives, Labels labels) {
        return relatives.stream()
                .limit(MAX_RELATIVES)
                .map(relative -> CardPage.Relative.of(relative, labels.relations(), labels.methods()))
                .toList();
    }

    /** The other children of its parents, by release date. */
    private List<CardPage.Relative> siblings(CardView card) {
        Set<String> known = Stream.of(card.lineage().parents(), card.lineage().children())
                .flatMap(List::stream)
                .map(LineageSummary.RelativeView::id)
                .collect(Collectors.toSet());
        Map<String, LineageView.Node> siblings = new LinkedHashMap<>();
        card.lineage().parents().stream()
                .limit(MAX_PARENTS)
                .forEach(parent -> lineage.lineageOf(parent.id(), false, true, 1, MAX_RELATIVES + 2).nodes().stream()
                        .filter(node -> node.distance() == 1)
                        .filter(node -> !node.id().equals(card.id()) && !known.contains(node.id()))
                        .forEach(node -> siblings.putIfAbsent(node.id(), node)));
        return siblings.values().stream()
                .sorted(Comparator.comparing((LineageView.Node node) -> node.releaseDate() == null
                                ? "9999"
                                : node.releaseDate().value())
                        .thenComparing(LineageView.Node::id))
                .limit(MAX_RELATIVES)
                .map(node -> new CardPage.Relative(node.id(), node.name(), null))
                .toList();
    }

    private static CardPage.SourcedFact fact(CardView.FactView fact) {
        boolean isUrl = CardPage.Source.isSafe(fact.source());
        return new CardPage.SourcedFact(
                fact.label(),
                fact.text(),
                fact.namesSuccessor() ? fact.value().text() : null,
                isUrl ? CardPage.Source.host(fact.source()) : fact.source(),
                isUrl ? fact.source() : null,
                fact.dateText());
    }

    /** Written as a text without {@code <}, so that nothing in it can end the script element. */
    private String structured(CardView card) {
        ObjectNode node = json.createObjectNode();
        node.put("@context", "https://schema.org");
        node.put("@type", "SoftwareApplication");
        node.put("name", card.name());
        node.put("identifier", card.id());
        node.put("applicationCategory", "AI model");
        if (card.summary() != null) {
            node.put("description", card.summary());
        }
        if (card.releaseDate() != null) {
            node.put("datePublished", card.releaseDate().value());
        }
        node.putObject("author")
                .put("@type", "Organization")
                .put("name", card.vendor().name());
        card.webLinks().stream()
                .filter(link -> CardPage.Source.isSafe(link.url()))
                .forEach(link -> node.withArray("sameAs").add(link.url()));
        return node.toString().replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026");
    }
}
