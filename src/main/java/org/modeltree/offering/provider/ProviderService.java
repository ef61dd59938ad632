package org.modeltree.offering.provider;

import jakarta.enterprise.context.ApplicationScoped;
import org.modeltree.changes.write.ChangeService;
import org.modeltree.changes.write.WriteTarget;
import org.modeltree.http.Versioned;
import org.modeltree.http.WriteRequest;
import org.modeltree.http.WriteResult;
import org.modeltree.http.problem.Parameters;
import org.modeltree.http.problem.Problem;
import org.modeltree.revision.InSnapshot;
import org.modeltree.revision.Snapshot;
import org.modeltree.revision.dependency.AnswerParts;
import org.modeltree.revision.dependency.Part;

/** Reads and writes providers. */
@ApplicationScoped
class ProviderService {

    private final Providers providers;
    private final ChangeService changes;
    private final Snapshot snapshot;
    private final AnswerParts parts;

    ProviderService(Providers providers, ChangeService changes, Snapshot snapshot, AnswerParts parts) {
        this.providers = providers;
        this.changes = changes;
        this.snapshot = snapshot;
        this.parts = parts;
    }

    /** One provider. */
    @InSnapshot
    Versioned<ProviderView> one(String id) {
        Provider provider = providers
                .findByIdOptional(id)
                .orElseThrow(() -> new Problem.NotFound(
                        "There is no provider " + Parameters.shown(id) + ".", providers.similar(id)));
        parts.madeOf(Part.one("provider", id), Part.every("offering"));
        snapshot.recordRevision(provider.catalogRevision);
        return new Versioned<>(provider.revision, ProviderView.of(provider));
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
        return ChangeService.targetWithoutModel("provider", id, "/api/v1/providers/" + id);
    }
}
