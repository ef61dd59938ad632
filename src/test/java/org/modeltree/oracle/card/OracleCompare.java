package org.modeltree.oracle.card;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.modeltree.oracle.Expect;
import org.modeltree.oracle.Oracle;
import org.modeltree.oracle.OracleModel;
import org.modeltree.oracle.OracleWords;
import org.modeltree.oracle.bands.OracleBands;
import org.modeltree.oracle.generated.InputRecords.CapabilityRecord;
import org.modeltree.oracle.generated.PartialDates;

/** Expected comparisons of models. */
final class OracleCompare {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<String> FACTS = List.of(
            "releaseDate",
            "lifecycle",
            "contextWindow",
            "maxOutput",
            "parameters",
            "openWeights",
            "licence",
            "modalities.input",
            "modalities.output",
            "knowledgeCutoff");

    private final Oracle oracle;
    private final OracleBands bands;

    OracleCompare(Oracle oracle) {
        this.oracle = oracle;
        this.bands = new OracleBands(oracle);
    }

    ObjectNode comparison(List<OracleModel> models, String lang) {
        ObjectNode comparison = JSON.objectNode();
        ArrayNode columns = comparison.putArray("models");
        models.forEach(model -> columns.addObject().put("id", model.id()).put("name", model.name()));
        ArrayNode rows = comparison.putArray("rows");
        FACTS.forEach(fact -> rows.add(factRow(fact, models, lang)));
        oracle.catalog.capabilities().forEach(capability -> rows.add(scoreRow(capability, models, lang)));
        return comparison;
    }

    private ObjectNode factRow(String fact, List<OracleModel> models, String lang) {
        ObjectNode row = JSON.objectNode();
        row.put("id", fact);
        row.put("kind", "fact");
        row.set("label", Expect.words());
        row.put("unit", fact.equals("contextWindow") || fact.equals("maxOutput") ? "tokens" : null);
        row.put(
                "better",
                switch (fact) {
                    case "contextWindow", "maxOutput" -> "higher";
                    case "knowledgeCutoff" -> "later";
                    default -> null;
                });
        ArrayNode values = row.putArray("values");
        for (OracleModel model : models) {
            ObjectNode value = values.addObject();
            ObjectNode known = OracleCard.factValue(oracle, model, fact);
            value.set("value", known);
            value.set("text", OracleWords.text(fact, known, null, lang));
            value.putNull("score");
            value.putNull("exact");
            value.putNull("settings");
        }
        row.set(
                "winners",
                switch (fact) {
                    case "contextWindow" -> winners(models, oracle::contextWindow);
                    case "maxOutput" -> winners(models, oracle::maxOutput);
                    case "knowledgeCutoff" ->
                        winners(
                                models,
                                model -> model.record().knowledgeCutoff() == null
                                        ? null
                                        : PartialDates.firstDay(model.record().knowledgeCutoff())
                                                .toEpochDay());
                    default -> JSON.arrayNode();
                });
        return row;
    }

    private ObjectNode scoreRow(CapabilityRecord capability, List<OracleModel> models, String lang) {
        ObjectNode row = JSON.objectNode();
        row.put("id", capability.id());
        row.put("kind", "score");
        row.put("label", capability.label().in(lang));
        row.put("unit", bands.benchmarkRecord(capability).unit());
        row.put("better", capability.scale().lowerIsBetter() ? "lower" : "higher");
        ArrayNode values = row.putArray("values");
        for (OracleModel model : models) {
            BigDecimal raw = oracle.raw(model, capability.benchmark());
            Double exact = oracle.score(model, capability);
            ObjectNode value = values.addObject();
            ObjectNode known = OracleWords.value(raw == null ? JSON.nullNode() : JSON.numberNode(raw));
            value.set("value", known);
            value.set(
                    "text",
                    OracleWords.text(
                            capability.benchmark(),
                            known,
                            bands.benchmarkRecord(capability).unit(),
                            lang));
            value.set("score", exact == null ? JSON.nullNode() : Expect.rounded(exact));
            value.put("exact", exact);
            value.set("settings", oracle.settings(model, capability.benchmark()));
        }
        // Compared by score, so that raw values beyond the scale tie.
        row.set("winners", winners(models, model -> oracle.score(model, capability)));
        return row;
    }

    /** Models with the greatest value; none if fewer than two models have a value. */
    private static <V extends Comparable<V>> ArrayNode winners(
            List<OracleModel> models, Function<OracleModel, V> valueOf) {
        List<V> values = new ArrayList<>();
        for (OracleModel model : models) {
            V value = valueOf.apply(model);
            if (value != null) {
                values.add(value);
            }
        }
        ArrayNode winners = JSON.arrayNode();
        if (values.size() >= 2) {
            V best = values.stream().max(Comparator.naturalOrder()).orElseThrow();
            models.stream()
                    .filter(model -> best.equals(valueOf.apply(model)))
                    .forEach(model -> winners.add(model.id()));
        }
        return winners;
    }
}
