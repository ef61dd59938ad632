package org.modeltree.card;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.modeltree.http.value.Language;

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
        List<Tool> tools,
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

    /** Tool to try the model in. */
    record Tool(LocalizedName name, String url) {}

    /** Name by language: English, and Chinese or null. */
    record LocalizedName(String en, String zh) {

        String in(Language language) {
            return language.of(en, zh);
        }

        /** The name in the form of the catalog format: a text for all languages, or an object of texts by language. */
        @JsonCreator
        static LocalizedName of(JsonNode name) {
            return name.isTextual()
                    ? new LocalizedName(name.textValue(), null)
                    : new LocalizedName(
                            name.path("en").textValue(), name.path("zh").textValue());
        }
    }

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
