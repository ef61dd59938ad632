package org.modeltree.startup;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import org.modeltree.catalog.ModelIds;

/** Card that the startup message links to. */
@ApplicationScoped
class FirstCard {

    private final ModelIds ids;
    private volatile Optional<String> id = Optional.empty();

    FirstCard(ModelIds ids) {
        this.ids = ids;
    }

    /** Chooses the model during startup, because by the time the service is up it may already be stopping. */
    void choose(@Observes @Priority(StarterCatalog.LOADED + 1) StartupEvent event) {
        id = ids.showcase();
    }

    /** Id of the model; empty if the catalog is empty. */
    Optional<String> id() {
        return id;
    }
}
