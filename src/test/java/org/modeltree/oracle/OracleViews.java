package org.modeltree.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.modeltree.oracle.Lines.BenchmarkLine;
import org.modeltree.oracle.Lines.LinkItem;
import org.modeltree.oracle.Lines.MeasurementLine;
import org.modeltree.oracle.Lines.ModelLine;
import org.modeltree.oracle.Lines.ModelText;
import org.modeltree.oracle.Lines.OfferingLine;
import org.modeltree.oracle.Lines.PriceItem;
import org.modeltree.oracle.Lines.ProviderLine;
import org.modeltree.oracle.Lines.VendorLine;

/** Models, offerings and vendors as the service should show them. */
final class OracleViews {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Oracle oracle;
    private final OracleScores scores;
    private final OracleLineage lineage;

    OracleViews(Oracle oracle) {
        this.oracle = oracle;
        this.scores = new OracleScores(oracle);
        this.lineage = new OracleLineage(oracle);
    }

    /** A model with `fields`, `include` and `lang` as asked for. */
    ObjectNode model(OracleModel model, Params asked) {
        ObjectNode view = whole(model, asked.lang());
        if (asked.has("fields")) {
            List<String> kept = new ArrayList<>(asked.all("fields"));
            kept.add("id");
            view.retain(kept);
        }
        for (String more : asked.all("include")) {
            view.set(
                    more,
                    switch (more) {
                        case "scores" -> scores.scores(model, asked.lang());
                        case "lineage" -> lineage.summary(model);
                        default -> offerings(model);
                    });
        }
        return view;
    }

    private ObjectNode whole(OracleModel model, String lang) {
        ModelLine line = model.line();
        Long context = oracle.contextWindow(model);
        Long maxOutput = oracle.maxOutput(model);
        ObjectNode view = JSON.objectNode();
        view.put("id", model.id());
        view.put("name", model.name());
        view.set("vendor", vendor(oracle, model.vendor()));
        view.put("family", line.family());
        view.put("kind", line.kind());
        view.put("subtitle", text(model, lang, ModelText::subtitle));
        view.put("summary", text(model, lang, ModelText::summary));
        view.set("releaseDate", PartialDates.json(line.releaseDate()));
        view.put("lifecycle", line.lifecycle());
        view.set("announcedDate", PartialDates.json(line.announcedDate()));
        view.set("deprecatedDate", PartialDates.json(line.deprecatedDate()));
        view.set("retiredDate", PartialDates.json(line.retiredDate()));
        view.put("successor", line.successor() == null ? null : line.successor().toLowerCase(Locale.ROOT));
        view.put("contextWindow", context);
        view.put("contextWindowStatus", status(context != null, line.contextWindowStatus()));
        view.put("maxOutput", maxOutput);
        view.put("maxOutputStatus", status(maxOutput != null, line.maxOutputStatus()));
        view.put("parameters", line.parameters());
        view.put("parametersStatus", status(line.parameters() != null, line.parametersStatus()));
        view.put("pricingStatus", status(isPriced(model), line.pricingStatus()));
        view.put("openWeights", line.openWeights());
        view.put("licence", line.licence());
        view.set("modalities", modalities(model));
        view.set("knowledgeCutoff", PartialDates.json(line.knowledgeCutoff()));
        view.set("links", links(model));
        view.set("aliases", Expect.inAnyOrder(model.aliases()));
        view.set("revision", Expect.integerFrom(1));
        view.set("updatedAt", Expect.that("an instant", OracleViews::isInstant));
        return view;
    }

