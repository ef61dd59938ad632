package org.modeltree.pages.card;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import org.modeltree.offering.PriceView;

/**
 * Prices of 1M tokens as texts with their currency.
 *
 * @param input null if unknown
 * @param output null if unknown
 */
public record Amounts(String input, String output) {

    private static final int DECIMALS = 2;
    private static final Amounts UNKNOWN = new Amounts(null, null);

    /** The amounts of a price, which may be null. */
    public static Amounts of(PriceView price) {
        return price == null ? UNKNOWN : new Amounts(text(price, "input"), text(price, "output"));
    }

    /** An amount with at least two decimals, so that a column of prices is aligned. */
    public static String decimals(String amount) {
        BigDecimal number = new BigDecimal(amount);
        return number.setScale(Math.max(number.scale(), DECIMALS), RoundingMode.UNNECESSARY)
                .toPlainString();
    }

    private static String text(PriceView price, String name) {
        Optional<String> amount = price.amounts().stream()
                .filter(one -> one.name().equals(name))
                .map(PriceView.Amount::amount)
                .findFirst();
        return amount.map(Amounts::decimals)
                .map(number -> price.currency().equals("USD") ? "$" + number : number + " " + price.currency())
                .orElse(price.kind().equals("free") ? "0" : null);
    }
}
