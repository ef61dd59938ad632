package org.modeltree.catalog;

import org.modeltree.http.value.PartialDate;

/**
 * Sourced fact about a model.
 *
 * @param name key of the model's JSON, or id of the measured benchmark. The two parts of {@code modalities} are the facts
 *     {@code modalities.input} and {@code modalities.output}
 * @param value value of that key, or the counting raw value in the benchmark's unit
 * @param benchmark label and unit of the measured benchmark; null for other facts
 * @param source where the value comes from
 * @param date when the source was read or last changed; null where unknown
 */
public record Fact(String name, FactValue value, Measured benchmark, String source, PartialDate date) {

    /** Label and unit of a measured benchmark. */
    public record Measured(String label, String unit) {}
}
