package org.modeltree.oracle.card;

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
import java.util.stream.Stream;
import org.modeltree.oracle.Expect;
import org.modeltree.oracle.Oracle;
import org.modeltree.oracle.OracleModel;
import org.modeltree.oracle.OracleWords;
import org.modeltree.oracle.bands.OracleGauge;
import org.modeltree.oracle.bands.OracleScores;
import org.modeltree.oracle.catalog.OracleViews;
import org.modeltree.oracle.generated.InputRecords.BenchmarkRecord;
import org.modeltree.oracle.generated.InputRecords.CapabilityRecord;
import org.modeltree.oracle.generated.InputRecords.CardRecord;
import org.modeltree.oracle.generated.InputRecords.CardText;
import org.modeltree.oracle.generated.InputRecords.Claim;
import org.modeltree.oracle.generated.InputRecords.MeasurementRecord;
import org.modeltree.oracle.generated.InputRecords.ModelText;
import org.modeltree.oracle.generated.InputRecords.OfferingRecord;
import org.modeltree.oracle.generated.InputRecords.PriceItem;
import org.modeltree.oracle.generated.InputRecords.Requirement;
import org.modeltree.oracle.generated.InputRecords.SourceItem;
import org.modeltree.oracle.generated.InputRecords.ToolItem;
import org.modeltree.oracle.generated.PartialDates;
import org.modeltree.oracle.lineage.OracleLineage;

/** Expected cards. */
final class OracleCard {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<String> FACTS = List.of(
            "name",
            "family",
            "kind",
            "releaseDate",
            "lifecycle",
            "announcedDate",
            "deprecatedDate",
            "retiredDate",
            "successor",
            "parameters",
            "openWeights",
            "licence",
            "modalities.input",
            "modalities.output",
            "knowledgeCutoff");
    private static final List<String> KINDS = List.of("metered", "subscription", "free", "dynamic", "unknown");
    private static final CardRecord EMPTY = new CardRecord(null, null, null, null, null, null);

    private final Oracle oracle;
    private final OracleScores scores;
    private final OracleLineage lineage;
    private final OracleAvailability availability;

    OracleCard(Oracle oracle) {
        this.oracle = oracle;
        this.scores = new OracleScores(oracle);
        this.lineage = new OracleLineage(oracle);
        this.availability = new OracleAvailability(oracle, LocalDate.now(ZoneOffset.UTC));
    }

    ObjectNode card(OracleModel model, String lang) {
        CardRecord record = Objects.requireNonNullElse(oracle.card(model), EMPTY);
        ObjectNode card = JSON.objectNode();
        card.put("id", model.id());
        card.put("name", model.name());
        card.set("vendor", oracle.vendor(model.vendor()));
        card.set("releaseDate", PartialDates.json(model.record().releaseDate()));
        card.set("releaseDateText", OracleWords.date(model.record().releaseDate(), lang));
        card.put("subtitle", OracleViews.text(model, lang, ModelText::subtitle));
        card.put("summary", OracleViews.text(model, lang, ModelText::summary));
        card.set(
                "contextWindow",
                OracleGauge.section(oracle.contextWindow(model), model.record().contextWindowStatus(), lang));
        card.put("whyItMatters", text(record, lang, CardText::whyItMatters));
        card.set("coreCapabilities", claims(model, record, lang));
        card.set("availability", availability.section(model, record.availability()));
        card.set("pricing", pricing(model, record, lang));
        card.set("performance", scores.performance(model, lang));
        card.set("feelsLike", points(record, lang, CardText::feelsLike));
        card.set("bestFor", points(record, lang, CardText::bestFor));
        card.set("tools", tools(record, lang));
        card.set("notFor", points(record, lang, CardText::notFor));
        card.set("lineage", lineage.summary(model));
        card.set("webLinks", OracleViews.links(model));
        card.set("facts", facts(model, lang));
        card.set("contentLanguage", contentLanguage(model, record, lang));
        card.set("labels", OracleWords.labels(lang));
        card.set("revision", Expect.integerFrom(1));
        return card;
    }

    /** The Chinese text if requested and present, otherwise the English one. */
    private static <T> T text(CardRecord record, String lang, Function<CardText, T> component) {
        var texts = record.texts();
        if (texts == null) {
            return null;
        }
        if (lang.equals("zh") && texts.zh() != null && component.apply(texts.zh()) != null) {
            return component.apply(texts.zh());
        }
        return texts.en() == null ? null : component.apply(texts.en());
    }

