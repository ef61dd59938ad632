package org.modeltree.oracle;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.modeltree.oracle.Lines.BenchmarkLine;
import org.modeltree.oracle.Lines.CapabilityLine;
import org.modeltree.oracle.Lines.CardLine;
import org.modeltree.oracle.Lines.Claim;
import org.modeltree.oracle.Lines.EdgeLine;
import org.modeltree.oracle.Lines.MeasurementLine;
import org.modeltree.oracle.Lines.ModelLine;
import org.modeltree.oracle.Lines.OfferingLine;
import org.modeltree.oracle.Lines.PriceItem;
import org.modeltree.oracle.Lines.SourceItem;

/** Finds what is wrong in the invented catalog, model by model; the rules are written from their descriptions. */
final class OracleQuality {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final BigDecimal TWENTIETH_MORE = new BigDecimal("1.05");
    private static final Set<String> CHANGING =
            Set.of("lifecycle", "deprecatedDate", "retiredDate", "successor", "pricingStatus");

    private final Oracle oracle;
    private final LocalDate today;

    /** Values by "model fact", by rule. */
    private final Map<String, TreeMap<String, ObjectNode>> findings = new TreeMap<>();

    OracleQuality(Oracle oracle, LocalDate today) {
        this.oracle = oracle;
        this.today = today;
        for (OracleModel model : oracle.models()) {
            claims(model);
            limits(model);
            dates(model);
            offerings(model);
            outliers(model);
            missing(model);
            measurements(model);
            stale(model);
        }
        parents();
        duplicates();
        vendors();
    }

    /** What a rule finds, by model and fact with a blank between; null values are not foretold. */
    Map<String, ObjectNode> of(String rule) {
        return findings.getOrDefault(rule, new TreeMap<>());
    }

    private void found(String rule, String model, String fact, ObjectNode values) {
        Object before = findings.computeIfAbsent(rule, r -> new TreeMap<>())
                .put(model + " " + fact, values == null ? JSON.objectNode() : values);
        if (before != null) {
            throw new IllegalStateException(rule + " found " + model + " " + fact + " twice");
        }
    }

    private void claims(OracleModel model) {
        CardLine card = oracle.card(model);
        List<Claim> claims = card == null || card.coreCapabilities() == null ? List.of() : card.coreCapabilities();
        for (int i = 0; i < claims.size(); i++) {
            Claim claim = claims.get(i);
            if (claim.requires() == null) {
                continue;
            }
            CapabilityLine capability = oracle.capability(claim.requires().capability());
            MeasurementLine measured = oracle.measurements(model).get(capability.benchmark());
            boolean lower = capability.scale().lowerIsBetter();
            if (measured == null || measured.raw().compareTo(claim.requires().raw()) * (lower ? 1 : -1) <= 0) {
                continue;
            }
            ObjectNode values = JSON.objectNode();
            values.put("claim", claim.id());
            values.put("label", claim.label().en());
            values.put("capability", capability.id());
            values.put("unit", unit(capability.benchmark()));
            values.put("required", claim.requires().raw());
            values.put("lowerIsBetter", lower);
            values.put("measured", measured.raw());
            values.put("source", measured.source());
            found("claim_contradicted", model.id(), "card/coreCapabilities/" + i, values);
        }
    }

    private void limits(OracleModel model) {
        Long context = oracle.contextWindow(model);
        Long output = oracle.maxOutput(model);
        if (context != null && output != null && output > context) {
            found(
                    "output_above_context",
                    model.id(),
                    "max-output",
                    tokens("maxOutput", output, "contextWindow", context));
        }
        for (OfferingLine line : oracle.offerings(model)) {
            Long offered = line.contextWindow();
            // What contradicts itself did so when it was offered too.
            if (offered != null && line.maxOutput() != null && line.maxOutput() > offered) {
                ObjectNode values = tokens("maxOutput", line.maxOutput(), "contextWindow", offered);
                values.put("source", line.source());
                found("offering_output_above_context", model.id(), path(line), values);
            }
        }
        for (OfferingLine line : offered(model)) {
            Long offered = line.contextWindow();
            if (offered != null
                    && context != null
                    && BigDecimal.valueOf(offered)
                                    .compareTo(BigDecimal.valueOf(context).multiply(TWENTIETH_MORE))
                            > 0) {
                ObjectNode values = tokens("offered", offered, "contextWindow", context);
                values.put("source", line.source());
                values.put(
                        "contextWindowSource",
                        oracle.measurements(model)
                                .get(InventedScales.CONTEXT_WINDOW)
                                .source());
                found("offering_context_above_model", model.id(), path(line), values);
            }
        }
    }

