package org.modeltree.offering;

import java.util.List;
import org.modeltree.http.PartialDate;

/** One provider serving one model, as JSON. */
record OfferingView(
        ProviderView provider,
        String id,
        Long contextWindow,
        Long maxOutput,
        List<PriceView> prices,
        String source,
        PartialDate updatedAt) {

    /** Who serves. */
    record ProviderView(String id, String name, String url) {}

    static OfferingView of(Offering offering, List<Price> prices) {
        return new OfferingView(
                new ProviderView(offering.providerId, offering.providerName, offering.providerUrl),
                offering.providerModelId,
                offering.contextWindow,
                offering.maxOutput,
                prices.stream().map(PriceView::of).toList(),
                offering.source,
                PartialDate.of(offering.sourceDate, offering.sourcePrecision));
    }
}
