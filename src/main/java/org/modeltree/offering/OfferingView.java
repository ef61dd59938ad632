package org.modeltree.offering;

import java.util.List;
import org.modeltree.http.value.PartialDate;

/** One provider serving one model, as JSON. */
record OfferingView(
        Provider provider,
        String id,
        Long contextWindow,
        Long maxOutput,
        List<PriceView> prices,
        PartialDate retiredDate,
        String source,
        String origin,
        PartialDate updatedAt) {

    /** Who serves. */
    record Provider(String id, String name, String url) {}

    static OfferingView of(Offering offering, List<Price> prices) {
        return new OfferingView(
                new Provider(offering.providerId, offering.providerName, offering.providerUrl),
                offering.providerModelId,
                offering.contextWindow,
                offering.maxOutput,
                prices.stream().map(PriceView::of).toList(),
                PartialDate.of(offering.retiredDate, offering.retiredPrecision),
                offering.source,
                offering.origin,
                PartialDate.of(offering.sourceDate, offering.sourcePrecision));
    }
}
