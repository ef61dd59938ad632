package org.modeltree.offering;

import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * JSON view of a price. Amounts are decimal strings in USD per 1M tokens; null if unknown.
 *
 * @param kind {@code metered}, {@code free}, {@code subscription}, {@code dynamic} or {@code unknown}
 * @param mode {@code standard} or another mode of use, such as {@code batch}
 * @param minContextTokens length of the prompt from which the price applies, in tokens; 0 for every length
 * @param from first day of the price; null if unknown
 * @param to day on which the price ends, exclusive; null if it has not ended
 * @param unit {@code usd_per_1m_tokens}
 */
record PriceView(
        String kind,
        String mode,
        long minContextTokens,
        LocalDate from,
        LocalDate to,
        String unit,
        String input,
        String output,
        String cacheRead,
        String cacheWrite) {

    private static final String UNIT = "usd_per_1m_tokens";

    static PriceView of(Price price) {
        return new PriceView(
                price.kind,
                price.mode,
                price.minContextTokens,
                price.validFrom,
                price.validTo,
                UNIT,
                plain(price.inputUsd),
                plain(price.outputUsd),
                plain(price.cacheReadUsd),
                plain(price.cacheWriteUsd));
    }

    /** Decimal without trailing zeros, so that equal prices have equal texts. */
    private static String plain(BigDecimal amount) {
        return amount == null ? null : amount.stripTrailingZeros().toPlainString();
    }
}
