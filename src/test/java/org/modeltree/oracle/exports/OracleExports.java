package org.modeltree.oracle.exports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.modeltree.oracle.Expect;
import org.modeltree.oracle.Oracle;
import org.modeltree.oracle.OracleModel;
import org.modeltree.oracle.Orderings;
import org.modeltree.oracle.catalog.OracleDocuments;
import org.modeltree.oracle.catalog.OracleViews;
import org.modeltree.oracle.generated.HandmadeScales;
import org.modeltree.oracle.generated.InputRecords.BenchmarkRecord;
import org.modeltree.oracle.generated.InputRecords.EdgeRecord;
import org.modeltree.oracle.generated.InputRecords.LinkItem;
import org.modeltree.oracle.generated.InputRecords.MeasurementRecord;
import org.modeltree.oracle.generated.InputRecords.ModelRecord;
import org.modeltree.oracle.generated.InputRecords.ModelText;
import org.modeltree.oracle.generated.InputRecords.OfferingRecord;
import org.modeltree.oracle.generated.InputRecords.PriceItem;
import org.modeltree.oracle.generated.PartialDates;

/** Expected exports in foreign formats and as a table. */
final class OracleExports {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** Units of benchmarks that the foreign formats do not list as scores. */
    private static final Set<String> NO_SCORES = Set.of("tokens", "usd_per_1m_tokens");

    private static final String ROUTER = "openrouter";

    private final Oracle oracle;
    private final LocalDate today;

    OracleExports(Oracle oracle, LocalDate today) {
        this.oracle = oracle;
        this.today = today;
    }

    /** Single values of a row, by header; unknown values are empty. */
    Map<String, String> row(OracleModel model) {
        ModelRecord record = model.record();
        Map<String, String> row = new LinkedHashMap<>();
        row.put("id", model.id());
        row.put("name", record.name());
        row.put("vendor", oracle.vendorName(model.vendor()));
        row.put("family", record.family());
        row.put("kind", record.kind());
        row.put("releaseDate", record.releaseDate());
        row.put("announcedDate", record.announcedDate());
        row.put("deprecatedDate", record.deprecatedDate());
        row.put("retiredDate", record.retiredDate());
        row.put("successor", record.successor() == null ? null : Oracle.fold(record.successor()));
        row.put("lifecycle", record.lifecycle());
        limit(row, "contextWindow", oracle.measurements(model).get(HandmadeScales.CONTEXT_WINDOW));
        limit(row, "maxOutput", oracle.measurements(model).get(HandmadeScales.MAX_OUTPUT));
        row.put("parameters", record.parameters() == null ? null : Long.toString(record.parameters()));
        row.put("openWeights", record.openWeights() == null ? null : Boolean.toString(record.openWeights()));
        row.put("licence", record.licence());
        row.put("knowledgeCutoff", record.knowledgeCutoff());
        row.replaceAll((header, value) -> value == null ? "" : value);
        return row;
    }

    private static void limit(Map<String, String> row, String header, MeasurementRecord record) {
        row.put(header, record == null ? null : record.raw().toBigIntegerExact().toString());
        row.put(header + "Source", record == null ? null : record.source());
        row.put(header + "Date", record == null ? null : record.date());
    }

    /** Lists of a row, by header. */
    Map<String, List<String>> lists(OracleModel model) {
        Map<String, List<String>> lists = new LinkedHashMap<>();
        lists.put("inputModalities", model.input());
        lists.put("outputModalities", model.output());
        lists.put("supports", List.of());
        lists.put("lacks", List.of());
        lists.put(
                "parents",
                oracle.edges.stream()
                        .filter(edge -> edge.child().equals(model.id()))
                        .sorted(Comparator.comparing(EdgeRecord::parent, Orderings.CODE_POINTS))
                        .map(edge -> edge.parent() + " (" + edge.relation()
                                + (edge.method() == null ? "" : " " + edge.method()) + ")")
                        .toList());
        lists.put(
                "webLinks",
                links(model).stream()
                        .map(link -> link.type() + " " + link.url())
                        .toList());
        return lists;
    }

    private static List<LinkItem> links(OracleModel model) {
        return model.record().webLinks() == null ? List.of() : model.record().webLinks();
    }

    /** Sources that the row may name: URL and date, separated by a space. */
    List<String> sources(OracleModel model) {
        List<String> sources = new ArrayList<>();
        OracleDocuments.model(model)
                .path("sources")
                .forEach(source -> sources.add(source.path("source").asText("") + " "
                        + source.path("date").asText("")));
        sources.removeIf(source -> source.startsWith(" "));
        return sources;
    }

