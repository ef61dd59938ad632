package org.modeltree.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.modeltree.oracle.Lines.BenchmarkLine;
import org.modeltree.oracle.Lines.CapabilityLine;
import org.modeltree.oracle.OracleScale.Observation;

/** Bands of cohorts, by sorting all their scores. */
final class OracleBands {
    static final int FEWEST = 5;

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<String> COHORT_LISTS = List.of("vendor", "family", "kind", "modality", "lifecycle");

    private final Oracle oracle;
    private final OracleFilter filter;
    private final Map<String, List<Observation>> everyone = new HashMap<>();

    OracleBands(Oracle oracle) {
        this.oracle = oracle;
        this.filter = new OracleFilter(oracle);
    }

    /** What the models of a cohort score, worst first. */
    List<Observation> observations(CapabilityLine capability, Params cohort) {
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

    /** What all models score, worst first. */
    List<Observation> everyone(CapabilityLine capability) {
        return everyone.computeIfAbsent(capability.id(), id -> observations(capability, Params.none()));
    }

    ObjectNode band(CapabilityLine capability, Params asked) {
        List<Observation> observations = observations(capability, asked);
        boolean enough = observations.size() >= FEWEST;
        ObjectNode band = JSON.objectNode();
        band.put("capability", capability.id());
        band.put("label", capability.label().in(asked.lang()));
        band.set("benchmark", benchmark(capability));
        putEdges(band, observations, capability, asked);
        band.putNull("percentiles");
        if (enough && asked.has("percentiles")) {
            ArrayNode percentiles = band.putArray("percentiles");
            for (String percentile : asked.all("percentiles")) {
                percentiles.add(OracleScale.edge(observations, new BigDecimal(percentile), capability.scale()));
            }
        }
        band.putNull("histogram");
        if (asked.has("histogram")) {
            band.set("histogram", histogram(observations, Integer.parseInt(asked.one("histogram", null))));
        }
        band.set("cohort", cohort(asked));
        band.set("revision", Expect.integerFrom(1));
        return band;
    }

    private static void putEdges(
            ObjectNode band, List<Observation> observations, CapabilityLine capability, Params asked) {
        boolean enough = observations.size() >= FEWEST;
        band.put("status", enough ? "ok" : "insufficient");
        band.put("n", observations.size());
        band.set("lower", edge(observations, asked.one("lower", "20"), capability));
        band.set("upper", edge(observations, asked.one("upper", "80"), capability));
        band.set("median", edge(observations, "50", capability));
    }

    private static JsonNode edge(List<Observation> observations, String percentile, CapabilityLine capability) {
        return observations.size() < FEWEST
                ? JSON.nullNode()
                : OracleScale.edge(observations, new BigDecimal(percentile), capability.scale());
    }

    /** The default band as it stands beside a score: `{status, n, lower, upper, median}`. */
    ObjectNode scoreBand(CapabilityLine capability) {
        ObjectNode band = JSON.objectNode();
        putEdges(band, everyone(capability), capability, Params.none());
        return band;
    }

    ObjectNode benchmark(CapabilityLine capability) {
        BenchmarkLine line = benchmarkLine(capability);
        return JSON.objectNode().put("id", line.id()).put("label", line.label()).put("unit", line.unit());
    }

    BenchmarkLine benchmarkLine(CapabilityLine capability) {
        return oracle.catalog.benchmarks().stream()
                .filter(line -> line.id().equals(capability.benchmark()))
                .findFirst()
                .orElseThrow();
    }

    private static ArrayNode histogram(List<Observation> observations, int bins) {
        ArrayNode histogram = JSON.arrayNode();
        for (int bin = 0; bin < bins; bin++) {
            int count = 0;
            for (Observation observation : observations) {
                // A score on a border belongs above it, whatever a double makes of the border.
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

    /** The filters as they were understood; in lists the order says nothing. */
    static ObjectNode cohort(Params asked) {
        ObjectNode cohort = JSON.objectNode();
        for (String name : COHORT_LISTS) {
            cohort.set(name, asked.has(name) ? Expect.inAnyOrder(asked.all(name)) : JSON.nullNode());
        }
        cohort.set(
                "openWeights",
                asked.has("openWeights")
                        ? JSON.booleanNode(Boolean.parseBoolean(asked.one("openWeights", null)))
                        : JSON.nullNode());
        for (String name : List.of("releasedFrom", "releasedTo", "asOf")) {
            cohort.put(name, asked.one(name, null));
        }
        return cohort;
    }

    /** Percent scoring strictly below. */
    static double percentileRank(List<Observation> observations, double exact) {
        long below =
                observations.stream().filter(other -> other.exact() < exact).count();
        return 100.0 * below / observations.size();
    }

    /** One more than the number scoring strictly above. */
    static int rank(List<Observation> observations, double exact) {
        return 1
                + (int) observations.stream()
                        .filter(other -> other.exact() > exact)
                        .count();
    }

    /** Where a score lies in the default band, or null where there is none. */
    static String position(List<Observation> everyone, double exact) {
        if (everyone.size() < FEWEST) {
            return null;
        }
        if (exact < OracleScale.percentile(everyone, BigDecimal.valueOf(20))) {
            return "below_lower";
        }
        return exact > OracleScale.percentile(everyone, BigDecimal.valueOf(80)) ? "above_upper" : "within";
    }
}
