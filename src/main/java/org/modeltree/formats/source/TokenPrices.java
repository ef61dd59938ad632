package org.modeltree.formats.source;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Builder of one price point: amounts in USD per 1M tokens, as decimal strings above zero. */
public final class TokenPrices {

    /** Decimals that an amount of ours may have. */
    static final int MAX_DECIMALS = 24;

    private static final int PER_MILLION = 6;
    private static final BigDecimal MAX_USD = BigDecimal.valueOf(1_000_000_000);

    /** Further decimals are rounding errors of binary fractions, such as 0.8999999999999999. */
    private static final int DECIMALS_OF_A_DOUBLE = 12;

    private final Map<String, BigDecimal> amounts = new LinkedHashMap<>();

    /**
     * Adds an amount in USD per token.
     *
     * @throws IllegalArgumentException if the amount cannot be a price; the message says why
     */
    public void perToken(String name, BigDecimal usd) {
        add(name, checked(usd).movePointRight(PER_MILLION));
    }

    /**
     * Adds an amount in USD per 1M tokens that is no more exact than a double.
     *
     * @return whether the amount was rounded
     * @throws IllegalArgumentException if the amount cannot be a price; the message says why
     */
    public boolean perMillion(String name, BigDecimal usd) {
        BigDecimal rounded = checked(usd).setScale(DECIMALS_OF_A_DOUBLE, RoundingMode.HALF_EVEN);
        boolean exact = rounded.compareTo(usd) == 0 || rounded.signum() == 0;
        add(name, exact ? usd : rounded);
        return !exact;
    }

    /** Also refuses amounts such as 1e-999999999, which are short as they stand and very long when written out. */
    private static BigDecimal checked(BigDecimal usd) {
        if (usd.signum() < 0) {
            throw new IllegalArgumentException("must not be negative");
        }
        if (usd.compareTo(MAX_USD) >= 0) {
            throw new IllegalArgumentException("must be below 1000000000");
        }
        if (usd.signum() > 0 && usd.stripTrailingZeros().scale() > MAX_DECIMALS + PER_MILLION) {
            throw new IllegalArgumentException("must have at most " + MAX_DECIMALS + " decimals as USD per 1M tokens");
        }
        return usd;
    }

    private void add(String name, BigDecimal perMillion) {
        BigDecimal amount = perMillion.stripTrailingZeros();
        if (amount.compareTo(MAX_USD) >= 0) {
            throw new IllegalArgumentException("must be below 1000000000 USD per 1M tokens");
        }
        if (amount.scale() > MAX_DECIMALS) {
            throw new IllegalArgumentException("must have at most " + MAX_DECIMALS + " decimals as USD per 1M tokens");
        }
        amounts.put(name, amount);
    }

    /** Whether no amount was added. */
    public boolean isEmpty() {
        return amounts.isEmpty();
    }

    /** Whether every amount is 0. */
    public boolean isZero() {
        return amounts.values().stream().allMatch(amount -> amount.signum() == 0);
    }

    /** Whether the input or the output amount is above zero, which a metered price needs. */
    public boolean isMetered() {
        return isAbove("input") || isAbove("output");
    }

    private boolean isAbove(String name) {
        return Optional.ofNullable(amounts.get(name)).map(BigDecimal::signum).orElse(0) > 0;
    }

    /** Appends a metered price point to a list; amounts of 0 are left out. */
    public ObjectNode metered(ArrayNode prices) {
        ObjectNode price = prices.addObject().put("kind", "metered");
        amounts.forEach((name, amount) -> {
            if (amount.signum() > 0) {
                price.put(name, amount.toPlainString());
            }
        });
        return price;
    }
}
