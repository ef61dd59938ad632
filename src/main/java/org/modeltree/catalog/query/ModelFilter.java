package org.modeltree.catalog.query;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.modeltree.revision.dependency.Part;

/**
 * Filter of a list of models. A model matches if it matches every component that is not null.
 *
 * @param ids any of these, by any id that certainly means one
 * @param traits traits that lists and cohorts have in common
 * @param contextWindowMin tokens, inclusive
 * @param contextWindowMax tokens, inclusive
 * @param supports keys of {@link Feature}, all of which the model has
 * @param parent a direct child of any of these, by any id that certainly means one
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

    /** Keys of models that search words are made of. */
    private static final List<String> SEARCHED = List.of("name", "aliases", "family", "texts");

    /** The parts of the catalog on which it depends which models match. */
    public List<Part> parts() {
        List<Part> parts = new ArrayList<>(traits.parts());
        if (ids != null) {
            parts.add(Part.key("aliases"));
        }
        if (supports != null) {
            parts.add(Part.key("supports"));
        }
        if (contextWindowMin != null || contextWindowMax != null) {
            parts.addAll(measured());
        }
        if (capability != null || scoreMin != null) {
            parts.addAll(partsOfMeasurements());
        }
        if (parent != null) {
            // Of several parents, one may be a deleted model, whose successor is suggested.
            parts.addAll(List.of(Part.every("edge"), Part.key("aliases"), Part.every("deleted")));
        }
        if (q != null) {
            // The facts that search words are made of, as ModelRecordType derives them, and the words of the vendor.
            SEARCHED.forEach(key -> parts.add(Part.key(key)));
            parts.add(Part.every("vendor"));
        }
        if (!price.equals(PriceRange.ANY)) {
            parts.addAll(List.of(Part.every("offering"), Part.every("provider")));
        }
        return parts;
    }

    /** The parts of the catalog that counting measurements depend on; the direction of scales decides between several. */
    private static List<Part> measured() {
        return List.of(Part.every("measurement"), Part.every("benchmark"), Part.every("capability"));
    }

    /** The parts of the catalog that counting measurements of any benchmark depend on; those of prices come from offerings. */
    public static List<Part> partsOfMeasurements() {
        List<Part> parts = new ArrayList<>(measured());
        parts.add(Part.every("offering"));
        return parts;
    }

    /** The parts of the catalog on which the order of models by these sort keys depends. */
    public static List<Part> partsOf(String sort) {
        List<Part> parts = new ArrayList<>();
        for (String term : sort.split(",", -1)) {
            String key = term.startsWith("-") ? term.substring(1) : term;
            switch (key) {
                case "id", "vendor" -> {
                    // Neither ever changes.
                }
                case "name", "releaseDate", "parameters" -> parts.add(Part.key(key));
                case "contextWindow", "maxOutput" -> parts.addAll(measured());
                default -> {
                    // Scores and prices.
                    parts.addAll(partsOfMeasurements());
                    parts.add(Part.every("provider"));
                }
            }
        }
        return parts;
    }

    /** Filter by search words only. */
    public static ModelFilter search(String q) {
        return new ModelFilter(null, Traits.ANY, null, null, null, null, q, null, null, PriceRange.ANY);
    }

    /** Filter by traits only. */
    public static ModelFilter of(Traits traits) {
        return new ModelFilter(null, traits, null, null, null, null, null, null, null, PriceRange.ANY);
    }
}
