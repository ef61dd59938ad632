package org.modeltree.catalog.query;

/** Main purpose of a model. */
public enum Kind {
    /** Completes text. */
    BASE,
    /** Follows instructions. */
    INSTRUCT,
    /** Reasons before it answers. */
    REASONING,
    /** Writes code. */
    CODE,
    /** Bidirectional text encoder, meant to be fine-tuned. */
    ENCODER,
    /** Produces vectors for text or other input. */
    EMBEDDING,
    /** Reranks search results. */
    RERANKING,
    /** Generates images. */
    IMAGE_GENERATION,
    /** Generates videos. */
    VIDEO_GENERATION,
    /** Recognizes or produces speech. */
    SPEECH,
    /** Translates. */
    TRANSLATION,
    /** Classifies unsafe content. */
    MODERATION,
    /** Anything else. */
    OTHER
}
