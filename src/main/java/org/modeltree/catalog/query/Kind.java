package org.modeltree.catalog.query;

/** What a model is made for. */
public enum Kind {
    /** Completes text. */
    BASE,
    /** Follows instructions. */
    INSTRUCT,
    /** Thinks before it answers. */
    REASONING,
    /** Writes code. */
    CODE,
    /** Reads text in both directions, to be fine-tuned. */
    ENCODER,
    /** Turns text into vectors. */
    EMBEDDING,
    /** Orders search results. */
    RERANKING,
    /** Makes pictures. */
    IMAGE_GENERATION,
    /** Makes films. */
    VIDEO_GENERATION,
    /** Hears or speaks. */
    SPEECH,
    /** Translates. */
    TRANSLATION,
    /** Judges what may be shown. */
    MODERATION,
    /** Anything else. */
    OTHER
}
