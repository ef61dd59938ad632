package org.modeltree.catalog.query;

import java.math.BigDecimal;
import java.util.List;

/**
 * Which models a list is of: those that pass everything given. Null says nothing.
 *
 * @param ids any of these, by id or alias
 * @param contextMin tokens, inclusive
 * @param contextMax tokens, inclusive
 * @param parent a direct child of any of these, by id or alias
 * @param q words that are all found
 * @param capability has a score on it
 * @param scoreMin least exact score on {@code capability}
 */
public record ModelFilter(
        List<String> ids,
        Traits traits,
        Long contextMin,
        Long contextMax,
        List<String> parent,
        String q,
        String capability,
        BigDecimal scoreMin) {

    /** Only that models have these traits. */
    public static ModelFilter of(Traits traits) {
        return new ModelFilter(null, traits, null, null, null, null, null, null);
    }
}
