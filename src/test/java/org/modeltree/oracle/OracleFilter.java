package org.modeltree.oracle;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.modeltree.oracle.generated.InputRecords.CapabilityRecord;
import org.modeltree.oracle.generated.InputRecords.EdgeRecord;

/** Filters, sorts and counts models one by one. */
public final class OracleFilter {
    public static final String AT_RELEASE = "atRelease:";

    private final Oracle oracle;

    public OracleFilter(Oracle oracle) {
        this.oracle = oracle;
    }

    /** Models that match, in the requested order. */
    public List<OracleModel> answer(QueryParams params) {
        Comparator<OracleModel> order = Orderings.BY_ID;
        List<String> keys = params.all("sort");
        for (int i = keys.size() - 1; i >= 0; i--) {
            order = by(keys.get(i)).thenComparing(order);
        }
        return oracle.models().stream()
                .filter(model -> passes(model, params))
                .sorted(order)
                .toList();
    }

    public boolean passes(OracleModel model, QueryParams params) {
        return passesFacts(model, params)
                && passesDates(model, params)
                && passesWindow(model, params)
                && passesNumbers(model, params)
                && passesIds(model, params);
    }

    private static boolean passesFacts(OracleModel model, QueryParams params) {
        Set<String> modalities = new HashSet<>(model.input());
        modalities.addAll(model.output());
        return isAmong(params, "vendor", model.vendor())
                && isAmong(params, "family", model.record().family())
                && isAmong(params, "kind", model.record().kind())
                && isAmong(params, "lifecycle", model.record().lifecycle())
                && isAmong(params, "openWeights", text(model.record().openWeights()))
                && (!params.has("modality") || params.all("modality").stream().anyMatch(modalities::contains));
    }

    private static String text(Boolean value) {
        return value == null ? null : value.toString();
    }

    private static boolean isAmong(QueryParams params, String name, String value) {
        return !params.has(name) || (value != null && params.all(name).contains(value));
    }

    private static boolean passesDates(OracleModel model, QueryParams params) {
        LocalDate released = model.released();
        if (params.has("releasedFrom")
                && (released == null || released.isBefore(LocalDate.parse(params.one("releasedFrom", null))))) {
            return false;
        }
        for (String last : List.of("releasedTo", "asOf")) {
            if (params.has(last) && (released == null || released.isAfter(LocalDate.parse(params.one(last, null))))) {
                return false;
            }
        }
        return true;
    }

    private boolean passesWindow(OracleModel model, QueryParams params) {
        LocalDate end = windowEnd(params);
        return end == null || ReleaseWindows.include(model, end);
    }

    /** Last day of the window of a named cohort; null for every model. */
    public LocalDate windowEnd(QueryParams params) {
        String cohort = params.one("cohort", "all");
        if (cohort.equals("all")) {
            return null;
        }
        if (cohort.equals("current")) {
            String asOf = params.one("asOf", null);
            return asOf == null ? ReleaseWindows.today() : LocalDate.parse(asOf);
        }
        String id = oracle.canonical(cohort.substring(AT_RELEASE.length()));
        return oracle.model(id).released();
    }

    private boolean passesNumbers(OracleModel model, QueryParams params) {
        Long context = oracle.contextWindow(model);
        if (params.has("contextWindowMin")
                && (context == null || context < Long.parseLong(params.one("contextWindowMin", null)))) {
            return false;
        }
        if (params.has("contextWindowMax")
                && (context == null || context > Long.parseLong(params.one("contextWindowMax", null)))) {
            return false;
        }
        if (!params.has("capability")) {
            return true;
        }
        Double score = oracle.score(model, oracle.capability(params.one("capability", null)));
        // 262,144 tokens score 7, whatever the rounding of the logarithms.
        return score != null && score >= Double.parseDouble(params.one("scoreMin", "0")) - 1e-9;
    }

    private boolean passesIds(OracleModel model, QueryParams params) {
        if (params.has("ids") && !canonical(params.all("ids")).contains(model.id())) {
            return false;
        }
        if (!params.has("parent")) {
            return true;
        }
        Set<String> parents = canonical(params.all("parent"));
        for (EdgeRecord edge : oracle.edges) {
            if (edge.child().equals(model.id()) && parents.contains(edge.parent())) {
                return true;
            }
        }
        return false;
    }

    private Set<String> canonical(List<String> ids) {
        Set<String> canonical = new HashSet<>();
        ids.forEach(id -> canonical.add(oracle.canonical(id)));
        return canonical;
    }

    private Comparator<OracleModel> by(String sortKey) {
        boolean descending = sortKey.startsWith("-");
        String key = descending ? sortKey.substring(1) : sortKey;
        if (key.startsWith("score.")) {
            CapabilityRecord capability = oracle.capability(key.substring("score.".length()));
            return Orderings.<Double>by(
                    model -> oracle.score(model, capability), Comparator.naturalOrder(), descending);
        }
        return switch (key) {
            case "id" -> Orderings.by(OracleModel::id, Orderings.CODE_POINTS, descending);
            case "name" -> Orderings.by(model -> Orderings.folded(model.name()), Orderings.CODE_POINTS, descending);
            case "vendor" -> Orderings.by(OracleModel::vendor, Orderings.CODE_POINTS, descending);
            case "releaseDate" -> Orderings.by(OracleModel::released, Comparator.naturalOrder(), descending);
            case "contextWindow" -> Orderings.by(oracle::contextWindow, Comparator.naturalOrder(), descending);
            case "maxOutput" -> Orderings.by(oracle::maxOutput, Comparator.naturalOrder(), descending);
            case "parameters" ->
                Orderings.<Long>by(model -> model.record().parameters(), Comparator.naturalOrder(), descending);
            default -> throw new IllegalArgumentException("no sort key " + key);
        };
    }

    /** Values of each facet, the most frequent first, ties by value. */
    public ObjectNode facets(List<OracleModel> models, List<String> names) {
        ObjectNode facets = JsonNodeFactory.instance.objectNode();
        for (String name : names) {
            TreeMap<String, Integer> counts = new TreeMap<>(Orderings.CODE_POINTS);
            models.forEach(model -> facetValues(model, name).forEach(value -> counts.merge(value, 1, Integer::sum)));
            List<Map.Entry<String, Integer>> sorted = new ArrayList<>(counts.entrySet());
            sorted.sort(Map.Entry.<String, Integer>comparingByValue().reversed());
            ArrayNode values = facets.putArray(name);
            for (Map.Entry<String, Integer> entry : sorted) {
                ObjectNode value = values.addObject();
                value.put("value", entry.getKey());
                value.put("count", entry.getValue());
            }
        }
        return facets;
    }

    private static Set<String> facetValues(OracleModel model, String facet) {
        Set<String> values = new HashSet<>();
        switch (facet) {
            case "vendor" -> values.add(model.vendor());
            case "family" -> values.add(model.record().family());
            case "kind" -> values.add(model.record().kind());
            case "lifecycle" -> values.add(model.record().lifecycle());
            case "openWeights" -> values.add(text(model.record().openWeights()));
            case "modality" -> {
                values.addAll(model.input());
                values.addAll(model.output());
            }
            default -> throw new IllegalArgumentException("no facet " + facet);
        }
        values.remove(null);
        return values;
    }
}
