package org.modeltree.http.problem;

import io.vertx.core.http.HttpServerRequest;
import java.util.List;

/** What a client can do about a query that took too long. */
final class SlowQueries {

    private static final String RECOMMENDATIONS = "/api/v1/recommend";

    /** Parameters that can make a query slow, the most likely cause first. */
    private static final List<String> COSTLY = List.of(
            "q",
            "scoreMin",
            "capability",
            "contextWindowMin",
            "contextWindowMax",
            "parent",
            "facets",
            "releasedFrom",
            "releasedTo",
            "asOf",
            "modality",
            "family",
            "kind",
            "lifecycle",
            "openWeights",
            "vendor",
            "sort");

    private SlowQueries() {}

    /** A sentence about the parameter that is the most likely cause. */
    static String advice(HttpServerRequest request) {
        if (request.path().equals(RECOMMENDATIONS)) {
            // Its costly parameters are those that it is about.
            return "Narrow the models, such as with cohort=current, vendor, contextWindowMin or releasedFrom, or name fewer"
                    + " capabilities.";
        }
        return COSTLY.stream()
                .filter(request.params()::contains)
                .findFirst()
                .map(name -> "Try again without " + name + ".")
                .orElse("Request less data or use fewer filters.");
    }
}
