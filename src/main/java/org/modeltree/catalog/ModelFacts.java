package org.modeltree.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * What there is to say of a model beside its own row.
 *
 * @param facts the sourced ones: its own that are known, in the order of its JSON, then what was measured
 * @param raws the counting measurements, by benchmark
 * @param columns what other features know, by the name of their {@link ModelColumn}; a JSON null where they know nothing
 */
public record ModelFacts(List<Fact> facts, Map<String, Double> raws, Map<String, JsonNode> columns) {}
