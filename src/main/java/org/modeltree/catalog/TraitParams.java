package org.modeltree.catalog;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jboss.resteasy.reactive.RestQuery;
import org.modeltree.catalog.query.Kind;
import org.modeltree.catalog.query.Lifecycle;
import org.modeltree.catalog.query.Modality;
import org.modeltree.catalog.query.Traits;
import org.modeltree.http.problem.Parameters;

/** Query parameters of {@link Traits}. */
public record TraitParams(
        @RestQuery String vendor,
        @RestQuery String family,
        @RestQuery String kind,
        @RestQuery String openWeights,
        @RestQuery String modality,
        @RestQuery String lifecycle,
        @RestQuery String releasedFrom,
        @RestQuery String releasedTo) {

    /** Names of the parameters. */
    static final Set<String> NAMES =
            Set.of("vendor", "family", "kind", "openWeights", "modality", "lifecycle", "releasedFrom", "releasedTo");

    /** No parameter is given. */
    public static final TraitParams NONE = new TraitParams(null, null, null, null, null, null, null, null);

    private static final int MAX_VALUES = 50;

    /** The parameters of a request, by the function that gives the value of each; null if it is not given. */
    static TraitParams of(UnaryOperator<String> value) {
        return new TraitParams(
                value.apply("vendor"),
                value.apply("family"),
                value.apply("kind"),
                value.apply("openWeights"),
                value.apply("modality"),
                value.apply("lifecycle"),
                value.apply("releasedFrom"),
                value.apply("releasedTo"));
    }

    /** Parses the parameters; null for each that is absent. */
    public Traits traits() {
        return new Traits(
                lowerCase(Parameters.list("vendor", vendor, MAX_VALUES, 100)),
                lowerCase(Parameters.list("family", family, MAX_VALUES, 80)),
                Parameters.listOf("kind", kind, Parameters.names(Kind.values())),
                Parameters.flag("openWeights", openWeights),
                Parameters.listOf("modality", modality, Parameters.names(Modality.values())),
                Parameters.listOf("lifecycle", lifecycle, Parameters.names(Lifecycle.values())),
                Parameters.date("releasedFrom", releasedFrom),
                Parameters.date("releasedTo", releasedTo));
    }

    private static List<String> lowerCase(List<String> ids) {
        return ids == null
                ? null
                : ids.stream().map(id -> id.toLowerCase(Locale.ROOT)).distinct().toList();
    }
}
