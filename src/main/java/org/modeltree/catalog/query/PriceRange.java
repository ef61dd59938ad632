package org.modeltree.catalog.query;

import java.math.BigDecimal;

/**
 * Range of the cheapest prices of a model, in the currency per 1M tokens; bounds are inclusive, and null if open.
 *
 * @param currency ISO 4217 code; prices in other currencies are not compared
 */
public record PriceRange(
        String currency, BigDecimal inputMin, BigDecimal inputMax, BigDecimal outputMin, BigDecimal outputMax) {

    /** Currency of ranges that name none. */
    public static final String USD = "USD";

    /** Every model, whether it has a price or not. */
    public static final PriceRange ANY = new PriceRange(USD, null, null, null, null);
}
