package org.modeltree.offering.cheapest;

import java.math.BigDecimal;

/**
 * The offering of a model that costs least for a mix of tokens.
 *
 * @param modelId id of the model
 * @param free whether the offering is free; then both amounts are 0
 * @param input amount of 1M tokens of input, in the currency of the mix; null if unknown and not in the mix
 * @param output amount of 1M tokens of output; as {@code input}
 * @param weighted the amounts, each times its part of the mix, in total
 * @param provider id of the provider
 * @param providerName name of the provider
 * @param providerUrl home page of the provider; null if unknown
 * @param id the provider's id of the model
 */
public record CheapestOffering(
        String modelId,
        boolean free,
        BigDecimal input,
        BigDecimal output,
        BigDecimal weighted,
        String provider,
        String providerName,
        String providerUrl,
        String id) {}
