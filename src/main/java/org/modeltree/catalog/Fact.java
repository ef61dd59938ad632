package org.modeltree.catalog;

import org.modeltree.http.value.PartialDate;

/**
 * Sourced fact about a model, as JSON.
 *
 * @param name key of the model's JSON, or id of the measured benchmark
 * @param value value of that key, or the counting raw value in the benchmark's unit
 * @param source where the value comes from
 * @param date when the source was read or last changed; null where unknown
 */
public record Fact(String name, Object value, String source, PartialDate date) {}