    private static ArrayNode points(CardRecord record, String lang, Function<CardText, List<String>> component) {
        ArrayNode points = JSON.arrayNode();
        List<String> texts = text(record, lang, component);
        if (texts != null) {
            texts.forEach(points::add);
        }
        return points;
    }

    private ArrayNode claims(OracleModel model, CardRecord record, String lang) {
        ArrayNode claims = JSON.arrayNode();
        if (record.coreCapabilities() != null) {
            for (Claim claim : record.coreCapabilities()) {
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
        CapabilityRecord capability = oracle.capability(requires.capability());
        BigDecimal raw = oracle.raw(model, capability.benchmark());
        if (raw == null) {
            return null;
        }
        int difference = raw.compareTo(requires.raw());
        return capability.scale().lowerIsBetter() ? difference <= 0 : difference >= 0;
    }

    private ObjectNode pricing(OracleModel model, CardRecord record, String lang) {
        ObjectNode pricing = JSON.objectNode();
        String kind = record.pricingKind() == null ? pricingKind(model) : record.pricingKind();
        String note = text(record, lang, CardText::pricingNote);
        pricing.put("kind", kind);
        JsonNode label = kind.equals("metered") ? JSON.textNode(meteredLabel(model, lang)) : Expect.words();
        pricing.set("label", label);
        // Without a note in the catalog the service explains the kind, except an unknown one.
        if (note != null || kind.equals("unknown")) {
            pricing.put("note", note);
        } else {
            pricing.set("note", Expect.words());
        }
        pricing.set("summary", label);
        return pricing;
    }

    /** Per token if each amount of the prices that count is for tokens; per use if one is not, or none is known. */
    private String meteredLabel(OracleModel model, String lang) {
        List<OfferingRecord> all = oracle.offerings(model);
        List<OfferingRecord> own = all.stream()
                .filter(offering -> offering.provider().equals(model.vendor()))
                .toList();
        boolean perToken = false;
        for (List<PriceItem> prices : List.of(current(own), current(all), prices(own), prices(all))) {
            boolean tokens = prices.stream()
                    .flatMap(price -> Stream.of(
                            price.input(),
                            price.output(),
                            price.cacheRead(),
                            price.cacheWrite(),
                            price.cacheWriteOneHour()))
                    .anyMatch(OracleCard::isCharged);
            boolean images = prices.stream().anyMatch(price -> isCharged(price.perOutputImage()));
            if (tokens || images) {
                perToken = !images;
                break;
            }
        }
        return lang.equals("zh") ? perToken ? "按 token 计费" : "按用量计费" : perToken ? "Pay per token" : "Pay per use";
    }

    private static boolean isCharged(String amount) {
        return amount != null && new BigDecimal(amount).signum() > 0;
    }

    private static List<PriceItem> prices(List<OfferingRecord> offerings) {
        return offerings.stream()
                .flatMap(offering -> offering.priceList().stream())
                .toList();
    }

    /** The kind of the publisher's current prices; if it has none, of any provider's. */
    private String pricingKind(OracleModel model) {
        List<OfferingRecord> all = oracle.offerings(model);
        List<String> own = currentKinds(all.stream()
                .filter(offering -> offering.provider().equals(model.vendor()))
                .toList());
        List<String> kinds = own.isEmpty() ? currentKinds(all) : own;
        return KINDS.stream().filter(kinds::contains).findFirst().orElse("unknown");
    }

    private static List<String> currentKinds(List<OfferingRecord> offerings) {
        return current(offerings).stream().map(PriceItem::kind).toList();
    }

    private static List<PriceItem> current(List<OfferingRecord> offerings) {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        return prices(offerings).stream()
                .filter(price ->
                        price.from() == null || !LocalDate.parse(price.from()).isAfter(today))
                .filter(price ->
                        price.to() == null || LocalDate.parse(price.to()).isAfter(today))
                .toList();
    }

    private static ArrayNode tools(CardRecord record, String lang) {
        ArrayNode tools = JSON.arrayNode();
        if (record.tools() != null) {
            for (ToolItem tool : record.tools()) {
                tools.addObject().put("name", tool.nameIn(lang)).put("url", tool.url());
            }
        }
        return tools;
    }

    private ArrayNode facts(OracleModel model, String lang) {
        ArrayNode facts = JSON.arrayNode();
        for (String name : FACTS) {
            ObjectNode value = factValue(oracle, model, name);
            SourceItem source = sourceOf(model, name.replaceFirst("\\..*", ""));
            if (source != null && source.source() != null && !value.get("type").isNull()) {
                JsonNode text = name.equals("successor")
                        ? JSON.textNode(nameOf(value.get("text").asText()))
                        : OracleWords.text(name, value, null, lang);
                facts.add(fact(name, value, text, source.source(), source.date(), lang));
            }
        }
        for (MeasurementRecord record : oracle.measurements(model).values()) {
            ObjectNode value = OracleWords.value(JSON.numberNode(record.raw()));
            JsonNode text = OracleWords.text(record.benchmark(), value, unit(record.benchmark()), lang);
            facts.add(fact(record.benchmark(), value, text, record.source(), record.date(), lang));
        }
        return facts;
    }

    private String nameOf(String id) {
        return oracle.models().stream()
                .filter(model -> model.id().equals(id))
                .map(model -> model.record().name())
                .findFirst()
                .orElseThrow();
    }

    private String unit(String benchmark) {
        return oracle.catalog.benchmarks().stream()
                .filter(record -> record.id().equals(benchmark))
                .map(BenchmarkRecord::unit)
                .findFirst()
                .orElseThrow();
    }

    /** The first source that names the fact. */
    private static SourceItem sourceOf(OracleModel model, String fact) {
        List<SourceItem> sources = model.record().sources();
        return sources == null
                ? null
                : sources.stream()
                        .filter(source -> source.facts().contains(fact))
                        .findFirst()
                        .orElse(null);
    }

    private static ObjectNode fact(
            String name, ObjectNode value, JsonNode text, String source, String date, String lang) {
        ObjectNode fact = JSON.objectNode().put("name", name);
        fact.set("label", Expect.words());
        fact.set("value", value);
        fact.set("text", text);
        fact.put("source", source);
        fact.set("date", PartialDates.json(date));
        fact.set("dateText", OracleWords.date(date, lang));
        return fact;
    }

    /** Value of a fact as cards and comparisons show it. */
    static ObjectNode factValue(Oracle oracle, OracleModel model, String name) {
        var record = model.record();
        ObjectNode holder = JSON.objectNode();
        switch (name) {
            case "name" -> holder.put(name, record.name());
            case "family" -> holder.put(name, record.family());
            case "kind" -> holder.put(name, record.kind());
            case "lifecycle" -> holder.put(name, record.lifecycle());
            case "licence" -> holder.put(name, record.licence());
            case "parameters" -> holder.put(name, record.parameters());
            case "openWeights" -> holder.put(name, record.openWeights());
            case "contextWindow" -> holder.put(name, oracle.contextWindow(model));
            case "maxOutput" -> holder.put(name, oracle.maxOutput(model));
            case "releaseDate" -> holder.set(name, PartialDates.json(record.releaseDate()));
            case "announcedDate" -> holder.set(name, PartialDates.json(record.announcedDate()));
            case "deprecatedDate" -> holder.set(name, PartialDates.json(record.deprecatedDate()));
            case "retiredDate" -> holder.set(name, PartialDates.json(record.retiredDate()));
            case "successor" -> holder.put(name, record.successor() == null ? null : Oracle.fold(record.successor()));
            case "knowledgeCutoff" -> holder.set(name, PartialDates.json(record.knowledgeCutoff()));
            case "modalities.input", "modalities.output" ->
                holder.set(name, OracleViews.modalities(model).get(name.replaceFirst(".*\\.", "")));
            default -> throw new IllegalArgumentException("no fact " + name);
        }
        return OracleWords.value(holder.get(name));
    }

    /** If only the claims are translated, either language is right: the contract does not call claims prose. */
    private static JsonNode contentLanguage(OracleModel model, CardRecord record, String lang) {
        boolean texts =
                (model.record().texts() != null && model.record().texts().zh() != null)
                        || (record.texts() != null && record.texts().zh() != null);
        boolean claims = record.coreCapabilities() != null
                && record.coreCapabilities().stream()
                        .anyMatch(claim -> claim.label().zh() != null
                                || claim.description().zh() != null);
        if (lang.equals("zh") && !texts && claims) {
            return Expect.anyOf(List.of(JSON.textNode("en"), JSON.textNode("zh")));
        }
        boolean english =
                (model.record().texts() != null && model.record().texts().en() != null)
                        || (record.texts() != null && record.texts().en() != null)
                        || (record.coreCapabilities() != null
                                && !record.coreCapabilities().isEmpty());
        return JSON.textNode(lang.equals("zh") && (texts || !english) ? "zh" : "en");
    }
}