    private static boolean isInstant(JsonNode node) {
        try {
            return !Instant.parse(node.asText()).equals(Instant.EPOCH);
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    static String status(boolean known, String otherwise) {
        return known ? "known" : otherwise == null ? "unknown" : otherwise;
    }

    private boolean isPriced(OracleModel model) {
        return oracle.offerings(model).stream()
                .flatMap(offering -> offering.priceList().stream())
                .anyMatch(price -> !price.kind().equals("unknown"));
    }

    /** A text in Chinese where it is asked for and there, else in English. */
    static String text(OracleModel model, String lang, Function<ModelText, String> which) {
        var texts = model.line().texts();
        if (texts == null) {
            return null;
        }
        if (lang.equals("zh") && texts.zh() != null && which.apply(texts.zh()) != null) {
            return which.apply(texts.zh());
        }
        return texts.en() == null ? null : which.apply(texts.en());
    }

    static ObjectNode vendor(Oracle oracle, String id) {
        return JSON.objectNode().put("id", id).put("name", oracle.vendorName(id));
    }

    static ObjectNode modalities(OracleModel model) {
        ObjectNode modalities = JSON.objectNode();
        modalities.set("input", strings(model.input()));
        modalities.set("output", strings(model.output()));
        return modalities;
    }

    /** Nothing known is null, not an empty list. */
    private static JsonNode strings(List<String> values) {
        if (values.isEmpty()) {
            return JSON.nullNode();
        }
        ArrayNode array = JSON.arrayNode();
        values.forEach(array::add);
        return array;
    }

    static ArrayNode links(OracleModel model) {
        ArrayNode links = JSON.arrayNode();
        if (model.line().links() != null) {
            for (LinkItem link : model.line().links()) {
                links.addObject().put("type", link.type()).put("url", link.url());
            }
        }
        return links;
    }

    ArrayNode offerings(OracleModel model) {
        ArrayNode offerings = JSON.arrayNode();
        for (OfferingLine line : oracle.offerings(model)) {
            ObjectNode view = offerings.addObject();
            view.set("provider", provider(line.provider()));
            view.put("id", line.id());
            view.put("contextWindow", line.contextWindow());
            view.put("maxOutput", line.maxOutput());
            ArrayNode prices = view.putArray("prices");
            line.priceList().stream().sorted(PRICE_ORDER).forEach(price -> prices.add(price(price)));
            view.set("retiredDate", PartialDates.json(line.retiredDate()));
            view.put("source", line.source());
            view.put("origin", origin(line.origin()));
            view.set("updatedAt", PartialDates.json(line.date()));
        }
        return offerings;
    }

    /** Measurements by benchmark and id; of those that tie, any one counts. */
    ArrayNode measurements(OracleModel model) {
        ArrayNode measurements = JSON.arrayNode();
        List<MeasurementLine> lines = oracle.allMeasurements(model);
        for (MeasurementLine line : lines) {
            boolean first = oracle.mayCount(model, line);
            boolean alone = lines.stream()
                            .filter(other -> other.benchmark().equals(line.benchmark()))
                            .filter(other -> oracle.mayCount(model, other))
                            .count()
                    == 1;
            ObjectNode view = measurements.addObject();
            view.put("id", line.idOrDerived());
            view.set("benchmark", benchmarkRef(line.benchmark()));
            view.put("raw", line.raw());
            view.put("source", line.source());
            view.set("date", PartialDates.json(line.date()));
            view.put("verified", line.countsAsVerified());
            view.put("harness", line.harness());
            view.put("origin", origin(line.origin()));
            view.set(
                    "counting",
                    first && !alone ? Expect.that("true or false", JsonNode::isBoolean) : JSON.booleanNode(first));
        }
        return measurements;
    }

    static String origin(String said) {
        return said == null ? "modeltree" : said;
    }

    private ObjectNode benchmarkRef(String id) {
        BenchmarkLine line = oracle.catalog.benchmarks().stream()
                .filter(benchmark -> benchmark.id().equals(id))
                .findFirst()
                .orElseThrow();
        return JSON.objectNode().put("id", id).put("label", line.label()).put("unit", line.unit());
    }

    /** Benchmarks by id, those that nobody reports among them. */
    ArrayNode benchmarks() {
        ArrayNode benchmarks = JSON.arrayNode();
        oracle.catalog.benchmarks().stream()
                .sorted(Comparator.comparing(BenchmarkLine::id, Orders.CODE_POINTS))
                .forEach(line -> {
                    ObjectNode view = benchmarkRef(line.id());
                    benchmarks.add(view);
                    view.put("url", line.url());
                    view.put(
                            "n",
                            oracle.models().stream()
                                    .filter(model -> oracle.raw(model, line.id()) != null)
                                    .count());
                });
        return benchmarks;
    }

    /** Providers by id: those that have a line and those that only serve. */
    ArrayNode providers() {
        Set<String> ids = new TreeSet<>();
        oracle.catalog.providers().forEach(line -> ids.add(line.id()));
        oracle.catalog.offerings().forEach(line -> ids.add(line.provider()));
        ArrayNode providers = JSON.arrayNode();
        for (String id : ids) {
            long offerings = oracle.catalog.offerings().stream()
                    .filter(line -> line.provider().equals(id))
                    .count();
            providers.add(provider(id).put("offerings", offerings));
        }
        return providers;
    }

    /** Standard first, then by mode, threshold and first day; what holds since ever comes first. */
    private static final Comparator<PriceItem> PRICE_ORDER = Comparator.<PriceItem, Boolean>comparing(
                    price -> !price.modeOrStandard().equals("standard"))
            .thenComparing(PriceItem::modeOrStandard, Orders.CODE_POINTS)
            .thenComparingLong(PriceItem::minContextOrZero)
            .thenComparing(price -> price.from() == null ? LocalDate.MIN : LocalDate.parse(price.from()));

    private ObjectNode provider(String id) {
        ProviderLine line = oracle.catalog.providers().stream()
                .filter(provider -> provider.id().equals(id))
                .findFirst()
                .orElse(new ProviderLine(id, id, null));
        return JSON.objectNode().put("id", id).put("name", line.name()).put("url", line.url());
    }

    private static ObjectNode price(PriceItem price) {
        ObjectNode view = JSON.objectNode();
        view.put("kind", price.kind());
        view.put("mode", price.modeOrStandard());
        view.put("minContextTokens", price.minContextOrZero());
        view.put("from", price.from());
        view.put("to", price.to());
        view.put("unit", "usd_per_1m_tokens");
        view.set("input", Expect.money(price.input()));
        view.set("output", Expect.money(price.output()));
        view.set("cacheRead", Expect.money(price.cacheRead()));
        view.set("cacheWrite", Expect.money(price.cacheWrite()));
        return view;
    }

    /** Vendors by id: those that have a line and those that only have models. */
    ArrayNode vendors() {
        Set<String> ids = new HashSet<>();
        oracle.catalog.vendors().forEach(line -> ids.add(line.id()));
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
                            .filter(line -> line.id().equals(id))
                            .findFirst()
                            .map(VendorLine::url)
                            .orElse(null));
            view.put("models", models.size());
            view.set("firstRelease", release(models, Comparator.naturalOrder()));
            view.set("lastRelease", release(models, Comparator.reverseOrder()));
        }
        return vendors;
    }

    /** The first in this order; where a year and its first day tie, either says the same. */
    private static JsonNode release(List<OracleModel> models, Comparator<LocalDate> order) {
        List<OracleModel> dated =
                models.stream().filter(model -> model.released() != null).toList();
        if (dated.isEmpty()) {
            return JSON.nullNode();
        }
        LocalDate first = dated.stream().map(OracleModel::released).min(order).orElseThrow();
        return Expect.anyOf(dated.stream()
                .filter(model -> model.released().equals(first))
                .map(model -> PartialDates.json(model.line().releaseDate()))
                .distinct()
                .toList());
    }
}
