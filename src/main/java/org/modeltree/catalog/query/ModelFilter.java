package org.modeltree.catalog.query;

import java.math.BigDecimal;
import java.util.List;

/**
 * Filter of a list of models. A model matches if it matches every component that is not null.
 *
 * @param ids any of these, by id or alias
 * @param traits traits that lists and cohorts have in common
 * @param contextWindowMin tokens, inclusive
 * @param contextWindowMax tokens, inclusive
 * @param supports keys of {@link Feature}, all of which the model has
 * @param parent a direct child of any of these, by id or alias
 * @param q search words, all of which have to match
 * @param capability id of a capability on which the model has a score
 * @param scoreMin lowest exact score on {@code capability}, in [0, 10]
 * @param price range of the cheapest prices, and the currency of sort keys by price
 */
public record ModelFilter(
        List<String> ids,
        Traits traits,
        Long contextWindowMin,
        Long contextWindowMax,
        List<String> supports,
        List<String> parent,
        String q,
        String capability,
        BigDecimal scoreMin,
        PriceRange price) {

    /** Filter by traits only. */
    public static ModelFilter of(Traits traits) {
        return new ModelFilter(null, traits, null, null, null, null, null, null, null, PriceRange.ANY);
    }
}
