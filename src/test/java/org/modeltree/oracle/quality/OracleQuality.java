package org.modeltree.oracle.quality;

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
import org.modeltree.oracle.Oracle;
import org.modeltree.oracle.OracleModel;
import org.modeltree.oracle.Orderings;
import org.modeltree.oracle.card.OracleAvailability;
import org.modeltree.oracle.catalog.OracleDocuments;
import org.modeltree.oracle.generated.GeneratedMeasurements;
import org.modeltree.oracle.generated.HandmadeScales;
import org.modeltree.oracle.generated.InputRecords.AvailabilityItem;
import org.modeltree.oracle.generated.InputRecords.BenchmarkRecord;
import org.modeltree.oracle.generated.InputRecords.CapabilityRecord;
import org.modeltree.oracle.generated.InputRecords.CardRecord;
import org.modeltree.oracle.generated.InputRecords.Claim;
import org.modeltree.oracle.generated.InputRecords.EdgeRecord;
import org.modeltree.oracle.generated.InputRecords.MeasurementRecord;
import org.modeltree.oracle.generated.InputRecords.ModelRecord;
import org.modeltree.oracle.generated.InputRecords.OfferingRecord;
import org.modeltree.oracle.generated.InputRecords.PriceItem;
import org.modeltree.oracle.generated.InputRecords.SourceItem;
import org.modeltree.oracle.generated.PartialDates;

/** Expected findings, model by model. The rules are implemented from their descriptions. */
final class OracleQuality {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final BigDecimal FIVE_PERCENT_MORE = new BigDecimal("1.05");
    private static final Set<String> CHANGING_FACTS =
            Set.of("lifecycle", "deprecatedDate", "retiredDate", "successor", "pricingStatus");

    private final Oracle oracle;
    private final LocalDate today;
    private final OracleAvailability availability;

    /** Values by "model fact", by rule. */
    private final Map<String, TreeMap<String, ObjectNode>> findings = new TreeMap<>();

    OracleQuality(Oracle oracle, LocalDate today) {
        this.oracle = oracle;
        this.today = today;
        this.availability = new OracleAvailability(oracle, today);
        for (OracleModel model : oracle.models()) {
            claims(model);
            availability(model);
            released(model);
            prices(model);
            limits(model);
            dates(model);
            offerings(model);
            outliers(model);
            missing(model);
            measurements(model);
            stale(model);
        }
        parents();
        lineageSources();
        duplicates();
        vendors();
    }