    private static ObjectNode tokens(String one, long tokens, String other, long otherTokens) {
        return JSON.objectNode().put(one, tokens).put(other, otherTokens).put("unit", "tokens");
    }

    private void dates(OracleModel model) {
        String released = model.line().releaseDate();
        String cutoff = model.line().knowledgeCutoff();
        if (isBefore(released, cutoff)) {
            ObjectNode values = JSON.objectNode();
            values.set("knowledgeCutoff", PartialDates.json(cutoff));
            values.set("releaseDate", PartialDates.json(released));
            found("cutoff_after_release", model.id(), "knowledgeCutoff", values);
        }
        String lifecycle = model.line().lifecycle();
        if (released != null
                && Set.of("released", "deprecated", "retired").contains(String.valueOf(lifecycle))
                && PartialDates.firstDay(released).isAfter(today)) {
            found("released_in_future", model.id(), "releaseDate", null);
        }
        if ("retired".equals(lifecycle) && model.line().retiredDate() == null) {
            found("retired_without_date", model.id(), "retiredDate", null);
        }
        life(model);
    }

    /** The invented days are long past or far off, so that what is not one is the other. */
    private void life(OracleModel model) {
        ModelLine line = model.line();
        boolean retired = "retired".equals(line.lifecycle());
        boolean ended = retired || "deprecated".equals(line.lifecycle());
        if ((retired && line.retiredDate() != null && !isOver(line.retiredDate()))
                || (!retired && isOver(line.retiredDate()))
                || (!ended && isOver(line.deprecatedDate()))) {
            ObjectNode values = JSON.objectNode().put("lifecycle", line.lifecycle());
            values.set("deprecatedDate", PartialDates.json(line.deprecatedDate()));
            values.set("retiredDate", PartialDates.json(line.retiredDate()));
            values.put("today", today.toString());
            found("lifecycle_against_dates", model.id(), "lifecycle", withoutNulls(values));
        }
        if (line.successor() != null) {
            OracleModel next = oracle.model(Oracle.fold(line.successor()));
            if ("retired".equals(next.line().lifecycle()) || isOver(next.line().retiredDate())) {
                ObjectNode values = JSON.objectNode().put("successor", next.id());
                values.put("lifecycle", next.line().lifecycle());
                values.set("retiredDate", PartialDates.json(next.line().retiredDate()));
                if (next.line().successor() != null) {
                    values.put("successorOfSuccessor", Oracle.fold(next.line().successor()));
                }
                found("successor_retired", model.id(), "successor", withoutNulls(values));
            }
        }
    }

    /** What has ended is compared with nothing else. */
    private List<OfferingLine> offered(OracleModel model) {
        return oracle.offerings(model).stream()
                .filter(line -> !isOver(line.retiredDate()))
                .toList();
    }

    private boolean isOver(String date) {
        return date != null && !lastDay(date).isAfter(today);
    }

    private static ObjectNode withoutNulls(ObjectNode values) {
        values.properties().removeIf(value -> value.getValue().isNull());
        return values;
    }

