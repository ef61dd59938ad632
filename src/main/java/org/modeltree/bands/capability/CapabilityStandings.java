package org.modeltree.bands.capability;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.modeltree.http.problem.DidYouMean;
import org.modeltree.http.problem.Parameters;
import org.modeltree.http.problem.Problem;
import org.modeltree.revision.Snapshot;

/**
 * Standings of all capabilities in the current snapshot. They are the same for every reader and change only with the
 * catalog, so the ones of the newest requested revision are cached.
 */
@ApplicationScoped
public class CapabilityStandings {

    /** All standings of one revision. */
    private record OfRevision(long revision, List<CapabilityStanding> standings) {}

    private static final OfRevision NONE = new OfRevision(-1, List.of());

    private final AtomicReference<OfRevision> newest = new AtomicReference<>(NONE);
    private final Capabilities capabilities;
    private final Snapshot snapshot;

    CapabilityStandings(Capabilities capabilities, Snapshot snapshot) {
        this.capabilities = capabilities;
        this.snapshot = snapshot;
    }

    /** All standings, in catalog order. */
    public List<CapabilityStanding> inOrder() {
        long revision = snapshot.revision().orElseThrow();
        OfRevision cached = newest.get();
        if (cached.revision == revision) {
            return cached.standings;
        }
        OfRevision read = new OfRevision(revision, capabilities.standings());
        // A reader of an older snapshot must not replace the standings of a newer one.
        newest.accumulateAndGet(read, (one, other) -> one.revision > other.revision ? one : other);
        return read.standings;
    }

    /** Axis of context windows: that of the first capability on them. */
    public Axis contextAxis() {
        return inOrder().stream()
                .map(standing -> standing.capability)
                .filter(capability -> capability.benchmarkId().equals(Axis.CONTEXT_BENCHMARK))
                .map(Capability::axis)
                .findFirst()
                .orElse(Axis.CONTEXT);
    }

    /**
     * The standing of one capability.
     *
     * @throws Problem.NotFound if the capability does not exist; suggests the ids of all capabilities, similar ones first
     */
    public CapabilityStanding required(String capabilityId) {
        List<CapabilityStanding> all = inOrder();
        return all.stream()
                .filter(standing -> standing.capability.id().equals(capabilityId))
                .findFirst()
                .orElseThrow(() -> unknown(
                        capabilityId,
                        all.stream().map(standing -> standing.capability.id()).toList()));
    }

    /**
     * The standing of the capability that a query parameter names.
     *
     * @throws Problem.InvalidParameter if it does not exist; suggests the ids of all capabilities, similar ones first
     */
    public CapabilityStanding inParameter(String capabilityId) {
        List<CapabilityStanding> all = inOrder();
        return all.stream()
                .filter(standing -> standing.capability.id().equals(capabilityId))
                .findFirst()
                .orElseThrow(() -> {
                    List<String> known = all.stream()
                            .map(standing -> standing.capability.id())
                            .toList();
                    return new Problem.InvalidParameter(
                            "capability",
                            "must be exactly one of " + String.join(", ", known),
                            suggestions(capabilityId, known));
                });
    }

    private static Problem unknown(String id, List<String> known) {
        return new Problem.NotFound("There is no capability " + Parameters.shown(id) + ".", suggestions(id, known));
    }

    private static List<String> suggestions(String id, List<String> known) {
        Set<String> suggestions = new LinkedHashSet<>(DidYouMean.similar(id, known));
        suggestions.addAll(known);
        return List.copyOf(suggestions);
    }
}
