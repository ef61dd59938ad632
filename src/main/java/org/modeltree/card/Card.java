package org.modeltree.card;

import java.util.List;
import java.util.Map;

/**
 * Card of a model: the editorial content of its page, beyond the facts. A null status means unknown.
 *
 * @param api status of availability through an API; likewise the next three components
 * @param pricingKind how the model is paid for; null to derive it from the offerings
 * @param tools where to try the model
 * @param texts prose, by language
 * @param claims claims, in display order
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

    /** The card of a model that has none. */
    static final Card NONE = new Card(null, null, null, null, null, List.of(), Map.of(), List.of());

    /** Prose in one language. */
    record Text(
            String whyItMatters,
            String pricingNote,
            List<String> feelsLike,
            List<String> bestFor,
            List<String> notFor) {}

    /**
     * Claim of a card: an ability of the model.
     *
     * @param requiresCapability capability that the claim depends on; null if it depends on none
     * @param requiresRaw raw value of that capability that the claim requires, in the benchmark's unit
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
