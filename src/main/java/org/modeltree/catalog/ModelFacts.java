package org.modeltree.catalog;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.modeltree.catalog.query.CountingMeasurement;

/**
 * What is known about a model beyond its own row.
 *
 * @param facts sourced facts: its own known ones in the order of its JSON, then its measurements by benchmark
 * @param counting counting measurements by benchmark
 * @param values values of other features by the name of their {@link ModelColumn}; without those that are unknown
 */
public record ModelFacts(List<Fact> facts, Map<String, CountingMeasurement> counting, Map<String, Object> values) {

    /** Value of a column; empty where nothing is known. */
    @SuppressWarnings("unchecked")
    public <T> Optional<T> value(ModelColumn<T> column) {
        return Optional.ofNullable((T) values.get(column.name()));
    }
}