    private void offerings(OracleModel model) {
        List<String> sold = new ArrayList<>();
        for (OfferingLine line : oracle.offerings(model)) {
            List<PriceItem> prices = line.priceList();
            boolean over = isOver(line.retiredDate());
            if (!over && (prices.isEmpty() || prices.stream().anyMatch(this::inForce))) {
                sold.add(path(line));
            }
            long still = prices.stream()
                    .filter(price -> !price.kind().equals("unknown") && inForce(price))
                    .count();
            if (over && still > 0) {
                ObjectNode values = JSON.objectNode().put("prices", still).put("today", today.toString());
                values.set("retiredDate", PartialDates.json(line.retiredDate()));
                found("ended_offering_priced", model.id(), path(line), values);
            }
            for (int i = 0; i < prices.size(); i++) {
                PriceItem price = prices.get(i);
                if (!over
                        && price.input() != null
                        && price.output() != null
                        && (price.to() == null || LocalDate.parse(price.to()).isAfter(today))
                        && times(price.output(), 100).compareTo(new BigDecimal(price.input())) <= 0) {
                    ObjectNode values = JSON.objectNode();
                    values.put("input", plain(price.input()));
                    values.put("output", plain(price.output()));
                    values.put("unit", "usd_per_1m_tokens");
                    found("output_cheaper_than_input", model.id(), path(line) + "/prices/" + i, values);
                }
            }
        }
        boolean retired = "retired".equals(model.line().lifecycle())
                || isOver(model.line().retiredDate());
        if (retired && !sold.isEmpty()) {
            sold.sort(Orders.CODE_POINTS);
            ObjectNode values = JSON.objectNode().put("lifecycle", model.line().lifecycle());
            values.set("retiredDate", PartialDates.json(model.line().retiredDate()));
            values.put("offerings", sold.size()).put("first", sold.get(0));
            found("retired_but_offered", model.id(), "offerings", values);
        }
    }

    private record Quantity(String fact, BigDecimal amount) {}

    private void outliers(OracleModel model) {
        Map<String, List<Quantity>> prices = new TreeMap<>();
        List<Quantity> contexts = new ArrayList<>();
        for (OfferingLine line : offered(model)) {
            line.priceList().stream()
                    .filter(price -> price.kind().equals("metered")
                            && price.modeOrStandard().equals("standard"))
                    .filter(this::inForce)
                    .min(Comparator.comparingLong(PriceItem::minContextOrZero))
                    .ifPresent(price -> {
                        String path = path(line) + "/prices/" + line.priceList().indexOf(price);
                        add(prices, "input", path, price.input());
                        add(prices, "output", path, price.output());
                    });
            if (line.contextWindow() != null) {
                contexts.add(new Quantity(path(line), BigDecimal.valueOf(line.contextWindow())));
            }
        }
        prices.forEach((kind, amounts) -> outliers(amounts, 1000, (one, median) -> {
            ObjectNode values = JSON.objectNode().put("price", kind);
            values.put("amount", plain(one.amount.toPlainString()));
            values.put("median", plain(median.toPlainString()));
            values.put("others", amounts.size() - 1).put("unit", "usd_per_1m_tokens");
            found("price_outlier", model.id(), one.fact, values);
        }));
        outliers(contexts, 100, (one, median) -> {
            ObjectNode values =
                    JSON.objectNode().put("contextWindow", one.amount).put("median", median);
            values.put("others", contexts.size() - 1).put("unit", "tokens");
            found("context_outlier", model.id(), one.fact, values);
        });
    }

    private static void add(Map<String, List<Quantity>> prices, String kind, String path, String amount) {
        if (amount != null) {
            prices.computeIfAbsent(kind, k -> new ArrayList<>())
                    .add(new Quantity(path + "/" + kind, new BigDecimal(amount)));
        }
    }

    /** Takes each one out, and looks where it is beside the middle of the rest. */
    private static void outliers(List<Quantity> all, int factor, BiConsumer<Quantity, BigDecimal> found) {
        for (Quantity one : all) {
            List<BigDecimal> rest = all.stream()
                    .filter(other -> !other.fact.equals(one.fact))
                    .map(Quantity::amount)
                    .sorted()
                    .toList();
            if (rest.isEmpty()) {
                continue;
            }
            int half = rest.size() / 2;
            BigDecimal median = rest.size() % 2 == 1
                    ? rest.get(half)
                    : rest.get(half - 1).add(rest.get(half)).divide(BigDecimal.valueOf(2));
            BigDecimal many = BigDecimal.valueOf(factor);
            if (one.amount.compareTo(median.multiply(many)) >= 0
                    || one.amount.multiply(many).compareTo(rest.get((rest.size() - 1) / 2)) <= 0) {
                found.accept(one, median);
            }
        }
    }