    /** Expected values of the findings of a rule, by model and fact separated by a space; nulls are not checked. */
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
        CardRecord card = oracle.card(model);
        List<Claim> claims = card == null || card.coreCapabilities() == null ? List.of() : card.coreCapabilities();
        for (int i = 0; i < claims.size(); i++) {
            Claim claim = claims.get(i);
            if (claim.requires() == null) {
                continue;
            }
            CapabilityRecord capability = oracle.capability(claim.requires().capability());
            MeasurementRecord measured = oracle.measurements(model).get(capability.benchmark());
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
            values.put("better", lower ? "lower" : "higher");
            values.put("measured", measured.raw());
            values.put("source", measured.source());
            found("claim_contradicted", model.id(), "card/coreCapabilities/" + i, values);
        }
    }

    private void availability(OracleModel model) {
        CardRecord card = oracle.card(model);
        if (card == null) {
            return;
        }
        AvailabilityItem stated =
                Objects.requireNonNullElse(card.availability(), new AvailabilityItem(null, null, null, null));
        contradiction(model, "api", stated.api(), OracleAvailability.positive(stated.api()), availability.api(model));
        contradiction(
                model,
                "openSource",
                stated.openSource(),
                OracleAvailability.published(stated.openSource()),
                availability.weights(model));
        unstated(model, "product", stated.product());
        unstated(model, "enterprise", stated.enterprise());
    }

    private void contradiction(
            OracleModel model, String part, String status, Boolean stated, OracleAvailability.Verdict verdict) {
        if (verdict.contradicts(stated)) {
            ObjectNode values = JSON.objectNode().put("status", status).put("name", verdict.name());
            values.set("value", verdict.value());
            values.put("source", verdict.source());
            found("availability_contradicted", model.id(), "card/availability/" + part, values);
        }
    }

    private void unstated(OracleModel model, String part, String status) {
        if (status == null || status.equals("unknown")) {
            found(
                    "availability_unknown",
                    model.id(),
                    "card/availability/" + part,
                    JSON.objectNode().put("part", part));
        }
    }

    private void released(OracleModel model) {
        ModelRecord record = model.record();
        List<OfferingRecord> offerings = oracle.offerings(model);
        if ("released".equals(record.lifecycle())
                && Boolean.FALSE.equals(record.openWeights())
                && offerings.stream().noneMatch(availability::isCurrent)) {
            found(
                    "released_without_offering",
                    model.id(),
                    "lifecycle",
                    JSON.objectNode().put("lifecycle", "released").put("offerings", offerings.size()));
        }
        boolean sourced = record.sources() != null
                && record.sources().stream()
                        .filter(source -> source.facts().contains("lifecycle"))
                        .findFirst()
                        .filter(source -> source.source() != null)
                        .isPresent();
        if (record.lifecycle() != null && !sourced) {
            found(
                    "lifecycle_without_source",
                    model.id(),
                    "lifecycle",
                    JSON.objectNode().put("lifecycle", record.lifecycle()));
        }
    }

    private record OwnPrice(OfferingRecord offering, String amount) {}

    /** The first current price at the publisher: of the offering with the model's name, then of the latest one. */
    private void prices(OracleModel model) {
        MeasurementRecord measured = oracle.measurements(model).get("input-price");
        if (measured == null) {
            return;
        }
        String slug = model.id().substring(model.id().indexOf('/') + 1);
        Comparator<OfferingRecord> named =
                Comparator.comparingInt(offering -> Oracle.fold(offering.id()).equals(slug) ? 0 : 1);
        Comparator<OfferingRecord> latest = Comparator.comparing(
                offering -> PartialDates.firstDay(offering.date()), Comparator.nullsLast(Comparator.reverseOrder()));
        oracle.offerings(model).stream()
                .filter(offering -> offering.provider().equals(model.vendor()) && !isPast(offering.retiredDate()))
                .sorted(named.thenComparing(latest))
                .flatMap(offering -> offering.priceList().stream()
                        .filter(price -> price.kind().equals("metered")
                                && price.modeOrStandard().equals("standard")
                                && price.isUsd()
                                && price.minContextOrZero() == 0
                                && price.window() == null
                                && appliesToday(price))
                        .map(price -> new OwnPrice(offering, price.input())))
                .findFirst()
                .filter(own -> own.amount != null
                        && new BigDecimal(own.amount).signum() > 0
                        && new BigDecimal(own.amount).compareTo(measured.raw()) != 0)
                .ifPresent(own -> {
                    ObjectNode values = JSON.objectNode().put("measured", measured.raw());
                    values.put("source", measured.source()).put("offered", plain(own.amount));
                    values.put("offering", path(own.offering)).put("offeringSource", own.offering.source());
                    values.put("unit", unit("input-price"));
                    found("price_against_offering", model.id(), "input-price", values);
                });
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
        if (context != null && context.equals(output)) {
            found(
                    "output_equals_context",
                    model.id(),
                    "max-output",
                    JSON.objectNode().put("maxOutput", output).put("unit", "tokens"));
        }
        for (OfferingRecord record : oracle.offerings(model)) {
            Long offered = record.contextWindow();
            // A self-contradiction is reported even if the offering has ended.
            if (offered != null && record.maxOutput() != null && record.maxOutput() > offered) {
                ObjectNode values = tokens("maxOutput", record.maxOutput(), "contextWindow", offered);
                values.put("source", record.source());
                found("offering_output_above_context", model.id(), path(record), values);
            }
        }
        for (OfferingRecord record : offered(model)) {
            Long offered = record.contextWindow();
            if (offered != null
                    && context != null
                    && BigDecimal.valueOf(offered)
                                    .compareTo(BigDecimal.valueOf(context).multiply(FIVE_PERCENT_MORE))
                            > 0) {
                ObjectNode values = tokens("offered", offered, "contextWindow", context);
                values.put("source", record.source());
                values.put(
                        "contextWindowSource",
                        oracle.measurements(model)
                                .get(HandmadeScales.CONTEXT_WINDOW)
                                .source());
                found("offering_context_above_model", model.id(), path(record), values);
            }
        }
    }

    private static ObjectNode tokens(String quantity, long tokens, String other, long otherTokens) {
        return JSON.objectNode().put(quantity, tokens).put(other, otherTokens).put("unit", "tokens");
    }

    private void dates(OracleModel model) {
        String released = model.record().releaseDate();
        String cutoff = model.record().knowledgeCutoff();
        if (isBefore(released, cutoff)) {
            ObjectNode values = JSON.objectNode();
            values.set("knowledgeCutoff", PartialDates.json(cutoff));
            values.set("releaseDate", PartialDates.json(released));
            found("cutoff_after_release", model.id(), "knowledgeCutoff", values);
        }
        String lifecycle = model.record().lifecycle();
        if (released != null
                && Set.of("released", "deprecated", "retired").contains(String.valueOf(lifecycle))
                && PartialDates.firstDay(released).isAfter(today)) {
            found("released_in_future", model.id(), "releaseDate", null);
        }
        if ("retired".equals(lifecycle) && model.record().retiredDate() == null) {
            found("retired_without_date", model.id(), "retiredDate", null);
        }
        lifecycle(model);
    }

    /** Generated dates are far from today, so each is either past or future. */
    private void lifecycle(OracleModel model) {
        ModelRecord record = model.record();
        boolean retired = "retired".equals(record.lifecycle());
        boolean ended = retired || "deprecated".equals(record.lifecycle());
        if ((retired && record.retiredDate() != null && !isPast(record.retiredDate()))
                || (!retired && isPast(record.retiredDate()))
                || (!ended && isPast(record.deprecatedDate()))) {
            ObjectNode values = JSON.objectNode().put("lifecycle", record.lifecycle());
            values.set("deprecatedDate", PartialDates.json(record.deprecatedDate()));
            values.set("retiredDate", PartialDates.json(record.retiredDate()));
            found("lifecycle_against_dates", model.id(), "lifecycle", withoutNulls(values));
        }
        if (record.successor() != null) {
            OracleModel next = oracle.model(Oracle.fold(record.successor()));
            if ("retired".equals(next.record().lifecycle())
                    || isPast(next.record().retiredDate())) {
                ObjectNode values = JSON.objectNode().put("successor", next.id());
                values.put("lifecycle", next.record().lifecycle());
                values.set("retiredDate", PartialDates.json(next.record().retiredDate()));
                if (next.record().successor() != null) {
                    values.put("successorOfSuccessor", Oracle.fold(next.record().successor()));
                }
                found("successor_retired", model.id(), "successor", withoutNulls(values));
            }
        }
    }

    /** Offerings that have not ended; only these are compared with others. */
    private List<OfferingRecord> offered(OracleModel model) {
        return oracle.offerings(model).stream()
                .filter(record -> !isPast(record.retiredDate()))
                .toList();
    }

    private boolean isPast(String date) {
        return date != null && !lastDay(date).isAfter(today);
    }

    private static ObjectNode withoutNulls(ObjectNode values) {
        values.properties().removeIf(value -> value.getValue().isNull());
        return values;
    }

    private void offerings(OracleModel model) {
        List<String> own = new ArrayList<>();
        List<String> others = new ArrayList<>();
        for (OfferingRecord record : oracle.offerings(model)) {
            List<PriceItem> prices = record.priceList();
            boolean ended = isPast(record.retiredDate());
            if (!ended && (prices.isEmpty() || prices.stream().anyMatch(this::appliesToday))) {
                (record.provider().equals(model.vendor()) ? own : others).add(path(record));
            }
            long current = prices.stream()
                    .filter(price -> !price.kind().equals("unknown") && appliesToday(price))
                    .count();
            if (ended && current > 0) {
                ObjectNode values = JSON.objectNode().put("prices", current);
                values.set("retiredDate", PartialDates.json(record.retiredDate()));
                found("ended_offering_priced", model.id(), path(record), values);
            }
            for (int i = 0; i < prices.size(); i++) {
                PriceItem price = prices.get(i);
                if (!ended
                        && price.input() != null
                        && price.output() != null
                        && price.isUsd()
                        && new BigDecimal(price.output()).signum() > 0
                        && (price.to() == null || LocalDate.parse(price.to()).isAfter(today))
                        && times(price.output(), 100).compareTo(new BigDecimal(price.input())) <= 0) {
                    ObjectNode values = JSON.objectNode();
                    values.put("input", plain(price.input()));
                    values.put("output", plain(price.output()));
                    values.put("unit", "usd_per_1m_tokens");
                    found("output_cheaper_than_input", model.id(), path(record) + "/prices/" + i, values);
                }
            }
        }
        stillOffered(model, "retired_but_offered_by_publisher", own);
        if (!Boolean.TRUE.equals(model.record().openWeights())) {
            stillOffered(model, "retired_but_offered", others);
        }
    }

    private void stillOffered(OracleModel model, String rule, List<String> offered) {
        boolean retired = "retired".equals(model.record().lifecycle())
                || isPast(model.record().retiredDate());
        if (retired && !offered.isEmpty()) {
            offered.sort(Orderings.CODE_POINTS);
            ObjectNode values =
                    JSON.objectNode().put("lifecycle", model.record().lifecycle());
            values.set("retiredDate", PartialDates.json(model.record().retiredDate()));
            values.put("offerings", offered.size()).put("first", offered.get(0));
            found(rule, model.id(), "offerings", values);
        }
    }

    private record Quantity(String fact, BigDecimal amount) {}

    private void outliers(OracleModel model) {
        Map<String, List<Quantity>> prices = new TreeMap<>();
        List<Quantity> contexts = new ArrayList<>();
        for (OfferingRecord record : offered(model)) {
            record.priceList().stream()
                    .filter(price -> price.kind().equals("metered")
                            && price.modeOrStandard().equals("standard")
                            && price.isUsd()
                            && price.window() == null)
                    .filter(this::appliesToday)
                    .min(Comparator.comparingLong(PriceItem::minContextOrZero))
                    .ifPresent(price -> {
                        String path =
                                path(record) + "/prices/" + record.priceList().indexOf(price);
                        add(prices, "input", path, price.input());
                        add(prices, "output", path, price.output());
                    });
            if (record.contextWindow() != null) {
                contexts.add(new Quantity(path(record), BigDecimal.valueOf(record.contextWindow())));
            }
        }
        prices.forEach((kind, amounts) -> outliers(amounts, 1000, (quantity, median) -> {
            ObjectNode values = JSON.objectNode().put("price", kind);
            values.put("amount", plain(quantity.amount.toPlainString()));
            values.put("median", plain(median.toPlainString()));
            values.put("others", amounts.size() - 1).put("unit", "usd_per_1m_tokens");
            found("price_outlier", model.id(), quantity.fact, values);
        }));
        outliers(contexts, 100, (quantity, median) -> {
            ObjectNode values =
                    JSON.objectNode().put("contextWindow", quantity.amount).put("median", median);
            values.put("others", contexts.size() - 1).put("unit", "tokens");
            found("context_outlier", model.id(), quantity.fact, values);
        });
    }

    private static void add(Map<String, List<Quantity>> prices, String kind, String path, String amount) {
        if (amount != null && new BigDecimal(amount).signum() > 0) {
            prices.computeIfAbsent(kind, k -> new ArrayList<>())
                    .add(new Quantity(path + "/" + kind, new BigDecimal(amount)));
        }
    }

    /** Compares each quantity with the median of the others. */
    private static void outliers(List<Quantity> all, int factor, BiConsumer<Quantity, BigDecimal> found) {
        for (Quantity quantity : all) {
            List<BigDecimal> others = all.stream()
                    .filter(other -> !other.fact.equals(quantity.fact))
                    .map(Quantity::amount)
                    .sorted()
                    .toList();
            if (others.isEmpty()) {
                continue;
            }
            int middle = others.size() / 2;
            BigDecimal median = others.size() % 2 == 1
                    ? others.get(middle)
                    : others.get(middle - 1).add(others.get(middle)).divide(BigDecimal.valueOf(2));
            BigDecimal limit = BigDecimal.valueOf(factor);
            if (quantity.amount.compareTo(median.multiply(limit)) >= 0
                    || quantity.amount.multiply(limit).compareTo(others.get((others.size() - 1) / 2)) <= 0) {
                found.accept(quantity, median);
            }
        }
    }

    private void missing(OracleModel model) {
        String id = model.id();
        Long context = oracle.contextWindow(model);
        Long output = oracle.maxOutput(model);
        String status = model.record().contextWindowStatus();
        if (context == null && (status == null || status.equals("unknown"))) {
            found("no_context", id, "context-window", JSON.objectNode().put("contextWindowStatus", "unknown"));
        }
        if (context != null && "not_applicable".equals(status)) {
            found("not_applicable_but_known", id, "contextWindowStatus", null);
        }
        if (output != null && "not_applicable".equals(model.record().maxOutputStatus())) {
            found("not_applicable_but_known", id, "maxOutputStatus", null);
        }
        if (model.record().parameters() != null
                && "not_applicable".equals(model.record().parametersStatus())) {
            found("not_applicable_but_known", id, "parametersStatus", null);
        }
        if (model.record().sources() == null
                || model.record().sources().stream().allMatch(source -> source.source() == null)) {
            found("no_source", id, "sources", null);
        }
        String family = model.record().family();
        boolean unconnected = oracle.edges.stream()
                .noneMatch(edge -> edge.child().equals(id) || edge.parent().equals(id));
        List<String> siblings = oracle.models().stream()
                .filter(other -> other.vendor().equals(model.vendor())
                        && Objects.equals(other.record().family(), family)
                        && !other.id().equals(id))
                .map(OracleModel::id)
                .toList();
        if (family != null && unconnected && !siblings.isEmpty()) {
            found(
                    "no_lineage",
                    id,
                    "lineage",
                    JSON.objectNode().put("family", family).put("sibling", siblings.get(0)));
        }
    }

    private void measurements(OracleModel model) {
        Map<String, List<MeasurementRecord>> byBenchmark = new TreeMap<>();
        oracle.catalog.measurements().stream()
                .filter(record -> Oracle.fold(record.model()).equals(model.id()))
                .forEach(record -> byBenchmark
                        .computeIfAbsent(record.benchmark(), b -> new ArrayList<>())
                        .add(record));
        byBenchmark.forEach((benchmark, records) -> {
            if (!unit(benchmark).startsWith("usd_")) {
                disagreement(model, benchmark, records);
            }
            LocalDate released = model.released();
            boolean early = records.stream()
                    .anyMatch(record -> record.date() != null
                            && released != null
                            && lastDay(record.date()).isBefore(released.minusYears(1)));
            if (early) {
                found("measured_before_release", model.id(), benchmark, null);
            }
            boolean late =
                    records.stream().anyMatch(record -> isBefore(model.record().retiredDate(), record.date()));
            if (late
                    && !unit(benchmark).equals("tokens")
                    && !Boolean.TRUE.equals(model.record().openWeights())) {
                found("measured_after_retirement", model.id(), benchmark, null);
            }
        });
    }

    private void disagreement(OracleModel model, String benchmark, List<MeasurementRecord> records) {
        Map<List<Object>, Map<String, MeasurementRecord>> comparable = new LinkedHashMap<>();
        for (MeasurementRecord record : records) {
            comparable
                    .computeIfAbsent(
                            Arrays.asList(record.countsAsVerified(), record.harness(), record.settings()),
                            kind -> new HashMap<>())
                    .merge(record.source(), record, OracleQuality::later);
        }
        for (boolean verified : List.of(true, false)) {
            for (List<Object> setup : GeneratedMeasurements.SETUPS) {
                List<BigDecimal> raws =
                        comparable
                                .getOrDefault(Arrays.asList(verified, setup.get(0), setup.get(1)), Map.of())
                                .values()
                                .stream()
                                .map(MeasurementRecord::raw)
                                .sorted()
                                .toList();
                if (!raws.isEmpty()
                        && raws.get(raws.size() - 1).compareTo(raws.get(0).multiply(FIVE_PERCENT_MORE)) > 0) {
                    ObjectNode values = JSON.objectNode();
                    values.put("unit", unit(benchmark))
                            .put("verified", verified)
                            .put("harness", (String) setup.get(0));
                    if (setup.get(1) == null) {
                        values.putNull("settings");
                    } else {
                        values.set("settings", OracleDocuments.MAPPER.valueToTree(setup.get(1)));
                    }
                    values.put("least", raws.get(0)).put("greatest", raws.get(raws.size() - 1));
                    found("measurements_disagree", model.id(), benchmark, values);
                    return;
                }
            }
        }
    }

    /** A source has at most one measurement per date. */
    private static MeasurementRecord later(MeasurementRecord left, MeasurementRecord right) {
        LocalDate leftDay = PartialDates.firstDay(left.date());
        LocalDate rightDay = PartialDates.firstDay(right.date());
        return rightDay == null || (leftDay != null && leftDay.isAfter(rightDay)) ? left : right;
    }

    private void stale(OracleModel model) {
        if ("retired".equals(model.record().lifecycle())) {
            return;
        }
        int facts = 0;
        for (OfferingRecord record : oracle.offerings(model)) {
            facts += isStale(record.date()) && !isPast(record.retiredDate()) ? 1 : 0;
        }
        for (MeasurementRecord record : oracle.measurements(model).values()) {
            facts += unit(record.benchmark()).startsWith("usd_") && isStale(record.date()) ? 1 : 0;
        }
        Set<String> sourced = new HashSet<>();
        for (SourceItem source : model.record().sources() == null
                ? List.<SourceItem>of()
                : model.record().sources()) {
            for (String fact : source.facts()) {
                // Only the first source of a fact counts.
                facts += sourced.add(fact) && CHANGING_FACTS.contains(fact) && isStale(source.date()) ? 1 : 0;
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
        for (EdgeRecord edge : oracle.edges) {
            String child = oracle.model(edge.child()).record().releaseDate();
            String parent = oracle.model(edge.parent()).record().releaseDate();
            if (!edge.relation().equals("variant") && isBefore(child, parent)) {
                ObjectNode values = JSON.objectNode().put("relation", edge.relation());
                values.set("releaseDate", PartialDates.json(child));
                values.put("parent", edge.parent());
                values.set("parentReleaseDate", PartialDates.json(parent));
                found("parent_after_child", edge.child(), "parents/" + edge.parent(), values);
            }
        }
    }

    private void lineageSources() {
        for (EdgeRecord edge : oracle.edges) {
            if (edge.source() != null && edge.source().startsWith("https://models.dev/")) {
                found(
                        "edge_source_without_lineage",
                        edge.child(),
                        "parents/" + edge.parent(),
                        JSON.objectNode().put("parent", edge.parent()).put("source", edge.source()));
            }
        }
    }

    private void duplicates() {
        for (OracleModel model : oracle.models()) {
            boolean duplicate = oracle.models().stream()
                    .filter(other ->
                            other.vendor().equals(model.vendor()) && !other.id().equals(model.id()))
                    .anyMatch(other -> normalizedNames(model).stream().anyMatch(normalizedNames(other)::contains));
            if (duplicate) {
                found("duplicate_suspected", model.id(), "id", null);
            }
        }
    }

    private static Set<String> normalizedNames(OracleModel model) {
        Function<String, String> normalize =
                text -> text.replaceAll("(?<=[0-9])[ ._-]+(?=[0-9])", "~").replaceAll("[ ._-]", "");
        Set<String> calls = new HashSet<>();
        calls.add(normalize.apply(model.id().substring(model.id().indexOf('/') + 1)));
        calls.add(normalize.apply(Orderings.folded(model.name())));
        return calls;
    }

    private void vendors() {
        Set<String> seen = new HashSet<>();
        for (OracleModel model : oracle.models()) {
            boolean named = oracle.catalog.vendors().stream()
                    .anyMatch(record -> record.id().equals(model.vendor()));
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
                .filter(record -> record.id().equals(benchmark))
                .map(BenchmarkRecord::unit)
                .findFirst()
                .orElseThrow();
    }

    private boolean appliesToday(PriceItem price) {
        return (price.from() == null || !LocalDate.parse(price.from()).isAfter(today))
                && (price.to() == null || LocalDate.parse(price.to()).isAfter(today));
    }

    private static String path(OfferingRecord record) {
        return "offerings/" + record.provider() + "/" + record.id();
    }

    private static BigDecimal times(String amount, int factor) {
        return new BigDecimal(amount).multiply(BigDecimal.valueOf(factor));
    }

    private static String plain(String amount) {
        return new BigDecimal(amount).stripTrailingZeros().toPlainString();
    }

    /** Whether a date is before another one, whichever days the two mean. */
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
