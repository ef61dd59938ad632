package org.modeltree.formats.source;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.modeltree.offering.PriceUnit;

/** Builder of one price point: an amount for each {@link PriceUnit}, 0 included. */
public final class PriceAmounts {

    /** Decimals that an amount of ours may have. */
    static final int MAX_DECIMALS = 24;

    private static final BigDecimal MAX_AMOUNT = BigDecimal.valueOf(1_000_000_000);

    /** Further decimals are rounding errors of binary fractions, such as 0.8999999999999999. */
    private static final int DECIMALS_OF_A_DOUBLE = 12;

    /** The cheapest image that is offered costs more. */
    private static final Map<PriceUnit, BigDecimal> MIN_PER_IMAGE = Map.of(
            PriceUnit.PER_INPUT_IMAGE, new BigDecimal("0.00001"),
            PriceUnit.PER_OUTPUT_IMAGE, new BigDecimal("0.0005"));

    private static final Map<PriceUnit, PriceUnit> TOKENS_OF_IMAGES = Map.of(
            PriceUnit.PER_INPUT_IMAGE, PriceUnit.IMAGE_INPUT, PriceUnit.PER_OUTPUT_IMAGE, PriceUnit.IMAGE_OUTPUT);

    private final Map<PriceUnit, BigDecimal> amounts = new EnumMap<>(PriceUnit.class);

    /** A builder without amounts. */
    public PriceAmounts() {}

    /** A builder with the amounts of another one. */
    public PriceAmounts(PriceAmounts other) {
        amounts.putAll(other.amounts);
    }

    /**
     * Adds the price of one unit, such as of one token.
     *
     * @throws IllegalArgumentException if the amount cannot be a price; the message says why
     */
    public void perOne(PriceUnit unit, BigDecimal price) {
        add(unit, checked(price).movePointRight(unit.decimalShift()));
    }

    /**
     * Adds the price of one unit that is no more exact than a double.
     *
     * @return whether the amount was rounded
     * @throws IllegalArgumentException if the amount cannot be a price; the message says why
     */
    public boolean roundedPerOne(PriceUnit unit, BigDecimal price) {
        return rounded(unit, checked(price).movePointRight(unit.decimalShift()), 18 - unit.decimalShift());
    }

    /**
     * Adds an amount in the size of its unit, such as of 1M tokens, that is no more exact than a double.
     *
     * @return whether the amount was rounded
     * @throws IllegalArgumentException if the amount cannot be a price; the message says why
     */
    public boolean rounded(PriceUnit unit, BigDecimal amount) {
        return rounded(unit, checked(amount), DECIMALS_OF_A_DOUBLE);
    }

    private boolean rounded(PriceUnit unit, BigDecimal amount, int decimals) {
        BigDecimal rounded = amount.setScale(decimals, RoundingMode.HALF_EVEN);
        boolean exact = rounded.compareTo(amount) == 0 || rounded.signum() == 0;
        add(unit, exact ? amount : rounded);
        return !exact;
    }

    /**
     * Unit that a price per image is meant for. Catalogs give some prices per token as prices per image.
     *
     * @param unit images of the prompt or of the answer
     * @param price price of one, in US dollars
     */
    public static PriceUnit imageUnit(PriceUnit unit, BigDecimal price) {
        return price.signum() > 0 && price.compareTo(MIN_PER_IMAGE.get(unit)) < 0 ? TOKENS_OF_IMAGES.get(unit) : unit;
    }

    /** Also refuses amounts such as 1e-999999999, which are short as they stand and very long when written out. */
    private static BigDecimal checked(BigDecimal amount) {
        if (amount.signum() < 0) {
            throw new IllegalArgumentException("must not be negative");
        }
        if (amount.compareTo(MAX_AMOUNT) >= 0) {
            throw new IllegalArgumentException("must be below 1000000000");
        }
        if (amount.signum() > 0 && amount.stripTrailingZeros().scale() > MAX_DECIMALS + 6) {
            throw new IllegalArgumentException("must have at most " + MAX_DECIMALS + " decimals as USD per 1M tokens");
        }
        return amount.signum() == 0 ? BigDecimal.ZERO : amount;
    }

    private void add(PriceUnit unit, BigDecimal amount) {
        BigDecimal plain = amount.stripTrailingZeros();
        if (plain.compareTo(MAX_AMOUNT) >= 0) {
            throw new IllegalArgumentException("must be below 1000000000 USD per 1M tokens");
        }
        if (plain.scale() > MAX_DECIMALS) {
            throw new IllegalArgumentException("must have at most " + MAX_DECIMALS + " decimals as USD per 1M tokens");
        }
        amounts.put(unit, plain);
    }

    /** Adds all amounts of another builder, in place of those of the same units. */
    public void addAll(PriceAmounts other) {
        amounts.putAll(other.amounts);
    }

    /** Removes an amount. */
    public void remove(PriceUnit unit) {
        amounts.remove(unit);
    }

    /** The amount for a unit, in the size of the unit. */
    public Optional<BigDecimal> amount(PriceUnit unit) {
        return Optional.ofNullable(amounts.get(unit));
    }

    /** Whether there is an amount for a unit. */
    public boolean has(PriceUnit unit) {
        return amounts.containsKey(unit);
    }

    /** Whether no amount was added. */
    public boolean isEmpty() {
        return amounts.isEmpty();
    }

    /** Whether every amount is 0. */
    public boolean isZero() {
        return amounts.values().stream().allMatch(amount -> amount.signum() == 0);
    }

    /** Whether the amount for a unit is 0 or missing. */
    public boolean isZero(PriceUnit unit) {
        return amounts.getOrDefault(unit, BigDecimal.ZERO).signum() == 0;
    }

    /** Whether an amount is above 0, which a metered price needs. */
    public boolean isMetered() {
        return !isZero();
    }

    /** Adds the amounts to a price of the catalog format. */
    public void addTo(ObjectNode price) {
        amounts.forEach((unit, amount) -> price.put(unit.key(), amount.toPlainString()));
    }

    /** The amounts as text, for a note. */
    @Override
    public String toString() {
        return amounts.entrySet().stream()
                .map(amount -> amount.getKey().key() + " " + amount.getValue().toPlainString())
                .collect(Collectors.joining(", "));
    }
}
