package org.modeltree.pages.list;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.stream.Stream;
import org.modeltree.bands.capability.CapabilityStandings;
import org.modeltree.catalog.ModelIds;
import org.modeltree.offering.provider.ProviderService;
import org.modeltree.revision.InSnapshot;

/** Paths of all pages that have an address without parameters. */
@ApplicationScoped
@InSnapshot
public class PageAddresses {

    private static final List<String> FIXED =
            List.of("/", "/search", "/bands", "/compare", "/offerings", "/providers", "/changes", "/docs");

    private final ModelIds models;
    private final CapabilityStandings capabilities;
    private final ProviderService providers;

    PageAddresses(ModelIds models, CapabilityStandings capabilities, ProviderService providers) {
        this.models = models;
        this.capabilities = capabilities;
        this.providers = providers;
    }

    /**
     * The paths: first those that are always there, then capabilities, then providers and models by id.
     *
     * @param mostModels number of models after which the others are left out
     */
    public List<String> all(int mostModels) {
        return Stream.of(
                        FIXED.stream(),
                        capabilities.inOrder().stream().map(one -> "/bands/" + one.capability.id()),
                        providers.ids().stream().map(id -> "/providers/" + id),
                        models.first(mostModels).stream().map(id -> "/m/" + id))
                .flatMap(paths -> paths)
                .toList();
    }
}
