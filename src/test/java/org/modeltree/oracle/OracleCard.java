package org.modeltree.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.modeltree.oracle.Lines.AvailabilityItem;
import org.modeltree.oracle.Lines.CapabilityLine;
import org.modeltree.oracle.Lines.CardLine;
import org.modeltree.oracle.Lines.CardText;
import org.modeltree.oracle.Lines.Claim;
import org.modeltree.oracle.Lines.MeasurementLine;
import org.modeltree.oracle.Lines.ModelText;
import org.modeltree.oracle.Lines.OfferingLine;
import org.modeltree.oracle.Lines.PriceItem;
import org.modeltree.oracle.Lines.Requirement;
import org.modeltree.oracle.Lines.SourceItem;
import org.modeltree.oracle.Lines.ToolItem;

/** Cards as the service should show them. */
final class OracleCard {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<String> FACTS = List.of(
            "name",
            "family",
            "kind",
            "releaseDate",
            "lifecycle",
            "parameters",
            "openWeights",
            "licence",
            "modalities",
            "knowledgeCutoff");
    private static final List<String> KINDS = List.of("metered", "subscription", "free", "dynamic", "unknown");
    private static final CardLine NOTHING = new CardLine(null, null, null, null, null, null);

    private final Oracle oracle;
    private final OracleScores scores;
    private final OracleLineage lineage;

    OracleCard(Oracle oracle) {
        this.oracle = oracle;
        this.scores = new OracleScores(oracle);
        this.lineage = new OracleLineage(oracle);
    }

    ObjectNode card(OracleModel model, String lang) {
        CardLine line = Objects.requireNonNullElse(oracle.card(model), NOTHING);
        ObjectNode card = JSON.objectNode();
        card.put("id", model.id());
        card.put("name", model.name());
        card.set("vendor", OracleViews.vendor(oracle, model.vendor()));
        card.set("releaseDate", PartialDates.json(model.line().releaseDate()));
        card.put("subtitle", OracleViews.text(model, lang, ModelText::subtitle));
        card.put("summary", OracleViews.text(model, lang, ModelText::summary));
        card.set(
                "context",
                OracleGauge.section(oracle.contextWindow(model), model.line().contextWindowStatus(), lang));
        card.put("whyItMatters", text(line, lang, CardText::whyItMatters));
        card.set("coreCapabilities", claims(model, line, lang));
        card.set("availability", availability(model, line));
        card.set("pricing", pricing(model, line, lang));
        card.set("performance", scores.performance(model, lang));
        card.set("feelsLike", points(line, lang, CardText::feelsLike));
        card.set("bestFor", points(line, lang, CardText::bestFor));
        card.set("tools", tools(line));
        card.set("notFor", points(line, lang, CardText::notFor));
        card.set("lineage", lineage.summary(model));
        card.set("links", OracleViews.links(model));
        card.set("facts", facts(model));
        card.set("contentLanguage", contentLanguage(model, line, lang));
        card.set("revision", Expect.integerFrom(1));
        return card;
    }

    /** A text in Chinese where it is asked for and there, else in English. */
    private static <T> T text(CardLine line, String lang, Function<CardText, T> which) {
        var texts = line.texts();
        if (texts == null) {
            return null;
        }
        if (lang.equals("zh") && texts.zh() != null && which.apply(texts.zh()) != null) {
            return which.apply(texts.zh());
        }
        return texts.en() == null ? null : which.apply(texts.en());
    }

    private static ArrayNode points(CardLine line, String lang, Function<CardText, List<String>> which) {
        ArrayNode points = JSON.arrayNode();
        List<String> found = text(line, lang, which);
        if (found != null) {
            found.forEach(points::add);
        }
        return points;
    }

    private ArrayNode claims(OracleModel model, CardLine line, String lang) {
        ArrayNode claims = JSON.arrayNode();
        if (line.coreCapabilities() != null) {
            for (Claim claim : line.coreCapabilities()) {
                ObjectNode view = claims.addObject();
                view.put("id", claim.id());
                view.put("label", claim.label().in(lang));
                view.put("description", claim.description().in(lang));
                Requirement requires = claim.requires();
                if (requires == null) {
                    view.putNull("requires");
                } else {
                    view.putObject("requires")
                            .put("capability", requires.capability())
                            .put("raw", requires.raw());
                }
                view.put("consistent", consistent(model, requires));
            }
        }
        return claims;
    }

    private Boolean consistent(OracleModel model, Requirement requires) {
        if (requires == null) {
            return null;
        }
        CapabilityLine capability = oracle.capability(requires.capability());
        BigDecimal raw = oracle.raw(model, capability.benchmark());
        if (raw == null) {
            return null;
        }
        int difference = raw.compareTo(requires.raw());
        return capability.scale().lowerIsBetter() ? difference <= 0 : difference >= 0;
    }

    private ObjectNode availability(OracleModel model, CardLine line) {
        AvailabilityItem said =
                Objects.requireNonNullElse(line.availability(), new AvailabilityItem(null, null, null, null));
        Boolean open = model.line().openWeights();
        boolean offered = oracle.offerings(model).stream()
                .map(served -> PartialDates.firstDay(served.retiredDate()))
                .anyMatch(end -> end == null || end.isAfter(LocalDate.now(ZoneOffset.UTC)));
        String api = offered ? "available" : "unknown";
        String openSource = open == null ? "unknown" : open ? "released" : "not_released";
        ObjectNode availability = JSON.objectNode();
        availability.set("api", statement(said.api(), api));
        availability.set("product", statement(said.product(), "unknown"));
        availability.set("openSource", statement(said.openSource(), openSource));
        availability.set("enterprise", statement(said.enterprise(), "unknown"));
        return availability;
    }

