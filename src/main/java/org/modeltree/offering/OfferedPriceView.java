package org.modeltree.offering;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/**
 * JSON view of an offering with its standard price today.
 *
 * @param model id of the model
 * @param provider the provider
 * @param id the provider's id of the model
 * @param contextWindow context window at the provider, in tokens; null if unknown
 * @param maxOutput output limit at the provider, in tokens; null if unknown
 * @param price standard price for short prompts; null if none is known
 * @param mixed price of the mix of input and output; null if one of them is unknown or in another currency
 */
public record OfferedPriceView(
        String model,
        OfferingView.Provider provider,
        String id,
        Long contextWindow,
        Long maxOutput,
        PriceView price,
        Mixed mixed) {

    /**
     * Price of a mix.
     *
     * @param amount decimal string, of 1M tokens of the mix
     * @param unit such as {@code usd_per_1m_tokens}
     */
    public record Mixed(String amount, String unit) {}

    static OfferedPriceView of(Offering offering, Optional<Price> price, Optional<BigDecimal> mixed) {
        return new OfferedPriceView(
                offering.modelId,
                new OfferingView.Provider(offering.providerId, offering.providerName, offering.providerUrl),
                offering.providerModelId,
                offering.contextWindow,
                offering.maxOutput,
                price.map(PriceView::of).orElse(null),
                mixed.map(amount ->
                                new Mixed(PriceView.plain(amount), PriceUnit.INPUT.in(price.orElseThrow().currency)))
                        .orElse(null));
    }

    /** Amount of a price for a unit; 0 if the price is free. */
    static Optional<BigDecimal> amount(Price price, PriceUnit unit) {
        Map<PriceUnit, BigDecimal> amounts = price.amounts();
        return price.kind.equals("free") ? Optional.of(BigDecimal.ZERO) : Optional.ofNullable(amounts.get(unit));
    }
}
