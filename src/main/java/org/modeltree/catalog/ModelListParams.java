package org.modeltree.catalog;

import java.util.Set;
import java.util.function.UnaryOperator;
import org.jboss.resteasy.reactive.RestQuery;
import org.modeltree.catalog.query.Feature;
import org.modeltree.catalog.query.ModelFilter;
import org.modeltree.catalog.query.PriceRange;
import org.modeltree.catalog.query.Traits;
import org.modeltree.http.problem.Parameters;
import org.modeltree.http.problem.Problem;

/** Query parameters of a list of models, except those of {@link TraitParams}. */
public record ModelListParams(
        @RestQuery String ids,
        @RestQuery String contextWindowMin,
        @RestQuery String contextWindowMax,
        @RestQuery String supports,
        @RestQuery String parent,
        @RestQuery String q,
        @RestQuery String capability,
        @RestQuery String scoreMin,
        @RestQuery String inputPriceMin,
        @RestQuery String inputPriceMax,
        @RestQuery String outputPriceMin,
        @RestQuery String outputPriceMax,
        @RestQuery String currency) {

    /** Names of the parameters. */
    static final Set<String> NAMES = Set.of(
            "ids",
            "contextWindowMin",
            "contextWindowMax",
            "supports",
            "parent",
            "q",
            "capability",
            "scoreMin",
            "inputPriceMin",
            "inputPriceMax",
            "outputPriceMin",
            "outputPriceMax",
            "currency");

    private static final long MAX_PRICE = 1_000_000_000;
    private static final long MAX_TOKENS = 1_000_000_000_000_000L;

    /** The parameters of a request, by the function that gives the value of each; null if it is not given. */
    static ModelListParams of(UnaryOperator<String> value) {
        return new ModelListParams(
                value.apply("ids"),
                value.apply("contextWindowMin"),
                value.apply("contextWindowMax"),
                value.apply("supports"),
                value.apply("parent"),
                value.apply("q"),
                value.apply("capability"),
                value.apply("scoreMin"),
                value.apply("inputPriceMin"),
                value.apply("inputPriceMax"),
                value.apply("outputPriceMin"),
                value.apply("outputPriceMax"),
                value.apply("currency"));
    }

    /**
     * Parses the parameters.
     *
     * @throws Problem.InvalidParameter naming the first that is invalid
     */
    public ModelFilter filter(Traits traits) {
        if (scoreMin != null && capability == null) {
            throw new Problem.InvalidParameter("scoreMin", "requires the parameter capability");
        }
        return new ModelFilter(
                Parameters.list("ids", ids, 200, Parameters.ID_LENGTH),
                traits,
                Parameters.integer("contextWindowMin", contextWindowMin, 0, MAX_TOKENS),
                Parameters.integer("contextWindowMax", contextWindowMax, 0, MAX_TOKENS),
                Parameters.listOf("supports", supports, Feature.keys(), Feature::meantBy),
                Parameters.list("parent", parent, 50, Parameters.ID_LENGTH),
                Parameters.text("q", q, 200),
                Parameters.text("capability", capability, 60),
                Parameters.decimal("scoreMin", scoreMin, 0, 10),
                prices());
    }

    private PriceRange prices() {
        return new PriceRange(
                Parameters.currency("currency", currency),
                Parameters.decimal("inputPriceMin", inputPriceMin, 0, MAX_PRICE),
                Parameters.decimal("inputPriceMax", inputPriceMax, 0, MAX_PRICE),
                Parameters.decimal("outputPriceMin", outputPriceMin, 0, MAX_PRICE),
                Parameters.decimal("outputPriceMax", outputPriceMax, 0, MAX_PRICE));
    }
}
