package org.modeltree.pages.list;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.stream.Stream;
import org.modeltree.bands.capability.CapabilityStandings;
import org.modeltree.catalog.ModelIds;
import org.modeltree.revision.InSnapshot;

/** Paths of all pages that have an address without parameters. */
@ApplicationScoped
@InSnapshot
public class PageAddresses {

    private static final List<String> FIXED =
            List.of("/", "/search", "/bands", "/compare", "/offerings", "/changes", "/docs");

    private final ModelIds models;
    private final CapabilityStandings capabilities;

    PageAddresses(ModelIds models, CapabilityStandings capabilities) {
        this.models = models;
        this.capabilities = capabilities;
    }

    /**
     * The paths: first those that are always there, then capabilities, then models by id.
     *
     * @param mostModels number of models after which the others are left out
     */
    public List<String> all(int mostModels) {
        return Stream.of(
                        FIXED.stream(),
                        capabilities.inOrder().stream().map(one -> "/bands/" + one.capability.id()),
                        models.first(mostModels).stream().map(id -> "/m/" + id))
                .flatMap(paths -> paths)
                .toList();
    }
}
