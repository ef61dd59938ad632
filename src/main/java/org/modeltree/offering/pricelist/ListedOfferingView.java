package org.modeltree.offering.pricelist;

import java.time.LocalDate;
import java.util.List;
import org.modeltree.catalog.query.FeatureSupport;
import org.modeltree.http.value.PartialDate;
import org.modeltree.offering.OfferingView;
import org.modeltree.offering.PriceView;

/**
 * JSON view of an offering in the price list of its provider.
 *
 * @param model id of the model
 * @param name name of the model
 * @param id the provider's id of the model
 * @param contextWindow context window at the provider, in tokens; null if unknown
 * @param maxInput input limit at the provider, in tokens; null if unknown
 * @param maxOutput output limit at the provider, in tokens; null if unknown
 * @param status {@code alpha}, {@code beta} or {@code deprecated}; null if unknown
 * @param supports features at the provider
 * @param prices prices of today, the standard mode first, then by mode and tier
 * @param retiredDate date from which the provider no longer serves the model; null if none is known
 * @param source URL of the source; null if unknown
 * @param origin name of the catalog that the offering comes from
 * @param date date of the source; null if unknown
 */
public record ListedOfferingView(
        String model,
        String name,
        String id,
        Long contextWindow,
        Long maxInput,
        Long maxOutput,
        String status,
        FeatureSupport supports,
        List<PriceView> prices,
        PartialDate retiredDate,
        String source,
        String origin,
        PartialDate date) {

    static ListedOfferingView of(PriceLists.Listed listed, OfferingView offering, LocalDate today) {
        return new ListedOfferingView(
                listed.model(),
                listed.name(),
                offering.id(),
                offering.contextWindow(),
                offering.maxInput(),
                offering.maxOutput(),
                offering.status(),
                offering.supports(),
                offering.prices().stream()
                        .filter(price -> price.appliesOn(today))
                        .toList(),
                offering.retiredDate(),
                offering.source(),
                offering.origin(),
                offering.date());
    }
}
