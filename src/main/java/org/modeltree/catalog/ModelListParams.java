package org.modeltree.catalog;

import java.util.Arrays;
import java.util.List;
import org.jboss.resteasy.reactive.RestQuery;
import org.modeltree.catalog.query.Feature;
import org.modeltree.catalog.query.ModelFilter;
import org.modeltree.catalog.query.Traits;
import org.modeltree.http.problem.Parameters;
import org.modeltree.http.problem.Problem;

/** Query parameters of a list of models, except those of {@link TraitParams}. */
record ModelListParams(
        @RestQuery String ids,
        @RestQuery String contextMin,
        @RestQuery String contextMax,
        @RestQuery String supports,
        @RestQuery String parent,
        @RestQuery String q,
        @RestQuery String capability,
        @RestQuery String scoreMin) {

    private static final List<String> FEATURES =
            Arrays.stream(Feature.values()).map(Feature::word).toList();
    private static final long MAX_TOKENS = 1_000_000_000_000_000L;

    ModelFilter filter(Traits traits) {
        if (scoreMin != null && capability == null) {
            throw new Problem.InvalidParameter("scoreMin", "requires the parameter capability");
        }
        return new ModelFilter(
                Parameters.list("ids", ids, 200, Parameters.ID_LENGTH),
                traits,
                Parameters.integer("contextMin", contextMin, 0, MAX_TOKENS),
                Parameters.integer("contextMax", contextMax, 0, MAX_TOKENS),
                Parameters.listOf("supports", supports, FEATURES),
                Parameters.list("parent", parent, 50, Parameters.ID_LENGTH),
                Parameters.text("q", q, 200),
                Parameters.text("capability", capability, 60),
                Parameters.decimal("scoreMin", scoreMin, 0, 10));
    }
}
