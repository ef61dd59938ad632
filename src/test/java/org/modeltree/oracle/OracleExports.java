package org.modeltree.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.modeltree.oracle.Lines.BenchmarkLine;
import org.modeltree.oracle.Lines.EdgeLine;
import org.modeltree.oracle.Lines.LinkItem;
import org.modeltree.oracle.Lines.MeasurementLine;
import org.modeltree.oracle.Lines.ModelLine;
import org.modeltree.oracle.Lines.ModelText;
import org.modeltree.oracle.Lines.OfferingLine;
import org.modeltree.oracle.Lines.PriceItem;

/** The invented catalog in other people's formats, and as a table. */
final class OracleExports {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** What the foreign formats tell elsewhere than among scores, or not at all. */
    private static final Set<String> NO_SCORES = Set.of("tokens", "usd_per_1m_tokens");

    private static final String ROUTER = "openrouter";

    private final Oracle oracle;
    private final LocalDate today;

    OracleExports(Oracle oracle, LocalDate today) {
        this.oracle = oracle;
        this.today = today;
    }

    /** The single values of a row by their headers; what is not known is empty. */
    Map<String, String> row(OracleModel model) {
        ModelLine line = model.line();
        Map<String, String> row = new LinkedHashMap<>();
        row.put("id", model.id());
        row.put("name", line.name());
        row.put("vendor", oracle.vendorName(model.vendor()));
        row.put("family", line.family());
        row.put("kind", line.kind());
        row.put("releaseDate", line.releaseDate());
        row.put("announcedDate", line.announcedDate());
        row.put("deprecatedDate", line.deprecatedDate());
        row.put("retiredDate", line.retiredDate());
        row.put("successor", line.successor() == null ? null : Oracle.fold(line.successor()));
        row.put("lifecycle", line.lifecycle());
        limit(row, "contextWindow", oracle.measurements(model).get(InventedScales.CONTEXT_WINDOW));
        limit(row, "maxOutput", oracle.measurements(model).get(InventedScales.MAX_OUTPUT));
        row.put("parameters", line.parameters() == null ? null : Long.toString(line.parameters()));
        row.put("openWeights", line.openWeights() == null ? null : Boolean.toString(line.openWeights()));
        row.put("licence", line.licence());
        row.put("knowledgeCutoff", line.knowledgeCutoff());
        row.replaceAll((header, value) -> value == null ? "" : value);
        return row;
    }

    private static void limit(Map<String, String> row, String header, MeasurementLine line) {
        row.put(header, line == null ? null : line.raw().toBigIntegerExact().toString());
        row.put(header + "Source", line == null ? null : line.source());
        row.put(header + "Date", line == null ? null : line.date());
    }

    /** The lists of a row by their headers. */
    Map<String, List<String>> lists(OracleModel model) {
        Map<String, List<String>> lists = new LinkedHashMap<>();
        lists.put("inputModalities", model.input());
        lists.put("outputModalities", model.output());
        lists.put(
                "parents",
                oracle.edges.stream()
                        .filter(edge -> edge.child().equals(model.id()))
                        .sorted(Comparator.comparing(EdgeLine::parent, Orders.CODE_POINTS))
                        .map(edge -> edge.parent() + " (" + edge.relation()
                                + (edge.method() == null ? "" : " " + edge.method()) + ")")
                        .toList());
        lists.put(
                "links",
                links(model).stream()
                        .map(link -> link.type() + " " + link.url())
                        .toList());
        return lists;
    }

    private static List<LinkItem> links(OracleModel model) {
        return model.line().links() == null ? List.of() : model.line().links();
    }

    /** Who may be said to say a row: address and date, divided by a blank. */
    List<String> sources(OracleModel model) {
        List<String> sources = new ArrayList<>();
        OracleDocuments.model(model)
                .path("sources")
                .forEach(source -> sources.add(source.path("source").asText("") + " "
                        + source.path("date").asText("")));
        sources.removeIf(source -> source.startsWith(" "));
        return sources;
    }

    /** A model as models.dev tells it; what is not known is left out. Scores are sorted by their texts. */
    ObjectNode modelsDev(OracleModel model) {
        ModelLine line = model.line();
        ObjectNode entry = JSON.objectNode().put("id", model.id()).put("name", line.name());
        entry.put("family", line.family());
        entry.put("release_date", line.releaseDate());
        entry.put("knowledge", line.knowledgeCutoff());
        entry.put("license", line.licence());
        entry.put("last_updated", lastSaid(model));
        if ("reasoning".equals(line.kind())) {
            entry.put("reasoning", true);
        }
        entry.put("open_weights", line.openWeights());
        if (Set.of("deprecated", "retired").contains(String.valueOf(line.lifecycle()))) {
            entry.put("status", line.lifecycle());
        }
        ObjectNode limit = entry.putObject("limit");
        limit.put("context", oracle.contextWindow(model)).put("output", oracle.maxOutput(model));
        ObjectNode modalities = entry.putObject("modalities");
        model.input().forEach(word -> modalities.withArray("input").add(word));
        model.output().forEach(word -> modalities.withArray("output").add(word));
        for (LinkItem link : links(model)) {
            if (link.type().equals("weights")) {
                entry.withArray("weights").addObject().put("url", link.url());
            } else {
                entry.withArray("links").addObject().put("type", link.type()).put("url", link.url());
            }
        }
        List<ObjectNode> scores = new ArrayList<>();
        for (MeasurementLine measured : oracle.allMeasurements(model)) {
            BenchmarkLine benchmark = benchmark(measured.benchmark());
            if (!NO_SCORES.contains(benchmark.unit())) {
                // No label of the invented ones is the name under which their format knows it.
                ObjectNode score = JSON.objectNode().put("name", benchmark.id());
                score.put("score", measured.raw()).put("metric", benchmark.unit());
                score.put("source", measured.source());
                score.put("date", measured.date()).put("harness", measured.harness());
                scores.add(score);
            }
        }
        if (!scores.isEmpty()) {
            entry.putArray("benchmarks").addAll(scores);
        }
        return OracleDocuments.known(withoutEmpty(entry));
    }

