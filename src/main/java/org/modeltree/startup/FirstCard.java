package org.modeltree.startup;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Optional;
import org.modeltree.catalog.ModelIds;

/** Card that the startup message links to. */
@ApplicationScoped
class FirstCard {

    /** A model of the built-in catalog whose card has every section. */
    private static final String SHOWCASE = "openai/instructgpt";

    private final ModelIds ids;
    private volatile Optional<String> id = Optional.empty();

    FirstCard(ModelIds ids) {
        this.ids = ids;
    }

    /** Chooses the model during startup, because by the time the service is up it may already be stopping. */
    void choose(@Observes @Priority(StarterCatalog.LOADED + 1) StartupEvent event) {
        id = ids.canonical(List.of(SHOWCASE)).stream().findFirst().or(ids::any);
    }

    /** Id of the model; empty if the catalog is empty. */
    Optional<String> id() {
        return id;
    }
}
