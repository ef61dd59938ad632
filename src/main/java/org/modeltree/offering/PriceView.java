package org.modeltree.offering;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * JSON view of a price. Amounts are decimal strings; null if unknown.
 *
 * @param kind {@code metered}, {@code free}, {@code subscription}, {@code dynamic} or {@code unknown}
 * @param mode {@code standard} or another mode of use, such as {@code batch}
 * @param currency ISO 4217 code of all amounts
 * @param minContextTokens length of the prompt from which the price applies, in tokens; 0 for every length
 * @param window times of the week at which the price applies; null if it always applies
 * @param from first day of the price; null if unknown
 * @param to day on which the price ends, exclusive; null if it has not ended
 * @param unit {@code usd_per_1m_tokens}, the unit of the four amounts that follow; they are null in other currencies
 * @param amounts all amounts of the price in its currency, in the order of {@link PriceUnit}
 */
public record PriceView(
        String kind,
        String mode,
        String currency,
        long minContextTokens,
        Window window,
        LocalDate from,
        LocalDate to,
        String unit,
        String input,
        String output,
        String cacheRead,
        String cacheWrite,
        List<Amount> amounts) {

    private static final String UNIT = "usd_per_1m_tokens";

    /**
     * An amount of a price.
     *
     * @param name key of the unit, such as {@code audioInput}
     * @param amount decimal string
     * @param unit what the amount is charged for, such as {@code usd_per_1m_tokens}
     */
    public record Amount(String name, String amount, String unit) {}

    /**
     * Times of the week.
     *
     * @param from time of day, such as 16:30; null for whole days
     * @param to time of day, exclusive; before {@code from} if the window passes midnight; null for whole days
     * @param timeZone IANA time zone of the times and days
     * @param days names of the days of the week, from Monday on
     */
    public record Window(String from, String to, String timeZone, List<String> days) {

        static Window of(PriceWindow window) {
            return window == null
                    ? null
                    : new Window(
                            window.from() == null ? null : window.from().toString(),
                            window.to() == null ? null : window.to().toString(),
                            window.timeZone().getId(),
                            window.days().stream().map(PriceWindow::name).toList());
        }
    }

    /** Whether the price applies on a day, perhaps only at some times of it. */
    public boolean appliesOn(LocalDate day) {
        return (from == null || !from.isAfter(day)) && (to == null || to.isAfter(day));
    }

    /** Whether it is the price of the standard mode for short prompts, at every time of the week. */
    public boolean hasStandardTerms() {
        return mode.equals("standard") && minContextTokens == 0 && window == null;
    }

    static PriceView of(Price price) {
        List<Amount> amounts = new ArrayList<>();
        price.amounts()
                .forEach((unit, amount) -> amounts.add(new Amount(unit.key(), plain(amount), unit.in(price.currency))));
        return new PriceView(
                price.kind,
                price.mode,
                price.currency,
                price.minContextTokens,
                Window.of(price.window()),
                price.validFrom,
                price.validTo,
                UNIT,
                plain(price.inputUsd),
                plain(price.outputUsd),
                plain(price.cacheReadUsd),
                plain(price.cacheWriteUsd),
                amounts);
    }

    /** Decimal without trailing zeros, so that equal prices have equal texts. */
    static String plain(BigDecimal amount) {
        return amount == null ? null : amount.stripTrailingZeros().toPlainString();
    }
}