    private void missing(OracleModel model) {
        String id = model.id();
        Long context = oracle.contextWindow(model);
        Long output = oracle.maxOutput(model);
        String status = model.line().contextWindowStatus();
        if (context == null && (status == null || status.equals("unknown"))) {
            found("no_context", id, "context-window", JSON.objectNode().put("contextWindowStatus", "unknown"));
        }
        if (context != null && "not_applicable".equals(status)) {
            found("not_applicable_but_known", id, "contextWindowStatus", null);
        }
        if (output != null && "not_applicable".equals(model.line().maxOutputStatus())) {
            found("not_applicable_but_known", id, "maxOutputStatus", null);
        }
        if (model.line().parameters() != null
                && "not_applicable".equals(model.line().parametersStatus())) {
            found("not_applicable_but_known", id, "parametersStatus", null);
        }
        if (model.line().sources() == null
                || model.line().sources().stream().allMatch(source -> source.source() == null)) {
            found("no_source", id, "sources", null);
        }
        String family = model.line().family();
        boolean alone = oracle.edges.stream()
                .noneMatch(edge -> edge.child().equals(id) || edge.parent().equals(id));
        List<String> siblings = oracle.models().stream()
                .filter(other -> other.vendor().equals(model.vendor())
                        && Objects.equals(other.line().family(), family)
                        && !other.id().equals(id))
                .map(OracleModel::id)
                .toList();
        if (family != null && alone && !siblings.isEmpty()) {
            found(
                    "no_lineage",
                    id,
                    "lineage",
                    JSON.objectNode().put("family", family).put("sibling", siblings.get(0)));
        }
    }

    private void measurements(OracleModel model) {
        Map<String, List<MeasurementLine>> byBenchmark = new TreeMap<>();
        oracle.catalog.measurements().stream()
                .filter(line -> Oracle.fold(line.model()).equals(model.id()))
                .forEach(line -> byBenchmark
                        .computeIfAbsent(line.benchmark(), b -> new ArrayList<>())
                        .add(line));
        byBenchmark.forEach((benchmark, lines) -> {
            if (!unit(benchmark).startsWith("usd_")) {
                disagreement(model, benchmark, lines);
            }
            LocalDate released = model.released();
            boolean early = lines.stream()
                    .anyMatch(line -> line.date() != null
                            && released != null
                            && lastDay(line.date()).isBefore(released.minusYears(1)));
            if (early) {
                found("measured_before_release", model.id(), benchmark, null);
            }
        });
    }

    private void disagreement(OracleModel model, String benchmark, List<MeasurementLine> lines) {
        Map<List<Object>, Map<String, MeasurementLine>> alike = new LinkedHashMap<>();
        for (MeasurementLine line : lines) {
            alike.computeIfAbsent(Arrays.asList(line.countsAsVerified(), line.harness()), kind -> new HashMap<>())
                    .merge(line.source(), line, OracleQuality::later);
        }
        for (boolean verified : List.of(true, false)) {
            for (String harness : Arrays.asList(null, "<harness>", "harness 1.0")) {
                List<BigDecimal> raws = alike.getOrDefault(Arrays.asList(verified, harness), Map.of()).values().stream()
                        .map(MeasurementLine::raw)
                        .sorted()
                        .toList();
                if (!raws.isEmpty()
                        && raws.get(raws.size() - 1).compareTo(raws.get(0).multiply(TWENTIETH_MORE)) > 0) {
                    ObjectNode values = JSON.objectNode();
                    values.put("unit", unit(benchmark))
                            .put("verified", verified)
                            .put("harness", harness);
                    values.put("least", raws.get(0)).put("greatest", raws.get(raws.size() - 1));
                    found("measurements_disagree", model.id(), benchmark, values);
                    return;
                }
            }
        }
    }

    /** Of one source on one day, as on no day, there is only one. */
    private static MeasurementLine later(MeasurementLine left, MeasurementLine right) {
        LocalDate leftDay = PartialDates.firstDay(left.date());
        LocalDate rightDay = PartialDates.firstDay(right.date());
        return rightDay == null || (leftDay != null && leftDay.isAfter(rightDay)) ? left : right;
    }

