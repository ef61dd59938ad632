package org.modeltree.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.modeltree.oracle.generated.GeneratedCatalog;
import org.modeltree.oracle.generated.HandmadeScales;
import org.modeltree.oracle.generated.InputRecords;
import org.modeltree.oracle.generated.InputRecords.CapabilityRecord;
import org.modeltree.oracle.generated.InputRecords.CardRecord;
import org.modeltree.oracle.generated.InputRecords.EdgeRecord;
import org.modeltree.oracle.generated.InputRecords.MeasurementRecord;
import org.modeltree.oracle.generated.InputRecords.ModelRecord;
import org.modeltree.oracle.generated.InputRecords.OfferingRecord;
import org.modeltree.oracle.generated.PartialDates;

/** Index of the generated catalog: models by any id, counting measurements, edges. */
public final class Oracle {
    private static final Map<String, String> FOLDED = new ConcurrentHashMap<>();
    private static final Oracle ON_INVENTED = new Oracle(GeneratedCatalog.get());

    public final GeneratedCatalog catalog;

    /** By canonical id. */
    private final Map<String, OracleModel> models = new TreeMap<>();

    /** Canonical ids by alias in lower case. */
    private final Map<String, String> byAlias = new HashMap<>();

    /** Counting measurements by canonical id, then by benchmark id. */
    private final Map<String, TreeMap<String, MeasurementRecord>> counting = new HashMap<>();

    private final Map<String, CardRecord> cards = new HashMap<>();

    /** Edges with canonical ids. */
    public final List<EdgeRecord> edges = new ArrayList<>();

    private final List<OracleModel> byId;

    private final List<OracleModel> walk;

    private Oracle(GeneratedCatalog catalog) {
        this.catalog = catalog;
        for (ModelRecord record : catalog.models()) {
            know(record);
        }
        for (EdgeRecord edge : catalog.edges()) {
            edges.add(new EdgeRecord(
                    fold(edge.child()),
                    fold(edge.parent()),
                    edge.relation(),
                    edge.method(),
                    edge.source(),
                    edge.date()));
        }
        for (MeasurementRecord record : catalog.measurements()) {
            counting.computeIfAbsent(fold(record.model()), id -> new TreeMap<>())
                    .merge(record.benchmark(), record, this::counting);
        }
        for (CardRecord card : catalog.cards()) {
            cards.put(fold(card.model()), card);
        }
        byId = models.values().stream().sorted(Orderings.BY_ID).toList();
        walk = Extent.of(byId);
    }

    public static Oracle get() {
        return ON_INVENTED;
    }

    private void know(ModelRecord record) {
        String id = fold(record.id());
        List<String> aliases = new ArrayList<>();
        if (!id.equals(record.id())) {
            aliases.add(record.id());
        }
        if (record.aliases() != null) {
            aliases.addAll(record.aliases());
        }
        models.put(id, new OracleModel(id, id.substring(0, id.indexOf('/')), record, aliases));
        aliases.forEach(alias -> byAlias.put(fold(alias), id));
    }

    /** In lower case. Few texts are folded again and again. */
    public static String fold(String text) {
        return FOLDED.computeIfAbsent(text, any -> any.toLowerCase(Locale.ROOT));
    }

    /** Verified before self-reported, then the latest, the first source, the best value, the first harness and id. */
    private MeasurementRecord counting(MeasurementRecord left, MeasurementRecord right) {
        if (left.countsAsVerified() != right.countsAsVerified()) {
            return left.countsAsVerified() ? left : right;
        }
        var leftDay = PartialDates.firstDay(left.date());
        var rightDay = PartialDates.firstDay(right.date());
        if (leftDay == null ? rightDay != null : !leftDay.equals(rightDay)) {
            if (leftDay == null || rightDay == null) {
                return leftDay == null ? right : left;
            }
            return leftDay.isAfter(rightDay) ? left : right;
        }
        int source = Orderings.CODE_POINTS.compare(left.source(), right.source());
        if (source != 0) {
            return source < 0 ? left : right;
        }
        int value = left.raw().compareTo(right.raw());
        if (value != 0) {
            return value > 0 == isHigherBetter(left.benchmark()) ? left : right;
        }
        if (!Objects.equals(left.harness(), right.harness())) {
            boolean first = left.harness() == null
                    || (right.harness() != null && Orderings.CODE_POINTS.compare(left.harness(), right.harness()) < 0);
            return first ? left : right;
        }
        return Orderings.CODE_POINTS.compare(left.idOrDerived(), right.idOrDerived()) < 0 ? left : right;
    }

    /** Higher values are better unless the benchmark has capabilities that all say the opposite. */
    private boolean isHigherBetter(String benchmark) {
        List<CapabilityRecord> capabilities = catalog.capabilities().stream()
                .filter(record -> record.benchmark().equals(benchmark))
                .toList();
        return capabilities.isEmpty()
                || capabilities.stream()
                        .anyMatch(record ->
                                record.scale().floor().compareTo(record.scale().ceiling()) < 0);
    }