    /** A model in the format of models.dev, without unknown values. */
    ObjectNode modelsDev(OracleModel model) {
        ModelRecord record = model.record();
        ObjectNode entry = JSON.objectNode().put("id", model.id()).put("name", record.name());
        // The generated families are none of models.dev's.
        entry.put("release_date", ofMonth(record.releaseDate()));
        entry.put("knowledge", ofMonth(record.knowledgeCutoff()));
        entry.put("license", record.licence());
        entry.put("last_updated", lastUpdated(model));
        if ("reasoning".equals(record.kind())) {
            entry.put("reasoning", true);
        }
        entry.put("open_weights", record.openWeights());
        if (oracle.contextWindow(model) != null) {
            ObjectNode limit = entry.putObject("limit");
            limit.put("context", oracle.contextWindow(model)).put("output", oracle.maxOutput(model));
        }
        if (!model.input().isEmpty() || !model.output().isEmpty()) {
            ObjectNode modalities = entry.putObject("modalities");
            ArrayNode input = modalities.putArray("input");
            model.input().stream().filter(word -> !word.equals("embedding")).forEach(input::add);
            ArrayNode output = modalities.putArray("output");
            model.output().stream().filter(word -> !word.equals("embedding")).forEach(output::add);
        }
        for (LinkItem link : links(model)) {
            if (link.type().equals("weights")) {
                entry.withArray("weights").addObject().put("url", link.url());
            } else {
                ObjectNode other = entry.withArray("links").addObject();
                String type = link.type().replace("documentation", "docs");
                if (Set.of("repository", "homepage").contains(type)) {
                    other.put("label", type);
                    type = "other";
                }
                other.put("type", type).put("url", link.url());
            }
        }
        List<ObjectNode> scores = new ArrayList<>();
        for (MeasurementRecord measured : oracle.allMeasurements(model)) {
            BenchmarkRecord benchmark = benchmark(measured.benchmark());
            if (!NO_SCORES.contains(benchmark.unit())) {
                // None of the generated labels is a name that the format knows.
                ObjectNode score = JSON.objectNode().put("name", benchmark.id());
                score.put("score", measured.raw()).put("metric", benchmark.unit());
                score.put("source", measured.source());
                score.put("date", ofMonth(measured.date())).put("harness", measured.harness());
                if (measured.settings() != null) {
                    StringBuilder variant = new StringBuilder();
                    new TreeMap<>(measured.settings())
                            .forEach((name, value) -> variant.append(variant.isEmpty() ? "" : ", ")
                                    .append(name)
                                    .append(": ")
                                    .append(value));
                    score.put("variant", variant.toString());
                }
                scores.add(score);
            }
        }
        if (!scores.isEmpty()) {
            entry.putArray("benchmarks").addAll(scores);
        }
        return OracleDocuments.known(entry);
    }

    /** A date that is at least as exact as a month; null for others. */
    private static String ofMonth(String date) {
        return date == null || date.length() < 7 ? null : date;
    }

    /** The latest date of any source; a month sorts before its days. */
    private static String lastUpdated(OracleModel model) {
        String last = null;
        for (JsonNode source : OracleDocuments.model(model).path("sources")) {
            String date = source.path("date").asText("");
            if (date.length() >= 7 && (last == null || date.compareTo(last) > 0)) {
                last = date;
            }
        }
        return last;
    }

