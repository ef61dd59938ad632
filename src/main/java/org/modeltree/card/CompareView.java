package org.modeltree.card;

import java.math.BigDecimal;
import java.util.List;

/** Models side by side, as JSON. */
record CompareView(List<ModelRef> models, List<Row> rows, long revision) {

    /** A model by id and name. */
    record ModelRef(String id, String name) {}

    /**
     * One fact or score of every model.
     *
     * @param kind {@code fact} or {@code score}
     * @param better which raw values win: {@code higher}, {@code lower}, {@code later}, or null where none does
     * @param values one for each model, in their order
     * @param winners ids of those that have the best value; empty where fewer than two have any
     */
    record Row(
            String id,
            String kind,
            String label,
            String unit,
            String better,
            List<Value> values,
            List<String> winners) {}

    /** A value, with its score where it has one. */
    record Value(Object value, BigDecimal score, Double exact) {}
}
