package org.modeltree.startup;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Optional;
import org.modeltree.catalog.ModelIds;

/** The card that a newcomer is shown first. */
@ApplicationScoped
class FirstCard {

    private static final String ONE_THAT_SHOWS_EVERYTHING = "openai/instructgpt";

    private final ModelIds ids;
    private volatile Optional<String> id = Optional.empty();

    FirstCard(ModelIds ids) {
        this.ids = ids;
    }

    /** Looked up while the service starts; once it runs it may already be asked to stop. */
    void choose(@Observes @Priority(StarterCatalog.LOADED + 1) StartupEvent event) {
        id = ids.canonical(List.of(ONE_THAT_SHOWS_EVERYTHING)).stream()
                .findFirst()
                .or(ids::any);
    }

    /** Id of the model, if the catalog has one to show. */
    Optional<String> id() {
        return id;
    }
}
