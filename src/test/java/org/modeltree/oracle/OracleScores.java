package org.modeltree.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.modeltree.oracle.Lines.CapabilityLine;
import org.modeltree.oracle.OracleScale.Observation;

/** Scores of models, of raw values and the leaderboard. */
final class OracleScores {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Oracle oracle;
    private final OracleBands bands;

    OracleScores(Oracle oracle) {
        this.oracle = oracle;
        this.bands = new OracleBands(oracle);
    }

    /** Every capability in the catalog's order. */
    ArrayNode scores(OracleModel model, String lang) {
        ArrayNode scores = JSON.arrayNode();
        oracle.catalog.capabilities().forEach(capability -> scores.add(score(model, capability, lang)));
        return scores;
    }

    private ObjectNode score(OracleModel model, CapabilityLine capability, String lang) {
        BigDecimal raw = oracle.raw(model, capability.benchmark());
        ObjectNode score = JSON.objectNode();
        score.put("capability", capability.id());
        score.put("label", capability.label().in(lang));
        score.put("unit", bands.benchmarkLine(capability).unit());
        score.put("raw", raw);
        if (raw == null) {
            List.of("score", "exact", "clamped", "percentileRank", "position").forEach(score::putNull);
            score.put("reason", reason(model, capability));
        } else {
            List<Observation> everyone = bands.everyone(capability);
            double exact = OracleScale.exact(capability.scale(), raw);
            score.set("score", Expect.rounded(exact));
            score.put("exact", exact);
            score.put("clamped", OracleScale.clamped(capability.scale(), raw));
            score.put("percentileRank", OracleBands.percentileRank(everyone, exact));
            score.put("position", OracleBands.position(everyone, exact));
            score.putNull("reason");
        }
        score.set("band", bands.scoreBand(capability));
        return score;
    }

    /** Only of the two benchmarks that the model's line has a status for does anybody know why there is none. */
    private static String reason(OracleModel model, CapabilityLine capability) {
        String status = switch (capability.benchmark()) {
            case InventedScales.CONTEXT_WINDOW -> model.line().contextWindowStatus();
            case InventedScales.MAX_OUTPUT -> model.line().maxOutputStatus();
            default -> null;
        };
        return status == null || status.equals("unknown") ? "not_reported" : status;
    }

    ObjectNode ofRaw(CapabilityLine capability, BigDecimal raw, String lang) {
        List<Observation> everyone = bands.everyone(capability);
        double exact = OracleScale.exact(capability.scale(), raw);
        ObjectNode score = JSON.objectNode();
        score.put("capability", capability.id());
        score.put("label", capability.label().in(lang));
        score.put("raw", raw);
        score.put("unit", bands.benchmarkLine(capability).unit());
        score.set("score", Expect.rounded(exact));
        score.put("exact", exact);
        score.put("clamped", OracleScale.clamped(capability.scale(), raw));
        score.put("rank", OracleBands.rank(everyone, exact));
        score.set(
                "percentileRank",
                everyone.isEmpty() ? JSON.nullNode() : JSON.numberNode(OracleBands.percentileRank(everyone, exact)));
        score.put("position", OracleBands.position(everyone, exact));
        score.set("band", bands.scoreBand(capability));
        return score;
    }

    /** Best first, ties by id. */
    ArrayNode leaderboard(CapabilityLine capability) {
        List<Observation> everyone = bands.everyone(capability);
        List<Observation> bestFirst = new ArrayList<>(everyone);
        bestFirst.sort(Observation.WORST_FIRST.reversed().thenComparing(Observation::model, Orders.BY_ID));
        ArrayNode lines = JSON.arrayNode();
        for (Observation observation : bestFirst) {
            OracleModel model = observation.model();
            ObjectNode line = lines.addObject();
            line.put("rank", OracleBands.rank(everyone, observation.exact()));
            line.put("id", model.id());
            line.put("name", model.name());
            line.set("vendor", OracleViews.vendor(oracle, model.vendor()));
            line.set("releaseDate", PartialDates.json(model.line().releaseDate()));
            line.set("score", Expect.rounded(observation.exact()));
            line.put("exact", observation.exact());
            line.put("raw", observation.raw());
            line.put("unit", bands.benchmarkLine(capability).unit());
            line.put("clamped", OracleScale.clamped(capability.scale(), observation.raw()));
            line.put("percentileRank", OracleBands.percentileRank(everyone, observation.exact()));
            line.put("position", OracleBands.position(everyone, observation.exact()));
        }
        return lines;
    }

    /** One line of a card for each capability that the model has a score on. */
    ArrayNode performance(OracleModel model, String lang) {
        ArrayNode rows = JSON.arrayNode();
        for (CapabilityLine capability : oracle.catalog.capabilities()) {
            Double exact = oracle.score(model, capability);
            if (exact == null) {
                continue;
            }
            List<Observation> everyone = bands.everyone(capability);
            boolean enough = everyone.size() >= OracleBands.FEWEST;
            ObjectNode row = rows.addObject();
            row.put("capability", capability.id());
            row.put("label", capability.label().in(lang));
            row.set("basis", basis(capability, lang));
            row.put("status", enough ? "ok" : "insufficient");
            row.put("n", everyone.size());
            row.set("score", Expect.rounded(exact));
            for (String edge : List.of("lower", "upper")) {
                BigDecimal percentile = BigDecimal.valueOf(edge.equals("lower") ? 20 : 80);
                row.set(edge, enough ? Expect.rounded(OracleScale.percentile(everyone, percentile)) : JSON.nullNode());
            }
            row.put("percentileRank", OracleBands.percentileRank(everyone, exact));
            row.put("position", OracleBands.position(everyone, exact));
        }
        return rows;
    }

    /** Where the catalog has no words, the benchmark's label and something about the scale. */
    JsonNode basis(CapabilityLine capability, String lang) {
        if (capability.basis() != null) {
            return JSON.textNode(capability.basis().in(lang));
        }
        String label = bands.benchmarkLine(capability).label();
        return Expect.that(
                "words that begin with " + label,
                node -> node.isTextual()
                        && node.asText().startsWith(label)
                        && node.asText().length() > label.length());
    }
}
