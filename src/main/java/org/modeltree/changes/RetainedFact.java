package org.modeltree.changes;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Stored fact that an import did not override, because its origin is trusted more.
 *
 * @param model id of the model, or key of the record if it belongs to none
 * @param fact key of the document
 * @param value stored value; null if a curator declared the fact unknown
 * @param origin origin of the stored value
 * @param refused value of the import
 */
public record RetainedFact(String model, String fact, JsonNode value, String origin, JsonNode refused) {}
