package org.modeltree.oracle.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.modeltree.oracle.Expect;
import org.modeltree.oracle.Oracle;
import org.modeltree.oracle.OracleModel;
import org.modeltree.oracle.OracleWords;
import org.modeltree.oracle.Orderings;
import org.modeltree.oracle.QueryParams;
import org.modeltree.oracle.bands.OracleScores;
import org.modeltree.oracle.generated.InputRecords.BenchmarkRecord;
import org.modeltree.oracle.generated.InputRecords.LinkItem;
import org.modeltree.oracle.generated.InputRecords.MeasurementRecord;
import org.modeltree.oracle.generated.InputRecords.ModelRecord;
import org.modeltree.oracle.generated.InputRecords.ModelText;
import org.modeltree.oracle.generated.InputRecords.OfferingRecord;
import org.modeltree.oracle.generated.InputRecords.PriceItem;
import org.modeltree.oracle.generated.InputRecords.ProviderRecord;
import org.modeltree.oracle.generated.InputRecords.VendorRecord;
import org.modeltree.oracle.generated.InputRecords.WindowItem;
import org.modeltree.oracle.generated.PartialDates;
import org.modeltree.oracle.lineage.OracleLineage;

/** Expected views of models, offerings, measurements, benchmarks, providers and vendors. */
public final class OracleViews {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Oracle oracle;
    private final OracleScores scores;
    private final OracleLineage lineage;

    public OracleViews(Oracle oracle) {
        this.oracle = oracle;
        this.scores = new OracleScores(oracle);
        this.lineage = new OracleLineage(oracle);
    }

    /** A model with the requested `fields`, `include` and `lang`. */
    ObjectNode model(OracleModel model, QueryParams query) {
        ObjectNode view = completeModel(model, query.lang());
        if (query.has("fields")) {
            List<String> fields = new ArrayList<>(query.all("fields"));
            fields.add("id");
            view.retain(fields);
        }
        for (String include : query.all("include")) {
            view.set(
                    include,
                    switch (include) {
                        case "scores" -> scores.scores(model, query.lang());
                        case "lineage" -> lineage.summary(model);
                        default -> offerings(model);
                    });
        }
        return view;
    }

    private ObjectNode completeModel(OracleModel model, String lang) {
        ModelRecord record = model.record();
        Long context = oracle.contextWindow(model);
        Long maxOutput = oracle.maxOutput(model);
        ObjectNode view = JSON.objectNode();
        view.put("id", model.id());
        view.put("name", model.name());
        view.set("vendor", oracle.vendor(model.vendor()));
        view.put("family", record.family());
        view.put("kind", record.kind());
        view.put("subtitle", text(model, lang, ModelText::subtitle));
        view.put("summary", text(model, lang, ModelText::summary));
        view.set("releaseDate", PartialDates.json(record.releaseDate()));
        view.put("lifecycle", record.lifecycle());
        view.set("announcedDate", PartialDates.json(record.announcedDate()));
        view.set("deprecatedDate", PartialDates.json(record.deprecatedDate()));
        view.set("retiredDate", PartialDates.json(record.retiredDate()));
        view.put(
                "successor",
                record.successor() == null ? null : record.successor().toLowerCase(Locale.ROOT));
        view.put("contextWindow", context);
        view.put("contextWindowStatus", Oracle.status(context != null, record.contextWindowStatus()));
        view.put("maxOutput", maxOutput);
        view.put("maxOutputStatus", Oracle.status(maxOutput != null, record.maxOutputStatus()));
        view.put("parameters", record.parameters());
        view.put("parametersStatus", Oracle.status(record.parameters() != null, record.parametersStatus()));
        view.put("pricingStatus", Oracle.status(isPriced(model), record.pricingStatus()));
        view.put("openWeights", record.openWeights());
        view.put("licence", record.licence());
        view.set("modalities", modalities(model));
        view.set("supports", unknownFeatures());
        view.set("knowledgeCutoff", PartialDates.json(record.knowledgeCutoff()));
        view.set("webLinks", links(model));
        view.set("aliases", Expect.inAnyOrder(model.aliases()));
        view.set("revision", Expect.integerFrom(1));
        view.set("updatedAt", Expect.that("an instant", OracleViews::isInstant));
        return view;
    }

