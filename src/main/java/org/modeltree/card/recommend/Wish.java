package org.modeltree.card.recommend;

import java.math.BigDecimal;
import java.util.List;
import org.modeltree.catalog.query.ModelFilter;
import org.modeltree.offering.cheapest.PriceMix;

/**
 * What somebody needs from a model, and may spend.
 *
 * @param needs capabilities, at least one of them with a weight above 0, each once
 * @param filter models that may be recommended, by what they are
 * @param current whether only the text writers of the last 24 months may be
 * @param providers ids of providers whose offerings count; null for all
 * @param mix tokens by which prices are compared; per month if there is a usage
 * @param usage whether the parts of the mix are the tokens of a month
 * @param priceMax most that 1M tokens of the mix may cost; null for any amount
 * @param budget most that a month may cost; null for any amount
 * @param free whether free offerings count
 * @param limit most recommendations to show
 */
public record Wish(
        List<Need> needs,
        ModelFilter filter,
        boolean current,
        List<String> providers,
        PriceMix mix,
        boolean usage,
        BigDecimal priceMax,
        BigDecimal budget,
        boolean free,
        int limit) {

    /**
     * Most that the mix may cost, in the unit of {@link org.modeltree.offering.cheapest.CheapestOffering#weighted}: products,
     * because quotients would have to be rounded. Null for any amount.
     */
    BigDecimal mostWeighted() {
        BigDecimal most =
                priceMax == null ? null : priceMax.multiply(mix.input().add(mix.output()));
        BigDecimal ofMonth = budget == null ? null : budget.movePointRight(6);
        return most == null || (ofMonth != null && ofMonth.compareTo(most) < 0) ? ofMonth : most;
    }
}
