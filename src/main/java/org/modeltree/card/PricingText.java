package org.modeltree.card;

import java.util.List;
import java.util.Set;
import org.modeltree.card.words.Words;
import org.modeltree.http.value.Language;
import org.modeltree.offering.PriceUnit;

/**
 * How a model is paid for, in words. What they say of a metered model holds for the amounts of its prices: a model is paid
 * per token only if each amount is for tokens.
 *
 * @param label the kind in a few words
 * @param note explanation of the label; null if there is nothing to explain
 */
record PricingText(String label, String note) {

    /**
     * The words for a kind of pricing.
     *
     * @param billed units that the metered prices have an amount for; empty if no amount is known
     */
    static PricingText of(String kind, Set<PriceUnit> billed, Language language) {
        Words words = Words.in(language);
        if (!kind.equals("metered") || billed.isEmpty()) {
            return new PricingText(words.pricingLabel(kind), words.pricingNote(kind));
        }
        List<String> others = billed.stream()
                .filter(unit -> !unit.isOfTokens())
                .map(PriceUnit::key)
                .toList();
        boolean output = billed.stream().anyMatch(PriceUnit::isOfOutputTokens);
        boolean input = billed.stream().anyMatch(unit -> unit.isOfTokens() && !unit.isOfOutputTokens());
        if (others.isEmpty()) {
            return new PricingText(words.payPerToken(), words.tokenNote(input, output));
        }
        return new PricingText(
                words.pricingLabel(kind),
                input || output ? words.billedAlso(input, output, others) : words.billed(others));
    }
}
