package org.modeltree.oracle.bands;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.modeltree.oracle.Expect;
import org.modeltree.oracle.Oracle;
import org.modeltree.oracle.OracleFilter;
import org.modeltree.oracle.OracleModel;
import org.modeltree.oracle.OracleScale;
import org.modeltree.oracle.OracleScale.Observation;
import org.modeltree.oracle.OracleSuggestions;
import org.modeltree.oracle.OracleWords;
import org.modeltree.oracle.QueryParams;
import org.modeltree.oracle.ReleaseWindows;
import org.modeltree.oracle.generated.InputRecords.BenchmarkRecord;
import org.modeltree.oracle.generated.InputRecords.CapabilityRecord;

/** Expected bands of cohorts, computed by sorting all scores. */
public final class OracleBands {
    static final int MIN_FOR_BAND = 5;

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<String> COHORT_LISTS = List.of("vendor", "family", "kind", "modality", "lifecycle");

    private final Oracle oracle;
    private final OracleFilter filter;
    private final OracleSuggestions suggestions;
    private final OracleStandings standings = new OracleStandings(this);
    private final Map<String, List<Observation>> observations = new HashMap<>();

    public OracleBands(Oracle oracle) {
        this.oracle = oracle;
        this.filter = new OracleFilter(oracle);
        this.suggestions = new OracleSuggestions(oracle);
    }

    /** Suggestions for the values of the cohort that no model has. */
    ArrayNode suggestions(QueryParams query) {
        return suggestions.of(query);
    }

    /** Observations of the models of a cohort, the worst first. */
    List<Observation> observations(CapabilityRecord capability, QueryParams cohort) {
        List<Observation> observations = new ArrayList<>();
        for (OracleModel model : oracle.models()) {
            BigDecimal raw = oracle.raw(model, capability.benchmark());
            if (raw != null && filter.passes(model, cohort)) {
                observations.add(new Observation(model, raw, OracleScale.exact(capability.scale(), raw)));
            }
        }
        observations.sort(Observation.WORST_FIRST);
        return observations;
    }

    /** Observations of all models, the worst first. */
    List<Observation> allObservations(CapabilityRecord capability) {
        return observations.computeIfAbsent(capability.id(), id -> observations(capability, QueryParams.none()));
    }

    ObjectNode band(CapabilityRecord capability, QueryParams query) {
        List<Observation> observations = observations(capability, query);
        boolean enough = observations.size() >= MIN_FOR_BAND;
        ObjectNode band = JSON.objectNode();
        band.put("capability", capability.id());
        band.put("label", capability.label().in(query.lang()));
        band.set("benchmark", benchmark(capability, query.lang()));
        putEdges(band, observations, capability, query);
        band.putNull("percentiles");
        if (enough && query.has("percentiles")) {
            ArrayNode percentiles = band.putArray("percentiles");
            for (String percentile : query.all("percentiles")) {
                percentiles.add(OracleScale.edge(observations, new BigDecimal(percentile), capability.scale()));
            }
        }
        band.putNull("histogram");
        if (query.has("histogram")) {
            band.set("histogram", histogram(observations, Integer.parseInt(query.one("histogram", null))));
        }
        band.set("standings", standings.ofBand(capability, query));
        band.set("cohort", cohort(query));
        band.set("suggestions", suggestions(query));
        return band;
    }

    private static void putEdges(
            ObjectNode band, List<Observation> observations, CapabilityRecord capability, QueryParams query) {
        boolean enough = observations.size() >= MIN_FOR_BAND;
        band.put("status", enough ? "ok" : "insufficient");
        band.put("count", observations.size());
        band.set("lower", edge(observations, query.one("lower", "20"), capability));
        band.set("upper", edge(observations, query.one("upper", "80"), capability));
        band.set("median", edge(observations, "50", capability));
    }

    private static JsonNode edge(List<Observation> observations, String percentile, CapabilityRecord capability) {
        return observations.size() < MIN_FOR_BAND
                ? JSON.nullNode()
                : OracleScale.edge(observations, new BigDecimal(percentile), capability.scale());
    }

    /** The default band that accompanies a score: `{status, n, lower, upper, median}`. */
    ObjectNode scoreBand(CapabilityRecord capability) {
        ObjectNode band = JSON.objectNode();
        putEdges(band, allObservations(capability), capability, QueryParams.none());
        return band;
    }

    ObjectNode benchmark(CapabilityRecord capability, String lang) {
        BenchmarkRecord record = benchmarkRecord(capability);
        return JSON.objectNode()
                .put("id", record.id())
                .put("label", OracleWords.benchmark(record.id(), record.label(), lang))
                .put("unit", record.unit());
    }

    public BenchmarkRecord benchmarkRecord(CapabilityRecord capability) {
        return oracle.catalog.benchmarks().stream()
                .filter(record -> record.id().equals(capability.benchmark()))
                .findFirst()
                .orElseThrow();
    }

    private static ArrayNode histogram(List<Observation> observations, int bins) {
        ArrayNode histogram = JSON.arrayNode();
        for (int bin = 0; bin < bins; bin++) {
            int count = 0;
            for (Observation observation : observations) {
                // A score on a boundary belongs to the upper bin, whatever the rounding of the boundary.
                int in = (int) Math.floor(observation.exact() * bins / 10 + 1e-9);
                if (Math.min(in, bins - 1) == bin) {
                    count++;
                }
            }
            histogram
                    .addObject()
                    .put("from", bin * 10.0 / bins)
                    .put("to", (bin + 1) * 10.0 / bins)
                    .put("count", count);
        }
        return histogram;
    }

    /** The filters of the cohort; the order of their values is not defined. */
    ObjectNode cohort(QueryParams query) {
        ObjectNode cohort = JSON.objectNode();
        for (String name : COHORT_LISTS) {
            cohort.set(name, query.has(name) ? Expect.inAnyOrder(query.all(name)) : JSON.nullNode());
        }
        cohort.set(
                "openWeights",
                query.has("openWeights")
                        ? JSON.booleanNode(Boolean.parseBoolean(query.one("openWeights", null)))
                        : JSON.nullNode());
        for (String name : List.of("releasedFrom", "releasedTo", "asOf")) {
            cohort.put(name, query.one(name, null));
        }
        String name = query.one("cohort", "all");
        if (name.startsWith(OracleFilter.AT_RELEASE)) {
            name = OracleFilter.AT_RELEASE + oracle.canonical(name.substring(OracleFilter.AT_RELEASE.length()));
        }
        cohort.put("name", name);
        LocalDate end = filter.windowEnd(query);
        if (end == null) {
            cohort.putNull("window");
        } else {
            cohort.putObject("window")
                    .put("from", ReleaseWindows.twoYearsBefore(end).toString())
                    .put("to", end.toString());
        }
        return cohort;
    }

    /** Percent that score strictly below. */
    static double percentileRank(List<Observation> observations, double exact) {
        long below =
                observations.stream().filter(other -> other.exact() < exact).count();
        return 100.0 * below / observations.size();
    }

    /** One more than the number of models that score strictly above. */
    static int rank(List<Observation> observations, double exact) {
        return 1
                + (int) observations.stream()
                        .filter(other -> other.exact() > exact)
                        .count();
    }

    /** Position relative to the default band; null without a band. */
    static String position(List<Observation> observations, double exact) {
        if (observations.size() < MIN_FOR_BAND) {
            return null;
        }
        if (exact < OracleScale.percentile(observations, BigDecimal.valueOf(20))) {
            return "below_lower";
        }
        return exact > OracleScale.percentile(observations, BigDecimal.valueOf(80)) ? "above_upper" : "within";
    }
}