    /** All models by id. */
    public List<OracleModel> models() {
        return byId;
    }

    /** The models that a test asks for one by one, by id. */
    public List<OracleModel> walk() {
        return walk;
    }

    public OracleModel model(String canonicalId) {
        OracleModel model = models.get(canonicalId);
        if (model == null) {
            throw new IllegalArgumentException("no model " + canonicalId);
        }
        return model;
    }

    /** Canonical id of an id or alias in any spelling; null if unknown. */
    public String canonical(String any) {
        String folded = fold(any);
        return models.containsKey(folded) ? folded : byAlias.get(folded);
    }

    public String vendorName(String vendor) {
        return catalog.vendors().stream()
                .filter(record -> record.id().equals(vendor))
                .map(InputRecords.VendorRecord::name)
                .findFirst()
                .orElse(vendor);
    }

    public ObjectNode vendor(String id) {
        return JsonNodeFactory.instance.objectNode().put("id", id).put("name", vendorName(id));
    }

    /** Status beside a value: known, or what the model's record says instead. */
    public static String status(boolean known, String fallback) {
        return known ? "known" : fallback == null ? "unknown" : fallback;
    }

    /** All measurements of a model, by benchmark and id. */
    public List<MeasurementRecord> allMeasurements(OracleModel model) {
        return catalog.measurements().stream()
                .filter(record -> fold(record.model()).equals(model.id()))
                .sorted(Comparator.comparing(MeasurementRecord::benchmark, Orderings.CODE_POINTS)
                        .thenComparing(MeasurementRecord::idOrDerived, Orderings.CODE_POINTS))
                .toList();
    }

    /** Whether a measurement ties with the counting one in all criteria for counting. */
    public boolean mayBeCounting(OracleModel model, MeasurementRecord record) {
        MeasurementRecord counting = measurements(model).get(record.benchmark());
        return record.countsAsVerified() == counting.countsAsVerified()
                && Objects.equals(PartialDates.firstDay(record.date()), PartialDates.firstDay(counting.date()))
                && record.source().equals(counting.source())
                && record.raw().compareTo(counting.raw()) == 0;
    }

    /** Settings of the counting measurement; null without a measurement or settings. */
    public JsonNode settings(OracleModel model, String benchmark) {
        MeasurementRecord record = measurements(model).get(benchmark);
        return settings(record == null ? null : record.settings());
    }

    public static JsonNode settings(Map<String, String> settings) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        if (settings == null) {
            return JsonNodeFactory.instance.nullNode();
        }
        settings.forEach(json::put);
        return json;
    }

    /** Counting measurements of a model by benchmark id. */
    public Map<String, MeasurementRecord> measurements(OracleModel model) {
        return counting.getOrDefault(model.id(), new TreeMap<>());
    }

    /** The counting raw value, or null. */
    public BigDecimal raw(OracleModel model, String benchmark) {
        MeasurementRecord record = measurements(model).get(benchmark);
        return record == null ? null : record.raw();
    }

    public Long contextWindow(OracleModel model) {
        BigDecimal raw = raw(model, HandmadeScales.CONTEXT_WINDOW);
        return raw == null ? null : Long.valueOf(raw.longValueExact());
    }

    public Long maxOutput(OracleModel model) {
        BigDecimal raw = raw(model, HandmadeScales.MAX_OUTPUT);
        return raw == null ? null : Long.valueOf(raw.longValueExact());
    }

    public CapabilityRecord capability(String id) {
        return catalog.capabilities().stream()
                .filter(record -> record.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** Exact score; null if the model does not report the benchmark. */
    public Double score(OracleModel model, CapabilityRecord capability) {
        BigDecimal raw = raw(model, capability.benchmark());
        return raw == null ? null : Double.valueOf(OracleScale.exact(capability.scale(), raw));
    }

    public CardRecord card(OracleModel model) {
        return cards.get(model.id());
    }

    /** Offerings of a model, by provider and the provider's id. */
    public List<OfferingRecord> offerings(OracleModel model) {
        return catalog.offerings().stream()
                .filter(record -> fold(record.model()).equals(model.id()))
                .sorted(Comparator.comparing(OfferingRecord::provider, Orderings.CODE_POINTS)
                        .thenComparing(OfferingRecord::id, Orderings.CODE_POINTS))
                .toList();
    }

    /** An alias of the latest model, or one without a number of a model that has one. */
    public static boolean isMoving(String alias, OracleModel model) {
        return alias.toLowerCase(Locale.ROOT).endsWith("-latest") || (isNumbered(model.id()) && !isNumbered(alias));
    }

    private static boolean isNumbered(String id) {
        return id.substring(id.lastIndexOf('/') + 1).chars().anyMatch(Character::isDigit);
    }
}
