package org.modeltree.formats.source;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Amounts of one price point on their way to ours: USD per 1M tokens, as decimal text, each above zero. */
public final class TokenPrices {

    /** As many decimals as an amount of ours may have. */
    static final int MAX_DECIMALS = 24;

    private static final int PER_MILLION = 6;
    private static final BigDecimal MOST = BigDecimal.valueOf(1_000_000_000);

    /** Decimals beyond these are what is left of a sum of binary fractions, such as 0.8999999999999999. */
    private static final int DECIMALS_OF_A_DOUBLE = 12;

    private final Map<String, BigDecimal> amounts = new LinkedHashMap<>();

    /**
     * Adds what is asked per token.
     *
     * @throws IllegalArgumentException if it cannot be a price; the message says why
     */
    public void perToken(String name, BigDecimal usd) {
        add(name, checked(usd).movePointRight(PER_MILLION));
    }

    /**
     * Adds what is asked per 1M tokens, where a number of the file is not more exact than a double.
     *
     * @return whether it had to be rounded
     * @throws IllegalArgumentException if it cannot be a price; the message says why
     */
    public boolean perMillion(String name, BigDecimal usd) {
        BigDecimal rounded = checked(usd).setScale(DECIMALS_OF_A_DOUBLE, RoundingMode.HALF_EVEN);
        boolean exact = rounded.compareTo(usd) == 0 || rounded.signum() == 0;
        add(name, exact ? usd : rounded);
        return !exact;
    }

    /** Also keeps out what is short to write as 1e-999999999 and long to write out. */
    private static BigDecimal checked(BigDecimal usd) {
        if (usd.signum() < 0) {
            throw new IllegalArgumentException("a price is not below zero");
        }
        if (usd.compareTo(MOST) >= 0) {
            throw new IllegalArgumentException("must be below 1000000000");
        }
        if (usd.signum() > 0 && usd.stripTrailingZeros().scale() > MAX_DECIMALS + PER_MILLION) {
            throw new IllegalArgumentException("has more decimals than a price has");
        }
        return usd;
    }

    private void add(String name, BigDecimal perMillion) {
        BigDecimal amount = perMillion.stripTrailingZeros();
        if (amount.compareTo(MOST) >= 0) {
            throw new IllegalArgumentException("must be below 1000000000 USD per 1M tokens");
        }
        if (amount.scale() > MAX_DECIMALS) {
            throw new IllegalArgumentException("has more decimals than a price has");
        }
        amounts.put(name, amount);
    }

    /** Whether nothing was said at all. */
    public boolean isEmpty() {
        return amounts.isEmpty();
    }

    /** Whether every amount that was said is a zero. */
    public boolean isZero() {
        return amounts.values().stream().allMatch(amount -> amount.signum() == 0);
    }

    /** Whether there is an amount that a metered price needs. */
    public boolean isMetered() {
        return isAbove("input") || isAbove("output");
    }

    private boolean isAbove(String name) {
        return Optional.ofNullable(amounts.get(name)).map(BigDecimal::signum).orElse(0) > 0;
    }

    /** A metered price point at the end of the list; amounts of zero are left out. */
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