    private static ObjectNode statement(String said, String otherwise) {
        ObjectNode statement = JSON.objectNode();
        statement.put("status", said == null ? otherwise : said);
        statement.set("label", Expect.words());
        return statement;
    }

    private ObjectNode pricing(OracleModel model, CardLine line, String lang) {
        ObjectNode pricing = JSON.objectNode();
        String kind = line.pricingKind() == null ? pricingKind(model) : line.pricingKind();
        String note = text(line, lang, CardText::pricingNote);
        pricing.put("kind", kind);
        pricing.set("label", Expect.words());
        // Where the catalog adds nothing the service says what the kind means, and of an unknown one nothing.
        if (note != null || kind.equals("unknown")) {
            pricing.put("note", note);
        } else {
            pricing.set("note", Expect.words());
        }
        pricing.set("summary", Expect.words());
        return pricing;
    }

    /** The publisher's own prices in force decide; where it has none, anybody's. */
    private String pricingKind(OracleModel model) {
        List<OfferingLine> all = oracle.offerings(model);
        List<String> own = kindsInForce(all.stream()
                .filter(offering -> offering.provider().equals(model.vendor()))
                .toList());
        List<String> kinds = own.isEmpty() ? kindsInForce(all) : own;
        return KINDS.stream().filter(kinds::contains).findFirst().orElse("unknown");
    }

    private static List<String> kindsInForce(List<OfferingLine> offerings) {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        return offerings.stream()
                .flatMap(offering -> offering.priceList().stream())
                .filter(price ->
                        price.from() == null || !LocalDate.parse(price.from()).isAfter(today))
                .filter(price ->
                        price.to() == null || LocalDate.parse(price.to()).isAfter(today))
                .map(PriceItem::kind)
                .toList();
    }

    private static ArrayNode tools(CardLine line) {
        ArrayNode tools = JSON.arrayNode();
        if (line.tools() != null) {
            for (ToolItem tool : line.tools()) {
                tools.addObject().put("name", tool.name()).put("url", tool.url());
            }
        }
        return tools;
    }

    private ArrayNode facts(OracleModel model) {
        ArrayNode facts = JSON.arrayNode();
        for (String name : FACTS) {
            JsonNode value = factValue(oracle, model, name);
            SourceItem source = sourceOf(model, name);
            if (source != null && source.source() != null && !value.isNull()) {
                facts.add(fact(name, value, source.source(), source.date()));
            }
        }
        for (MeasurementLine line : oracle.measurements(model).values()) {
            facts.add(fact(line.benchmark(), JSON.numberNode(line.raw()), line.source(), line.date()));
        }
        return facts;
    }

    /** The first entry that names the fact. */
    private static SourceItem sourceOf(OracleModel model, String fact) {
        List<SourceItem> sources = model.line().sources();
        return sources == null
                ? null
                : sources.stream()
                        .filter(source -> source.facts().contains(fact))
                        .findFirst()
                        .orElse(null);
    }

    private static ObjectNode fact(String name, JsonNode value, String source, String date) {
        ObjectNode fact = JSON.objectNode().put("name", name);
        fact.set("value", value);
        fact.put("source", source);
        fact.set("updatedAt", PartialDates.json(date));
        return fact;
    }

    /** The value of a fact as cards and comparisons show it. */
    static JsonNode factValue(Oracle oracle, OracleModel model, String name) {
        var line = model.line();
        ObjectNode holder = JSON.objectNode();
        switch (name) {
            case "name" -> holder.put(name, line.name());
            case "family" -> holder.put(name, line.family());
            case "kind" -> holder.put(name, line.kind());
            case "lifecycle" -> holder.put(name, line.lifecycle());
            case "licence" -> holder.put(name, line.licence());
            case "parameters" -> holder.put(name, line.parameters());
            case "openWeights" -> holder.put(name, line.openWeights());
            case "contextWindow" -> holder.put(name, oracle.contextWindow(model));
            case "maxOutput" -> holder.put(name, oracle.maxOutput(model));
            case "releaseDate" -> holder.set(name, PartialDates.json(line.releaseDate()));
            case "knowledgeCutoff" -> holder.set(name, PartialDates.json(line.knowledgeCutoff()));
            case "modalities" ->
                holder.set(name, line.modalities() == null ? JSON.nullNode() : OracleViews.modalities(model));
            default -> throw new IllegalArgumentException("no fact " + name);
        }
        return holder.get(name);
    }

    /** Where only the claims are translated, either answer is taken: the contract does not call them prose. */
    private static JsonNode contentLanguage(OracleModel model, CardLine line, String lang) {
        boolean texts = (model.line().texts() != null && model.line().texts().zh() != null)
                || (line.texts() != null && line.texts().zh() != null);
        boolean claims = line.coreCapabilities() != null
                && line.coreCapabilities().stream()
                        .anyMatch(claim -> claim.label().zh() != null
                                || claim.description().zh() != null);
        if (lang.equals("zh") && !texts && claims) {
            return Expect.anyOf(List.of(JSON.textNode("en"), JSON.textNode("zh")));
        }
        return JSON.textNode(lang.equals("zh") && texts ? "zh" : "en");
    }
}