    private static ObjectNode withoutEmpty(ObjectNode entry) {
        OracleDocuments.known(entry);
        entry.properties()
                .removeIf(part ->
                        part.getValue().isContainerNode() && part.getValue().isEmpty());
        return entry;
    }

    /** The latest day on which somebody said something of it; a month is before each of its days. */
    private static String lastSaid(OracleModel model) {
        String last = null;
        for (JsonNode source : OracleDocuments.model(model).path("sources")) {
            String date = source.path("date").asText("");
            if (!date.isEmpty() && (last == null || date.compareTo(last) > 0)) {
                last = date;
            }
        }
        return last;
    }

    private BenchmarkLine benchmark(String id) {
        return oracle.catalog.benchmarks().stream()
                .filter(line -> line.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** A model as OpenRouter tells it: once for each of its own offerings, else once. */
    List<ObjectNode> openRouter(OracleModel model) {
        List<ObjectNode> entries = new ArrayList<>();
        for (OfferingLine line : oracle.offerings(model)) {
            if (line.provider().equals(ROUTER)) {
                ObjectNode entry = openRouterEntry(model, line.id());
                entry.set("pricing", pricing(line));
                ObjectNode limits = entry.putObject("top_provider");
                limits.put("context_length", line.contextWindow()).put("max_completion_tokens", line.maxOutput());
                entry.put("expiration_date", line.retiredDate());
                entries.add(entry);
            }
        }
        if (entries.isEmpty()) {
            ObjectNode entry = openRouterEntry(model, model.id());
            ObjectNode pricing = entry.putObject("pricing");
            BigDecimal input = oracle.raw(model, "input-price");
            if (input != null) {
                pricing.set("prompt", perToken(input.toPlainString()));
            }
            ObjectNode limits = entry.putObject("top_provider");
            limits.put("context_length", oracle.contextWindow(model));
            limits.put("max_completion_tokens", oracle.maxOutput(model));
            entry.put("expiration_date", model.line().retiredDate());
            entries.add(entry);
        }
        return entries;
    }

    private ObjectNode openRouterEntry(OracleModel model, String id) {
        ObjectNode entry = JSON.objectNode().put("id", id).put("canonical_slug", model.id());
        entry.putNull("hugging_face_id");
        entry.put("name", oracle.vendorName(model.vendor()) + ": " + model.name());
        entry.putNull("created");
        entry.put("description", OracleViews.text(model, "en", ModelText::summary));
        entry.put("context_length", oracle.contextWindow(model));
        ObjectNode architecture = entry.putObject("architecture");
        boolean both = !model.input().isEmpty() && !model.output().isEmpty();
        architecture.put(
                "modality",
                both ? String.join("+", files(model.input())) + "->" + String.join("+", files(model.output())) : null);
        ArrayNode input = architecture.putArray("input_modalities");
        files(model.input()).forEach(input::add);
        ArrayNode output = architecture.putArray("output_modalities");
        files(model.output()).forEach(output::add);
        entry.put("knowledge_cutoff", model.line().knowledgeCutoff());
        return entry;
    }

    private static List<String> files(List<String> modalities) {
        return modalities.stream()
                .map(word -> word.equals("pdf") ? "file" : word)
                .toList();
    }

    /** What the shortest request costs today where nothing else is agreed. */
    private ObjectNode pricing(OfferingLine line) {
        ObjectNode pricing = JSON.objectNode();
        for (PriceItem price : line.priceList()) {
            boolean usual = price.modeOrStandard().equals("standard") && price.minContextOrZero() == 0;
            boolean begun =
                    price.from() == null || !LocalDate.parse(price.from()).isAfter(today);
            boolean over = price.to() != null && !LocalDate.parse(price.to()).isAfter(today);
            if (!usual || !begun || over) {
                continue;
            }
            switch (price.kind()) {
                case "free" -> pricing.put("prompt", "0").put("completion", "0");
                case "dynamic" -> pricing.put("prompt", "-1").put("completion", "-1");
                case "metered" -> {
                    pricing.set("prompt", perToken(price.input()));
                    pricing.set("completion", perToken(price.output()));
                    pricing.set("input_cache_read", perToken(price.cacheRead()));
                    pricing.set("input_cache_write", perToken(price.cacheWrite()));
                }
                default -> pricing.removeAll();
            }
        }
        return OracleDocuments.known(pricing);
    }

    private static JsonNode perToken(String perMillion) {
        return perMillion == null
                ? JSON.nullNode()
                : Expect.money(
                        new BigDecimal(perMillion).divide(BigDecimal.TEN.pow(6)).toPlainString());
    }
}
