package org.modeltree.embedded;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.modeltree.catalog.ModelIds;

/** The card that a newcomer is shown first. */
@ApplicationScoped
class FirstCard {

    private static final String ONE_THAT_SHOWS_EVERYTHING = "openai/instructgpt";

    private final ModelIds ids;

    FirstCard(ModelIds ids) {
        this.ids = ids;
    }

    /** Id of the model, if the catalog has one to show. */
    Optional<String> id() {
        return ids.canonical(List.of(ONE_THAT_SHOWS_EVERYTHING)).stream()
                .findFirst()
                .or(ids::any);
    }
}