    private static boolean isInstant(JsonNode node) {
        try {
            return node.asText().matches("[^.]+\\.[0-9]{3}Z")
                    && !Instant.parse(node.asText()).equals(Instant.EPOCH);
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    private boolean isPriced(OracleModel model) {
        return oracle.offerings(model).stream()
                .flatMap(offering -> offering.priceList().stream())
                .anyMatch(price -> !price.kind().equals("unknown"));
    }

    /** The Chinese text if requested and present, otherwise the English one. */
    public static String text(OracleModel model, String lang, Function<ModelText, String> component) {
        var texts = model.record().texts();
        if (texts == null) {
            return null;
        }
        if (lang.equals("zh") && texts.zh() != null && component.apply(texts.zh()) != null) {
            return component.apply(texts.zh());
        }
        return texts.en() == null ? null : component.apply(texts.en());
    }

    public static ObjectNode modalities(OracleModel model) {
        ObjectNode modalities = JSON.objectNode();
        modalities.set("input", strings(model.input()));
        modalities.set("output", strings(model.output()));
        return modalities;
    }

    /** Features; the generated catalog states none. */
    private static ObjectNode unknownFeatures() {
        ObjectNode features = JSON.objectNode();
        for (String feature :
                List.of("tools", "structuredOutput", "reasoning", "attachments", "temperature", "streaming")) {
            features.putNull(feature);
        }
        return features;
    }

    /** An unknown list is null, not empty. */
    private static JsonNode strings(List<String> values) {
        if (values.isEmpty()) {
            return JSON.nullNode();
        }
        ArrayNode array = JSON.arrayNode();
        values.forEach(array::add);
        return array;
    }

    public static ArrayNode links(OracleModel model) {
        ArrayNode links = JSON.arrayNode();
        if (model.record().webLinks() != null) {
            for (LinkItem link : model.record().webLinks()) {
                links.addObject().put("type", link.type()).put("url", link.url());
            }
        }
        return links;
    }

    public ArrayNode offerings(OracleModel model) {
        ArrayNode offerings = JSON.arrayNode();
        for (OfferingRecord record : oracle.offerings(model)) {
            ObjectNode view = offerings.addObject();
            view.set("provider", provider(record.provider()));
            view.put("id", record.id());
            view.put("contextWindow", record.contextWindow());
            view.putNull("maxInput");
            view.put("maxOutput", record.maxOutput());
            view.putNull("status");
            view.set("supports", unknownFeatures());
            ArrayNode prices = view.putArray("prices");
            record.priceList().stream().sorted(PRICE_ORDER).forEach(price -> prices.add(price(price)));
            view.set("retiredDate", PartialDates.json(record.retiredDate()));
            view.putNull("lastSeen");
            view.put("source", record.source());
            view.put("origin", origin(record.origin()));
            view.set("date", PartialDates.json(record.date()));
            view.putArray("otherSources");
        }
        return offerings;
    }

    /** What a provider offers today of some vendors, of all if null: by model, then by its own id. */
    ArrayNode priceList(String provider, List<String> vendors) {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        ArrayNode list = JSON.arrayNode();
        oracle.models().stream()
                .sorted(Comparator.comparing(OracleModel::id, Orderings.CODE_POINTS))
                .filter(model -> vendors == null || vendors.contains(model.vendor()))
                .forEach(model -> offerings(model).forEach(offering -> {
                    JsonNode retired = offering.get("retiredDate");
                    boolean ended = PartialDates.isOver(retired.path("value").asText(null), today);
                    if (offering.at("/provider/id").asText().equals(provider) && !ended) {
                        ObjectNode view = list.addObject();
                        view.put("model", model.id());
                        view.put("name", model.record().name());
                        view.setAll((ObjectNode) offering);
                        view.remove(List.of("provider", "lastSeen", "otherSources"));
                        ArrayNode prices = view.putArray("prices");
                        offering.get("prices").forEach(price -> {
                            boolean begun = price.get("from").isNull()
                                    || !LocalDate.parse(price.get("from").asText())
                                            .isAfter(today);
                            boolean over = !price.get("to").isNull()
                                    && !LocalDate.parse(price.get("to").asText())
                                            .isAfter(today);
                            if (begun && !over) {
                                prices.add(price);
                            }
                        });
                    }
                }));
        return list;
    }

    /** Measurements by benchmark and id. */
    ArrayNode measurements(OracleModel model) {
        ArrayNode measurements = JSON.arrayNode();
        List<MeasurementRecord> records = oracle.allMeasurements(model);
        for (MeasurementRecord record : records) {
            ObjectNode view = measurements.addObject();
            view.put("id", record.idOrDerived());
            view.set("benchmark", benchmarkRef(record.benchmark()));
            view.put("raw", record.raw());
            view.put("standardError", record.standardError());
            view.put("sampleSize", record.sampleSize());
            view.put("source", record.source());
            view.set("date", PartialDates.json(record.date()));
            view.put("verified", record.countsAsVerified());
            view.put("harness", record.harness());
            view.set("settings", Oracle.settings(record.settings()));
            view.put("origin", origin(record.origin()));
            view.put("counting", record.equals(oracle.measurements(model).get(record.benchmark())));
        }
        return measurements;
    }

    public static String origin(String origin) {
        return origin == null ? "modeltree" : origin;
    }

    private ObjectNode benchmarkRef(String id) {
        BenchmarkRecord record = oracle.catalog.benchmarks().stream()
                .filter(benchmark -> benchmark.id().equals(id))
                .findFirst()
                .orElseThrow();
        return JSON.objectNode().put("id", id).put("label", record.label()).put("unit", record.unit());
    }

    /** Benchmarks by id, including those that no model reports. */
    ArrayNode benchmarks(String lang) {
        ArrayNode benchmarks = JSON.arrayNode();
        oracle.catalog.benchmarks().stream()
                .sorted(Comparator.comparing(BenchmarkRecord::id, Orderings.CODE_POINTS))
                .forEach(record -> {
                    ObjectNode view = benchmarkRef(record.id());
                    view.put("label", OracleWords.benchmark(record.id(), record.label(), lang));
                    benchmarks.add(view);
                    view.put("url", record.url());
                    view.put(
                            "count",
                            oracle.models().stream()
                                    .filter(model -> oracle.raw(model, record.id()) != null)
                                    .count());
                    view.set("revision", Expect.integerFrom(0));
                });
        return benchmarks;
    }

    /** Providers by id: those with a record and those with offerings only. */
    public ArrayNode providers() {
        Set<String> ids = new TreeSet<>();
        oracle.catalog.providers().forEach(record -> ids.add(record.id()));
        oracle.catalog.offerings().forEach(record -> ids.add(record.provider()));
        ArrayNode providers = JSON.arrayNode();
        for (String id : ids) {
            long offerings = oracle.catalog.offerings().stream()
                    .filter(record -> record.provider().equals(id))
                    .count();
            long models = oracle.catalog.offerings().stream()
                    .filter(record -> record.provider().equals(id))
                    .map(OfferingRecord::model)
                    .distinct()
                    .count();
            providers.add(provider(id)
                    .put("offeringCount", offerings)
                    .put("modelCount", models)
                    .set("revision", Expect.integerFrom(0)));
        }
        return providers;
    }

    /** The standard mode first, then by mode, threshold and first day; prices without a first day come first. */
    private static final Comparator<PriceItem> PRICE_ORDER = Comparator.<PriceItem, Boolean>comparing(
                    price -> !price.modeOrStandard().equals("standard"))
            .thenComparing(PriceItem::modeOrStandard, Orderings.CODE_POINTS)
            .thenComparingLong(PriceItem::minContextOrZero)
            .thenComparing(price -> price.from() == null ? LocalDate.MIN : LocalDate.parse(price.from()));

    private ObjectNode provider(String id) {
        ProviderRecord record = oracle.catalog.providers().stream()
                .filter(provider -> provider.id().equals(id))
                .findFirst()
                .orElse(new ProviderRecord(id, id, null));
        return JSON.objectNode().put("id", id).put("name", record.name()).put("url", record.url());
    }

    private static ObjectNode price(PriceItem price) {
        ObjectNode view = JSON.objectNode();
        view.put("kind", price.kind());
        view.put("mode", price.modeOrStandard());
        view.put("currency", price.isUsd() ? "USD" : price.currency());
        view.put("minContextTokens", price.minContextOrZero());
        view.set("window", window(price.window()));
        view.put("from", price.from());
        view.put("to", price.to());
        view.put("unit", "usd_per_1m_tokens");
        view.set("input", Expect.money(price.isUsd() ? price.input() : null));
        view.set("output", Expect.money(price.isUsd() ? price.output() : null));
        view.set("cacheRead", Expect.money(price.isUsd() ? price.cacheRead() : null));
        view.set("cacheWrite", Expect.money(price.isUsd() ? price.cacheWrite() : null));
        ArrayNode amounts = view.putArray("amounts");
        amount(amounts, "input", price.input(), price, "1m_tokens");
        amount(amounts, "output", price.output(), price, "1m_tokens");
        amount(amounts, "cacheRead", price.cacheRead(), price, "1m_tokens");
        amount(amounts, "cacheWrite", price.cacheWrite(), price, "1m_tokens");
        amount(amounts, "cacheWriteOneHour", price.cacheWriteOneHour(), price, "1m_tokens");
        amount(amounts, "perOutputImage", price.perOutputImage(), price, "image");
        return view;
    }

    private static void amount(ArrayNode amounts, String name, String amount, PriceItem price, String per) {
        if (amount != null) {
            ObjectNode view = amounts.addObject().put("name", name);
            view.set("amount", Expect.money(amount));
            view.put("unit", (price.isUsd() ? "usd" : price.currency().toLowerCase(Locale.ROOT)) + "_per_" + per);
        }
    }

    private static JsonNode window(WindowItem window) {
        if (window == null) {
            return JSON.nullNode();
        }
        ObjectNode view = JSON.objectNode().put("from", window.from()).put("to", window.to());
        view.put("timeZone", window.timeZone());
        ArrayNode days = view.putArray("days");
        (window.days() == null
                        ? List.of("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
                        : window.days())
                .forEach(days::add);
        return view;
    }

    /** Vendors by id: those with a record and those with models only. */
    public ArrayNode vendors() {
        Set<String> ids = new HashSet<>();
        oracle.catalog.vendors().forEach(record -> ids.add(record.id()));
        oracle.models().forEach(model -> ids.add(model.vendor()));
        ArrayNode vendors = JSON.arrayNode();
        for (String id : new TreeSet<>(ids)) {
            List<OracleModel> models = oracle.models().stream()
                    .filter(model -> model.vendor().equals(id))
                    .toList();
            ObjectNode view = vendors.addObject();
            view.put("id", id);
            view.put("name", oracle.vendorName(id));
            view.put(
                    "url",
                    oracle.catalog.vendors().stream()
                            .filter(record -> record.id().equals(id))
                            .findFirst()
                            .map(VendorRecord::url)
                            .orElse(null));
            view.put("modelCount", models.size());
            view.set("firstRelease", release(models, Comparator.naturalOrder()));
            view.set("lastRelease", release(models, Comparator.reverseOrder()));
            view.set("revision", Expect.integerFrom(0));
        }
        return vendors;
    }

    /** First release in this order; if a year and its first day tie, either is right. */
    private static JsonNode release(List<OracleModel> models, Comparator<LocalDate> order) {
        List<OracleModel> dated =
                models.stream().filter(model -> model.released() != null).toList();
        if (dated.isEmpty()) {
            return JSON.nullNode();
        }
        LocalDate first = dated.stream().map(OracleModel::released).min(order).orElseThrow();
        return Expect.anyOf(dated.stream()
                .filter(model -> model.released().equals(first))
                .map(model -> PartialDates.json(model.record().releaseDate()))
                .distinct()
                .toList());
    }
}
