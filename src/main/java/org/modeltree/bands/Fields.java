package org.modeltree.bands;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.modeltree.http.Parameters;
import org.modeltree.http.Problem;
import org.modeltree.revision.Snapshot;

/**
 * Knows the fields of all capabilities in the snapshot at hand. They are the same for every reader and change with the
 * catalog only, so those of the newest revision that was asked for are kept.
 */
@ApplicationScoped
class Fields {

    /** All of one revision. */
    private record Kept(long revision, List<Field> fields) {}

    private static final Kept NOTHING = new Kept(-1, List.of());

    private final AtomicReference<Kept> newest = new AtomicReference<>(NOTHING);
    private final Capabilities capabilities;
    private final Snapshot snapshot;

    Fields(Capabilities capabilities, Snapshot snapshot) {
        this.capabilities = capabilities;
        this.snapshot = snapshot;
    }

    /** All of them, in the catalog's order. */
    List<Field> inOrder() {
        long revision = snapshot.revision().orElseThrow();
        Kept kept = newest.get();
        if (kept.revision == revision) {
            return kept.fields;
        }
        Kept read = new Kept(revision, capabilities.fields());
        // A reader of an older snapshot takes nothing from those of a newer one.
        newest.accumulateAndGet(read, (one, other) -> one.revision > other.revision ? one : other);
        return read.fields;
    }

    /** @throws Problem.NotFound naming all there are */
    Field required(String capabilityId) {
        List<Field> all = inOrder();
        return all.stream()
                .filter(field -> field.capability.id.equals(capabilityId))
                .findFirst()
                .orElseThrow(() -> new Problem.NotFound(
                        "There is no capability " + Parameters.shown(capabilityId) + ".",
                        all.stream().map(field -> field.capability.id).toList()));
    }
}
