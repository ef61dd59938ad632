package org.modeltree.card;

import java.util.List;
import java.util.Map;

/**
 * What a model's page says beyond its facts.
 *
 * @param texts prose, by language
 * @param claims in their order
 */
record Card(
        String api,
        String product,
        String openSource,
        String enterprise,
        String pricingKind,
        List<CardView.ToolView> tools,
        Map<String, Text> texts,
        List<Claim> claims) {

    /** A model's page where nobody wrote one. */
    static final Card NONE = new Card(null, null, null, null, null, List.of(), Map.of(), List.of());

    /** Prose in one language. */
    record Text(
            String whyItMatters,
            String pricingNote,
            List<String> feelsLike,
            List<String> bestFor,
            List<String> notFor) {}

    /**
     * Something a card says the model can do.
     *
     * @param requiresCapability with {@code requiresRaw} what it takes; null where nothing can tell
     */
    record Claim(
            String id,
            String labelEn,
            String labelZh,
            String descriptionEn,
            String descriptionZh,
            String requiresCapability,
            Double requiresRaw) {}
}
