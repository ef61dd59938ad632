package org.modeltree.catalog.query;

/** What a model takes or gives. */
public enum Modality {
    /** Text. */
    TEXT,
    /** Pictures. */
    IMAGE,
    /** Sound. */
    AUDIO,
    /** Films. */
    VIDEO,
    /** Documents. */
    PDF,
    /** Vectors. */
    EMBEDDING
}
