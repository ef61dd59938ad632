package org.modeltree.offering;

import jakarta.enterprise.context.ApplicationScoped;
import org.modeltree.changes.ChangeService;
import org.modeltree.changes.WriteTarget;
import org.modeltree.http.Versioned;
import org.modeltree.http.WriteRequest;
import org.modeltree.http.WriteResult;
import org.modeltree.http.problem.Parameters;
import org.modeltree.http.problem.Problem;
import org.modeltree.revision.InSnapshot;

/** Reads and writes providers. */
@ApplicationScoped
class ProviderService {

    private final Providers providers;
    private final ChangeService changes;

    ProviderService(Providers providers, ChangeService changes) {
        this.providers = providers;
        this.changes = changes;
    }

    /** One provider. */
    @InSnapshot
    Versioned<ProviderView> one(String id) {
        return providers
                .one(id)
                .orElseThrow(() -> new Problem.NotFound(
                        "There is no provider " + Parameters.shown(id) + ".", providers.similar(id)));
    }

    /** Creates or replaces a provider. */
    WriteResult put(WriteRequest request, String id) {
        return changes.put(request, target(id));
    }

    /** Updates a provider. */
    WriteResult patch(WriteRequest request, String id) {
        return changes.patch(request, target(id));
    }

    private static WriteTarget target(String id) {
        return ChangeService.thing("provider", id, "/api/v1/providers/" + id);
    }
}
