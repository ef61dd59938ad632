package org.modeltree.changes;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A fact that an import did not change, because who said it is trusted more.
 *
 * @param model the model, or the key of whatever else it is a fact of
 * @param fact key of the document
 * @param value what is there; null where a curator said that there is nothing
 * @param origin who said so
 * @param refused what the import said
 */
public record RetainedFact(String model, String fact, JsonNode value, String origin, JsonNode refused) {}
