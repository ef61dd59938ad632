package org.modeltree.catalog.query;

/** Kind of input or output of a model. */
public enum Modality {
    /** Text. */
    TEXT,
    /** Images. */
    IMAGE,
    /** Sound. */
    AUDIO,
    /** Video. */
    VIDEO,
    /** Documents. */
    PDF,
    /** Vectors. */
    EMBEDDING
}
