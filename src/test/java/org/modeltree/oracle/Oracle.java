package org.modeltree.oracle;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.modeltree.oracle.Lines.CapabilityLine;
import org.modeltree.oracle.Lines.CardLine;
import org.modeltree.oracle.Lines.EdgeLine;
import org.modeltree.oracle.Lines.MeasurementLine;
import org.modeltree.oracle.Lines.ModelLine;
import org.modeltree.oracle.Lines.OfferingLine;

/** Knows the invented catalog by heart: who is who, which measurement counts, who came from whom. */
final class Oracle {
    private static final Oracle ON_INVENTED = new Oracle(InventedCatalog.get());

    final InventedCatalog catalog;

    /** By canonical id. */
    private final Map<String, OracleModel> models = new TreeMap<>();

    /** Canonical ids by alias in lower case. */
    private final Map<String, String> byAlias = new HashMap<>();

    /** Counting measurements by canonical id, then by benchmark id. */
    private final Map<String, TreeMap<String, MeasurementLine>> counting = new HashMap<>();

    private final Map<String, CardLine> cards = new HashMap<>();

    /** Edges with canonical ids. */
    final List<EdgeLine> edges = new ArrayList<>();

    private Oracle(InventedCatalog catalog) {
        this.catalog = catalog;
        for (ModelLine line : catalog.models()) {
            know(line);
        }
        for (EdgeLine edge : catalog.edges()) {
            edges.add(new EdgeLine(
                    fold(edge.child()),
                    fold(edge.parent()),
                    edge.relation(),
                    edge.method(),
                    edge.source(),
                    edge.date()));
        }
        for (MeasurementLine line : catalog.measurements()) {
            counting.computeIfAbsent(fold(line.model()), id -> new TreeMap<>())
                    .merge(line.benchmark(), line, Oracle::theOneThatCounts);
        }
        for (CardLine card : catalog.cards()) {
            cards.put(fold(card.model()), card);
        }
    }

    static Oracle get() {
        return ON_INVENTED;
    }

    private void know(ModelLine line) {
        String id = fold(line.id());
        List<String> aliases = new ArrayList<>();
        if (!id.equals(line.id())) {
            aliases.add(line.id());
        }
        if (line.aliases() != null) {
            aliases.addAll(line.aliases());
        }
        models.put(id, new OracleModel(id, id.substring(0, id.indexOf('/')), line, aliases));
        aliases.forEach(alias -> byAlias.put(fold(alias), id));
    }

    static String fold(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    /** Verified before self-reported, then the latest, then the lexically first source. */
    private static MeasurementLine theOneThatCounts(MeasurementLine left, MeasurementLine right) {
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
        return Orders.CODE_POINTS.compare(left.source(), right.source()) < 0 ? left : right;
    }

    /** All models by id. */
    List<OracleModel> models() {
        return models.values().stream().sorted(Orders.BY_ID).toList();
    }

    OracleModel model(String canonicalId) {
        OracleModel model = models.get(canonicalId);
        if (model == null) {
            throw new IllegalArgumentException("no model " + canonicalId);
        }
        return model;
    }

    /** The canonical id that an id or alias in any spelling means, or null. */
    String canonical(String any) {
        String folded = fold(any);
        return models.containsKey(folded) ? folded : byAlias.get(folded);
    }

    String vendorName(String vendor) {
        return catalog.vendors().stream()
                .filter(line -> line.id().equals(vendor))
                .map(Lines.VendorLine::name)
                .findFirst()
                .orElse(vendor);
    }

    /** All measurements of a model, by benchmark and id. */
    List<MeasurementLine> allMeasurements(OracleModel model) {
        return catalog.measurements().stream()
                .filter(line -> fold(line.model()).equals(model.id()))
                .sorted(Comparator.comparing(MeasurementLine::benchmark, Orders.CODE_POINTS)
                        .thenComparing(MeasurementLine::idOrDerived, Orders.CODE_POINTS))
                .toList();
    }

    /** Whether nothing that decides which one counts tells a measurement from the one that does. */
    boolean mayCount(OracleModel model, MeasurementLine line) {
        MeasurementLine counting = measurements(model).get(line.benchmark());
        return line.countsAsVerified() == counting.countsAsVerified()
                && Objects.equals(PartialDates.firstDay(line.date()), PartialDates.firstDay(counting.date()))
                && line.source().equals(counting.source());
    }

    /** Counting measurements of a model by benchmark id. */
    Map<String, MeasurementLine> measurements(OracleModel model) {
        return counting.getOrDefault(model.id(), new TreeMap<>());
    }

    /** The counting raw value, or null. */
    BigDecimal raw(OracleModel model, String benchmark) {
        MeasurementLine line = measurements(model).get(benchmark);
        return line == null ? null : line.raw();
    }

    Long contextWindow(OracleModel model) {
        BigDecimal raw = raw(model, InventedScales.CONTEXT_WINDOW);
        return raw == null ? null : Long.valueOf(raw.longValueExact());
    }

    Long maxOutput(OracleModel model) {
        BigDecimal raw = raw(model, InventedScales.MAX_OUTPUT);
        return raw == null ? null : Long.valueOf(raw.longValueExact());
    }

    CapabilityLine capability(String id) {
        return catalog.capabilities().stream()
                .filter(line -> line.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** The exact score, or null where the benchmark is not reported. */
    Double score(OracleModel model, CapabilityLine capability) {
        BigDecimal raw = raw(model, capability.benchmark());
        return raw == null ? null : Double.valueOf(OracleScale.exact(capability.scale(), raw));
    }

    CardLine card(OracleModel model) {
        return cards.get(model.id());
    }

    /** Offerings of a model by provider id and the provider's own id. */
    List<OfferingLine> offerings(OracleModel model) {
        return catalog.offerings().stream()
                .filter(line -> fold(line.model()).equals(model.id()))
                .sorted(Comparator.comparing(OfferingLine::provider, Orders.CODE_POINTS)
                        .thenComparing(OfferingLine::id, Orders.CODE_POINTS))
                .toList();
    }
}
