package org.modeltree.startup;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.modeltree.catalog.ModelIds;

/** Card that the startup message links to. */
@ApplicationScoped
class FirstCard {

    private static final Logger LOG = Logger.getLogger(FirstCard.class);

    private final ModelIds ids;

    FirstCard(ModelIds ids) {
        this.ids = ids;
    }

    /** Id of the model; empty if the catalog is empty, or cannot be read, because the service is already stopping. */
    Optional<String> id() {
        try {
            return ids.showcase();
        } catch (RuntimeException unreadable) {
            LOG.debug("The startup message links to no card", unreadable);
            return Optional.empty();
        }
    }
}
