package org.modeltree.catalog.query;

/** Stage of a model's life. */
public enum Lifecycle {
    /** Promised. */
    ANNOUNCED,
    /** To be had. */
    RELEASED,
    /** To be had, not for new work. */
    DEPRECATED,
    /** No longer to be had. */
    RETIRED
}
