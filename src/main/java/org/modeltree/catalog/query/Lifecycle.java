package org.modeltree.catalog.query;

/** Stage of a model's lifecycle. */
public enum Lifecycle {
    /** Announced, not available yet. */
    ANNOUNCED,
    /** Available. */
    RELEASED,
    /** Available, not recommended for new work. */
    DEPRECATED,
    /** No longer available. */
    RETIRED
}
