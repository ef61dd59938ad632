package org.modeltree.offering;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * JSON view of what a usage costs. Amounts are exact decimal strings.
 *
 * @param model id of the model
 * @param provider id of the provider
 * @param offering the provider's id of the model
 * @param at time that the prices are of
 * @param contextTokens length of the prompt by which the tier was chosen, in tokens
 * @param currency ISO 4217 code
 * @param total sum of the lines, in the currency
 * @param lines one for each unit of the usage
 * @param price the most specific price that applies, with its tier and window
 */
public record CostView(
        String model,
        String provider,
        String offering,
        Instant at,
        long contextTokens,
        String currency,
        String total,
        List<Line> lines,
        PriceView price) {

    /**
     * Cost of one unit.
     *
     * @param name key of the unit, as in the amounts of a price
     * @param quantity how much was used
     * @param chargedAs key of the unit of the amount, if the price has none for the unit itself; null otherwise
     * @param amount amount of the price
     * @param unit what the amount is charged for, such as {@code usd_per_1m_tokens}
     * @param minContextTokens tier of the price that has the amount, in tokens
     * @param cost in the currency
     */
    public record Line(
            String name,
            String quantity,
            String chargedAs,
            String amount,
            String unit,
            long minContextTokens,
            String cost) {}

    /**
     * The cost of a usage.
     *
     * @param charges a charge for each unit of the usage
     */
    static CostView of(
            Offering offering,
            CostRequest request,
            Instant at,
            PriceChoice choice,
            Map<PriceUnit, PriceChoice.Charge> charges) {
        List<Line> lines = new ArrayList<>();
        BigDecimal total = BigDecimal.ZERO;
        for (Map.Entry<PriceUnit, PriceChoice.Charge> charged : charges.entrySet()) {
            PriceUnit unit = charged.getKey();
            PriceChoice.Charge charge = charged.getValue();
            BigDecimal quantity = request.usage().get(unit);
            BigDecimal cost = cost(quantity, charge);
            total = total.add(cost);
            lines.add(new Line(
                    unit.key(),
                    PriceView.plain(quantity),
                    charge.chargedAs() == unit ? null : charge.chargedAs().key(),
                    PriceView.plain(charge.amount()),
                    charge.chargedAs().in(charge.price().currency),
                    charge.price().minContextTokens,
                    PriceView.plain(cost)));
        }
        return new CostView(
                offering.modelId,
                offering.providerId,
                offering.providerModelId,
                at,
                request.contextTokens(),
                choice.first().currency,
                PriceView.plain(total),
                lines,
                PriceView.of(choice.first()));
    }

    /** Exact: a decimal shift divides without a remainder. */
    static BigDecimal cost(BigDecimal quantity, PriceChoice.Charge charge) {
        return quantity.multiply(charge.amount())
                .movePointLeft(charge.chargedAs().decimalShift());
    }
}
