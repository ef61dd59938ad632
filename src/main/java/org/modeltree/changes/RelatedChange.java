package org.modeltree.changes;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Something that a write changes besides its subject.
 *
 * @param type of the line
 * @param key of the line
 * @param document as it shall be; null where there shall be none
 */
public record RelatedChange(String type, String key, ObjectNode document) {}
