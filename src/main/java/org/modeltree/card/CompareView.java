package org.modeltree.card;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.modeltree.catalog.FactValue;

/**
 * JSON view of a comparison.
 *
 * @param models compared models, in the requested order
 * @param rows facts, then scores in catalog order
 */
public record CompareView(List<ModelRef> models, List<Row> rows) {

    /** JSON view of a model by id and name. */
    public record ModelRef(String id, String name) {}

    /**
     * JSON view of one fact or score of every model.
     *
     * @param id name of the fact or id of the capability
     * @param kind {@code fact} or {@code score}
     * @param unit unit of the values; null if they have none
     * @param better which values win: {@code higher}, {@code lower} or {@code later}; null if none does
     * @param values one per model, in the order of the models
     * @param winners ids of the models with the best value; empty if fewer than two models have a value
     */
    public record Row(
            String id,
            String kind,
            String label,
            String unit,
            String better,
            List<Value> values,
            List<String> winners) {}

    /**
     * JSON view of a value.
     *
     * @param value fact or raw value
     * @param text the value in words, with its unit; if it is unknown, the word for why
     * @param score score rounded to one decimal, in [0, 10]; null for facts
     * @param exact unrounded score, in [0, 10]; null for facts
     * @param settings settings of the counting measurement, by name; null for facts, and if its source states none
     */
    public record Value(FactValue value, String text, BigDecimal score, Double exact, Map<String, String> settings) {}
}
