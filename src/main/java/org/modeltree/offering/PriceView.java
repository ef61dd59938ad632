package org.modeltree.offering;

import java.math.BigDecimal;
import java.time.LocalDate;

/** A price point as JSON; amounts are decimal strings, in USD per 1M tokens. */
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

    /** Without zeros at its end, so that 1.250 and 1.25 are the same price in the same words. */
    private static String plain(BigDecimal amount) {
        return amount == null ? null : amount.stripTrailingZeros().toPlainString();
    }
}