    private void stale(OracleModel model) {
        if ("retired".equals(model.line().lifecycle())) {
            return;
        }
        int facts = 0;
        for (OfferingLine line : oracle.offerings(model)) {
            facts += isStale(line.date()) && !isOver(line.retiredDate()) ? 1 : 0;
        }
        for (MeasurementLine line : oracle.measurements(model).values()) {
            facts += unit(line.benchmark()).startsWith("usd_") && isStale(line.date()) ? 1 : 0;
        }
        Set<String> sourced = new HashSet<>();
        for (SourceItem source : model.line().sources() == null
                ? List.<SourceItem>of()
                : model.line().sources()) {
            for (String fact : source.facts()) {
                // Only the first source of a fact is kept.
                facts += sourced.add(fact) && CHANGING.contains(fact) && isStale(source.date()) ? 1 : 0;
            }
        }
        if (facts > 0) {
            found("stale_facts", model.id(), "sources", JSON.objectNode().put("facts", facts));
        }
    }

    private boolean isStale(String date) {
        return date != null && lastDay(date).isBefore(today.minusDays(365));
    }

    private void parents() {
        for (EdgeLine edge : oracle.edges) {
            String child = oracle.model(edge.child()).line().releaseDate();
            String parent = oracle.model(edge.parent()).line().releaseDate();
            if (!edge.relation().equals("variant") && isBefore(child, parent)) {
                ObjectNode values = JSON.objectNode().put("relation", edge.relation());
                values.set("releaseDate", PartialDates.json(child));
                values.put("parent", edge.parent());
                values.set("parentReleaseDate", PartialDates.json(parent));
                found("parent_after_child", edge.child(), "parents/" + edge.parent(), values);
            }
        }
    }

    private void duplicates() {
        for (OracleModel model : oracle.models()) {
            boolean twin = oracle.models().stream()
                    .filter(other ->
                            other.vendor().equals(model.vendor()) && !other.id().equals(model.id()))
                    .anyMatch(other -> calls(model).stream().anyMatch(calls(other)::contains));
            if (twin) {
                found("duplicate_suspected", model.id(), "id", null);
            }
        }
    }

    private static Set<String> calls(OracleModel model) {
        Function<String, String> closed = text -> text.replaceAll("[ ._-]", "");
        Set<String> calls = new HashSet<>();
        calls.add(closed.apply(model.id().substring(model.id().indexOf('/') + 1)));
        calls.add(closed.apply(Orders.folded(model.name())));
        return calls;
    }

    private void vendors() {
        Set<String> seen = new HashSet<>();
        for (OracleModel model : oracle.models()) {
            boolean named =
                    oracle.catalog.vendors().stream().anyMatch(line -> line.id().equals(model.vendor()));
            if (!named && seen.add(model.vendor())) {
                long models = oracle.models().stream()
                        .filter(other -> other.vendor().equals(model.vendor()))
                        .count();
                found(
                        "vendor_unnamed",
                        model.id(),
                        "vendor.name",
                        JSON.objectNode().put("vendor", model.vendor()).put("models", models));
            }
        }
    }

    private String unit(String benchmark) {
        return oracle.catalog.benchmarks().stream()
                .filter(line -> line.id().equals(benchmark))
                .map(BenchmarkLine::unit)
                .findFirst()
                .orElseThrow();
    }

    private boolean inForce(PriceItem price) {
        return (price.from() == null || !LocalDate.parse(price.from()).isAfter(today))
                && (price.to() == null || LocalDate.parse(price.to()).isAfter(today));
    }

    private static String path(OfferingLine line) {
        return "offerings/" + line.provider() + "/" + line.id();
    }

    private static BigDecimal times(String amount, int factor) {
        return new BigDecimal(amount).multiply(BigDecimal.valueOf(factor));
    }

    private static String plain(String amount) {
        return new BigDecimal(amount).stripTrailingZeros().toPlainString();
    }

    /** Certainly, whatever day the two are. */
    private static boolean isBefore(String date, String other) {
        return date != null && other != null && lastDay(date).isBefore(PartialDates.firstDay(other));
    }

    private static LocalDate lastDay(String date) {
        LocalDate first = PartialDates.firstDay(date);
        return switch (date.length()) {
            case 4 -> first.plusYears(1).minusDays(1);
            case 7 -> first.plusMonths(1).minusDays(1);
            default -> first;
        };
    }
}
