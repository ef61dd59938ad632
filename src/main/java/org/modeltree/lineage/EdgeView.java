package org.modeltree.lineage;

/**
 * Lineage edge as JSON.
 *
 * @param child id of the child
 * @param parent id of the parent
 * @param relation such as {@code successor} or {@code fine_tune}
 * @param method such as {@code rlhf}; null where unknown
 */
public record EdgeView(String child, String parent, String relation, String method) {}
