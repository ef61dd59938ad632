package org.modeltree.pages.list;

import com.fasterxml.jackson.databind.JsonNode;
import org.modeltree.bands.capability.TokenLabel;
import org.modeltree.card.words.Labels;
import org.modeltree.card.words.ValueText;
import org.modeltree.http.value.PartialDate;

/**
 * A model in a list.
 *
 * @param vendor name of its publisher
 * @param vendorId id of its publisher
 * @param kind its kind in words; null if unknown
 * @param date its release date in words; null if unknown
 * @param day its release date, for machines; null if unknown
 * @param subtitle a line about it; null without one
 * @param contextWindow in a few characters; null if unknown
 * @param tokens context window in tokens; null if unknown
 */
public record Found(
        String id,
        String name,
        String vendor,
        String vendorId,
        String kind,
        String date,
        String day,
        String subtitle,
        String contextWindow,
        Long tokens) {

    /** Keys of a model's JSON that are shown. */
    static final String FIELDS = "id,name,vendor,kind,releaseDate,subtitle,contextWindow";

    static Found of(JsonNode model, Labels labels, ValueText text) {
        PartialDate date = PartialDate.of(model.at("/releaseDate/value").textValue());
        String kind = model.path("kind").textValue();
        Long tokens = model.path("contextWindow").isNumber()
                ? model.path("contextWindow").asLong()
                : null;
        return new Found(
                model.path("id").asText(),
                model.path("name").asText(),
                model.at("/vendor/name").asText(),
                model.at("/vendor/id").asText(),
                kind == null ? null : labels.kinds().getOrDefault(kind, kind),
                date == null ? null : text.date(date),
                date == null ? null : date.value(),
                model.path("subtitle").textValue(),
                tokens == null ? null : TokenLabel.of(tokens),
                tokens);
    }
}
