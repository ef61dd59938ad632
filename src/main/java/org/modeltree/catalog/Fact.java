package org.modeltree.catalog;

import org.modeltree.http.value.PartialDate;

/**
 * A fact about a model and where it comes from, as JSON.
 *
 * @param name key of the model, or id of the benchmark measured
 * @param value as the model's JSON has it, or the counting raw value
 * @param updatedAt when the source was read or last changed; null where that is not known
 */
public record Fact(String name, Object value, String source, PartialDate updatedAt) {}
