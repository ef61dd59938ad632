package org.modeltree.offering;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Prices of one offering that apply to a request, the most specific first: the longest minimum length of the prompt, then a
 * window before prices that always apply.
 *
 * @param prices at least one
 */
record PriceChoice(List<Price> prices) {

    /**
     * An amount that a unit is charged by.
     *
     * @param price price point that has the amount
     * @param chargedAs unit of the amount; another one than asked for if the prices have no amount for that
     */
    record Charge(Price price, PriceUnit chargedAs, BigDecimal amount) {}

    private static final Comparator<Price> MOST_SPECIFIC = Comparator.<Price>comparingLong(
                    price -> -price.minContextTokens)
            .thenComparing(price -> price.windowJson == null)
            .thenComparingInt(price -> price.position);

    /**
     * The prices that apply to a request.
     *
     * @param contextTokens length of the prompt
     * @param at time of the request; days are those in UTC
     * @return empty if none applies
     */
    static Optional<PriceChoice> of(List<Price> prices, String mode, long contextTokens, Instant at) {
        LocalDate day = at.atZone(ZoneOffset.UTC).toLocalDate();
        List<Price> applying = prices.stream()
                .filter(price -> price.mode.equals(mode)
                        && price.minContextTokens <= contextTokens
                        && (price.validFrom == null || !price.validFrom.isAfter(day))
                        && (price.validTo == null || price.validTo.isAfter(day)))
                .filter(price -> price.windowJson == null || price.window().contains(at))
                .sorted(MOST_SPECIFIC)
                .toList();
        return applying.isEmpty() ? Optional.empty() : Optional.of(new PriceChoice(applying));
    }

    /** The most specific price. */
    Price first() {
        return prices.get(0);
    }

    /**
     * The amount for a unit: of the most specific price that has one. Only if none has, the amount for the unit that it is
     * charged as.
     */
    Optional<Charge> charge(PriceUnit unit) {
        for (Optional<PriceUnit> asked = Optional.of(unit);
                asked.isPresent();
                asked = asked.get().chargedAs()) {
            for (Price price : prices) {
                Map<PriceUnit, BigDecimal> amounts = price.amounts();
                boolean comparable = price.currency.equals(first().currency) && price.kind.equals(first().kind);
                if (comparable && amounts.containsKey(asked.get())) {
                    return Optional.of(new Charge(price, asked.get(), amounts.get(asked.get())));
                }
            }
        }
        return Optional.empty();
    }
}
