package org.modeltree.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * What is known about a model beyond its own row.
 *
 * @param facts sourced facts: its own known ones in the order of its JSON, then its measurements by benchmark
 * @param raws counting raw values by benchmark, each in the benchmark's unit
 * @param columns values of other features by the name of their {@link ModelColumn}; a JSON null where nothing is known
 */
public record ModelFacts(List<Fact> facts, Map<String, Double> raws, Map<String, JsonNode> columns) {}
