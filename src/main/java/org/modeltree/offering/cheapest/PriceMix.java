package org.modeltree.offering.cheapest;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/**
 * Tokens of input and of output by which the prices of offerings are compared.
 *
 * @param currency ISO 4217 code; amounts in other currencies are not compared
 * @param input parts of input, at least 0
 * @param output parts of output, at least 0; not both are 0
 */
public record PriceMix(String currency, BigDecimal input, BigDecimal output) {

    /** Price of 1M tokens of a mix whose {@link CheapestOffering#weighted} is this. */
    public BigDecimal perMillion(BigDecimal weighted) {
        return weighted.divide(input.add(output), MathContext.DECIMAL128);
    }

    /** The parts as a ratio, such as {@code 3:1}. */
    public String ratio() {
        return input.toPlainString() + ":" + output.toPlainString();
    }

    /** Unit of an amount in the currency, such as {@code usd_per_1m_tokens}. */
    public String unit(String chargedFor) {
        return currency.toLowerCase(Locale.ROOT) + "_per_" + chargedFor;
    }
}
