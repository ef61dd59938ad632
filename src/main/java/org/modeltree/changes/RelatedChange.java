package org.modeltree.changes;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Change that a write makes besides its target.
 *
 * @param type record type
 * @param key key of the record
 * @param document document after the change; null to delete it
 */
public record RelatedChange(String type, String key, ObjectNode document) {}
