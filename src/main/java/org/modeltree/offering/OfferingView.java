package org.modeltree.offering;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.modeltree.catalog.query.FeatureSupport;
import org.modeltree.http.value.PartialDate;

/**
 * JSON view of an offering: a provider serves a model.
 *
 * @param id the provider's id of the model
 * @param contextWindow context window at the provider, in tokens; null if unknown
 * @param maxInput input limit at the provider, in tokens; null if unknown
 * @param maxOutput output limit at the provider, in tokens; null if unknown
 * @param status {@code alpha}, {@code beta} or {@code deprecated}; null if unknown
 * @param supports features at the provider
 * @param prices the standard mode first, then by mode, tier and first day
 * @param retiredDate date from which the provider no longer serves the model; null if none is known
 * @param lastSeen day on which its catalog was known to list it; null if it still does, or no complete import says otherwise
 * @param source URL of the source; null if unknown
 * @param origin name of the catalog that the offering comes from
 * @param date date of the source; null if unknown
 * @param otherSources other catalogs that list it, most trusted first
 */
public record OfferingView(
        Provider provider,
        String id,
        Long contextWindow,
        Long maxInput,
        Long maxOutput,
        String status,
        FeatureSupport supports,
        List<PriceView> prices,
        PartialDate retiredDate,
        LocalDate lastSeen,
        String source,
        String origin,
        PartialDate date,
        List<OtherSource> otherSources) {

    /** JSON view of the provider of an offering. */
    public record Provider(String id, String name, String url) {}

    static OfferingView of(Offering offering, List<Price> prices) {
        return new OfferingView(
                new Provider(offering.providerId, offering.providerName, offering.providerUrl),
                offering.providerModelId,
                offering.contextWindow,
                offering.maxInput,
                offering.maxOutput,
                offering.status,
                FeatureSupport.of(offering.supports, offering.lacks),
                prices.stream().map(PriceView::of).toList(),
                PartialDate.of(offering.retiredDate, offering.retiredPrecision),
                offering.lastSeen,
                offering.source,
                offering.origin,
                PartialDate.of(offering.sourceDate, offering.sourcePrecision),
                OtherSource.listOf(offering.otherSourcesJson));
    }

    /**
     * JSON view of a catalog that lists an offering beside the one whose facts are stored.
     *
     * @param origin name of the catalog
     * @param source URL of the source; null if unknown
     * @param date date of the source; null if unknown
     * @param facts keys of the offering whose values come from this catalog
     */
    public record OtherSource(String origin, String source, PartialDate date, List<String> facts) {

        private static final ObjectMapper JSON = new ObjectMapper();

        /** The sources of a stored JSON array, in its order; none if the array is null. */
        static List<OtherSource> listOf(String array) {
            List<OtherSource> sources = new ArrayList<>();
            if (array != null) {
                json(array)
                        .forEach(one -> sources.add(new OtherSource(
                                one.get("origin").asText(),
                                one.path("source").textValue(),
                                PartialDate.of(one.path("date").textValue()),
                                texts(one.path("facts")))));
            }
            return sources;
        }

        private static List<String> texts(JsonNode array) {
            List<String> texts = new ArrayList<>();
            array.forEach(text -> texts.add(text.asText()));
            return texts;
        }

        private static JsonNode json(String text) {
            try {
                return JSON.readTree(text);
            } catch (JsonProcessingException impossible) {
                // The database returns valid JSON only.
                throw new UncheckedIOException(impossible);
            }
        }
    }
}