    private BenchmarkRecord benchmark(String id) {
        return oracle.catalog.benchmarks().stream()
                .filter(record -> record.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** A model in the format of OpenRouter: one entry per offering of OpenRouter, otherwise one entry. */
    List<ObjectNode> openRouter(OracleModel model) {
        List<ObjectNode> entries = new ArrayList<>();
        for (OfferingRecord record : oracle.offerings(model)) {
            if (record.provider().equals(ROUTER) && !PartialDates.isOver(record.retiredDate(), today)) {
                ObjectNode entry = openRouterEntry(model, record.id());
                entry.set("pricing", pricing(record));
                ObjectNode limits = entry.putObject("top_provider");
                limits.put("context_length", record.contextWindow()).put("max_completion_tokens", record.maxOutput());
                limits.put("is_moderated", false);
                entry.put("expiration_date", record.retiredDate());
                entries.add(entry);
            }
        }
        if (entries.isEmpty()) {
            ObjectNode entry = openRouterEntry(model, model.id());
            ObjectNode pricing = entry.putObject("pricing");
            BigDecimal input = oracle.raw(model, "input-price");
            pricing.put("prompt", "-1").put("completion", "-1");
            if (input != null) {
                pricing.set("prompt", perToken(input.toPlainString()));
            }
            ObjectNode limits = entry.putObject("top_provider");
            limits.put("context_length", oracle.contextWindow(model));
            limits.put("max_completion_tokens", oracle.maxOutput(model));
            limits.put("is_moderated", false);
            entry.put("expiration_date", model.record().retiredDate());
            entry.putArray("endpoints");
            entries.add(entry);
        }
        return entries;
    }

    private ObjectNode openRouterEntry(OracleModel model, String id) {
        ObjectNode entry = JSON.objectNode().put("id", id).put("canonical_slug", model.id());
        entry.putNull("hugging_face_id");
        entry.put("name", oracle.vendorName(model.vendor()) + ": " + model.name());
        String released = model.record().releaseDate();
        entry.put(
                "created",
                released == null
                        ? 0
                        : LocalDate.parse((released + "-01-01").substring(0, 10))
                                .atStartOfDay(ZoneOffset.UTC)
                                .toEpochSecond());
        String summary = OracleViews.text(model, "en", ModelText::summary);
        entry.put("description", summary == null ? "" : summary);
        entry.putNull("per_request_limits").putNull("supported_voices");
        entry.putObject("default_parameters");
        entry.putArray("supported_parameters");
        entry.putObject("links").put("details", "/compat/openrouter/api/v1/models/" + model.id() + "/endpoints");
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
        architecture.put("tokenizer", "Other").putNull("instruct_type");
        entry.put("knowledge_cutoff", model.record().knowledgeCutoff());
        return entry;
    }

    private static List<String> files(List<String> modalities) {
        return modalities.stream()
                .map(modality ->
                        modality.equals("pdf") ? "file" : modality.equals("embedding") ? "embeddings" : modality)
                .toList();
    }

    /** Today's standard prices in US dollars: the shortest request, and overrides for long ones and times in UTC. */
    private ObjectNode pricing(OfferingRecord record) {
        ObjectNode pricing = JSON.objectNode().put("prompt", "-1").put("completion", "-1");
        ArrayNode overrides = JSON.arrayNode();
        for (PriceItem price : record.priceList()) {
            boolean started =
                    price.from() == null || !LocalDate.parse(price.from()).isAfter(today);
            boolean ended = price.to() != null && !LocalDate.parse(price.to()).isAfter(today);
            if (!price.modeOrStandard().equals("standard") || !price.isUsd() || !started || ended) {
                continue;
            }
            if (price.minContextOrZero() > 0 || price.window() != null) {
                override(price, overrides);
                continue;
            }
            switch (price.kind()) {
                case "free" -> pricing.put("prompt", "0").put("completion", "0");
                case "metered" -> amounts(price, pricing);
                default -> pricing.put("prompt", "-1").put("completion", "-1");
            }
        }
        if (!overrides.isEmpty()) {
            pricing.set("overrides", overrides);
        }
        return OracleDocuments.known(pricing);
    }

    private static void override(PriceItem price, ArrayNode overrides) {
        boolean inUtc = price.window() == null || price.window().timeZone().equals("UTC");
        if (!price.kind().equals("metered") || !inUtc) {
            return;
        }
        ObjectNode override = overrides.addObject();
        if (price.minContextOrZero() > 0) {
            override.put("min_prompt_tokens", price.minContextOrZero());
        }
        if (price.window() != null) {
            override.put("utc_start", clock(price.window().from()));
            override.put("utc_end", clock(price.window().to()));
        }
        amounts(price, override);
    }

    /** The hour and the minute as one number. */
    private static int clock(String time) {
        LocalTime clock = LocalTime.parse(time);
        return clock.getHour() * 100 + clock.getMinute();
    }

    private static void amounts(PriceItem price, ObjectNode pricing) {
        pricing.set("prompt", perToken(price.input()));
        pricing.set("completion", perToken(price.output()));
        pricing.set("input_cache_read", perToken(price.cacheRead()));
        pricing.set("input_cache_write", perToken(price.cacheWrite()));
        pricing.set("input_cache_write_1h", perToken(price.cacheWriteOneHour()));
        if (price.perOutputImage() != null) {
            pricing.set("image_output", Expect.money(price.perOutputImage()));
        }
    }

    private static JsonNode perToken(String perMillion) {
        return perMillion == null
                ? JSON.nullNode()
                : Expect.money(
                        new BigDecimal(perMillion).divide(BigDecimal.TEN.pow(6)).toPlainString());
    }
}
