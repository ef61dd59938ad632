package org.modeltree.bands.capability;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.modeltree.http.problem.Parameters;
import org.modeltree.http.problem.Problem;
import org.modeltree.revision.Snapshot;

/**
 * Knows the fields of all capabilities in the snapshot at hand. They are the same for every reader and change with the
 * catalog only, so those of the newest revision that was asked for are kept.
 */
@ApplicationScoped
public class CapabilityStandings {

    /** All of one revision. */
    private record OfRevision(long revision, List<CapabilityStanding> fields) {}

    private static final OfRevision NOTHING = new OfRevision(-1, List.of());

    private final AtomicReference<OfRevision> newest = new AtomicReference<>(NOTHING);
    private final Capabilities capabilities;
    private final Snapshot snapshot;

    CapabilityStandings(Capabilities capabilities, Snapshot snapshot) {
        this.capabilities = capabilities;
        this.snapshot = snapshot;
    }

    /** All of them, in the catalog's order. */
    public List<CapabilityStanding> inOrder() {
        long revision = snapshot.revision().orElseThrow();
        OfRevision kept = newest.get();
        if (kept.revision == revision) {
            return kept.fields;
        }
        OfRevision read = new OfRevision(revision, capabilities.fields());
        // A reader of an older snapshot takes nothing from those of a newer one.
        newest.accumulateAndGet(read, (one, other) -> one.revision > other.revision ? one : other);
        return read.fields;
    }

    /**
     * The standing of one capability.
     *
     * @throws Problem.NotFound with the ids of all capabilities as suggestions, if there is none of this id
     */
    public CapabilityStanding required(String capabilityId) {
        List<CapabilityStanding> all = inOrder();
        return all.stream()
                .filter(field -> field.capability.id().equals(capabilityId))
                .findFirst()
                .orElseThrow(() -> new Problem.NotFound(
                        "There is no capability " + Parameters.shown(capabilityId) + ".",
                        all.stream().map(field -> field.capability.id()).toList()));
    }
}
