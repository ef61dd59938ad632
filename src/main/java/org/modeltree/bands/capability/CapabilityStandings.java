package org.modeltree.bands.capability;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.modeltree.catalog.query.SortKey;
import org.modeltree.catalog.query.SortKeys;
import org.modeltree.http.problem.DidYouMean;
import org.modeltree.http.problem.Parameters;
import org.modeltree.http.problem.Problem;
import org.modeltree.revision.Snapshot;
import org.modeltree.revision.dependency.ChangedParts;
import org.modeltree.revision.dependency.Part;
import org.modeltree.revision.dependency.Parts;
import org.modeltree.revision.dependency.RevisionChanges;
import org.modeltree.scoring.Tally;

/**
 * Standings of all capabilities in the current snapshot. They are the same for every reader and change only with the
 * catalog, so those of the newest requested revision are cached until one of their parts changes. Contributes the sort keys by
 * score to the list of models, which so need no statement.
 */
@ApplicationScoped
public class CapabilityStandings implements SortKeys {

    private static final String SORT_PREFIX = "score.";

    /** All standings, as they were read at one revision, with the parts of the catalog that they are made of. */
    private record OfRevision(long revision, List<CapabilityStanding> standings, Parts parts) {}

    /** Tallies that moved are read in less time, also in large catalogs; all standings take longer. */
    private static final Duration LONGEST_WAIT = Duration.ofMillis(50);

    private static final OfRevision NONE = new OfRevision(-1, List.of(), Parts.EVERYTHING);

    private final AtomicReference<OfRevision> newest = new AtomicReference<>(NONE);
    private final Capabilities capabilities;
    private final Snapshot snapshot;
    private final ChangedParts changed;
    private final RecentUse use = new RecentUse();

    CapabilityStandings(Capabilities capabilities, Snapshot snapshot, ChangedParts changed) {
        this.capabilities = capabilities;
        this.snapshot = snapshot;
        this.changed = changed;
    }

    /** All standings, in catalog order. */
    public List<CapabilityStanding> inOrder() {
        long revision = snapshot.revision().orElseThrow();
        return at(revision)
                .or(() -> snapshot.remembered(CapabilityStandings.class, OfRevision.class)
                        .map(OfRevision::standings))
                .or(() -> afterChanges(revision))
                .orElseGet(() -> read(revision));
    }

    /** The standings, if they are in memory when the changes up to a revision are known. */
    private Optional<List<CapabilityStanding>> afterChanges(long revision) {
        snapshot.leaveMemory();
        return newest.get().revision >= 0 && changed.await(revision, LONGEST_WAIT) ? at(revision) : Optional.empty();
    }

    /** All standings at a revision, in catalog order; empty if they are not in memory. */
    public Optional<List<CapabilityStanding>> at(long revision) {
        OfRevision cached = newest.get();
        use.asked();
        return changed.same(cached.parts, cached.revision, revision) ? Optional.of(cached.standings) : Optional.empty();
    }

    /** One thread reads the standings after a change; the others wait for it, which takes no longer than reading. */
    private synchronized List<CapabilityStanding> read(long revision) {
        Optional<List<CapabilityStanding>> meanwhile = at(revision);
        if (meanwhile.isPresent()) {
            return meanwhile.get();
        }
        List<CapabilityStanding> standings = capabilities.standings();
        OfRevision read = new OfRevision(revision, standings, Parts.of(parts(standings)));
        // A reader of an older snapshot must not replace the standings of a newer one.
        newest.accumulateAndGet(read, (one, other) -> one.revision > other.revision ? one : other);
        // It asks again and again, and would read them each time.
        snapshot.remember(CapabilityStandings.class, read);
        return standings;
    }

    /** Whether requests use the standings, so that they should be kept up to date. */
    public boolean areInUse() {
        return newest.get().revision >= 0 && use.isRecent();
    }

    /**
     * Takes over tallies that moved, if the standings in memory differ in nothing else.
     *
     * @param moved tallies of every model at the last of the revisions, by benchmark
     */
    public void move(Map<String, Tally> moved, RevisionChanges changes) {
        OfRevision before = newest.get();
        Set<Part> parts = changes.parts().orElseThrow();
        if (before.revision > changes.until()
                || parts.contains(Part.every("capability"))
                || parts.contains(Part.every("benchmark"))
                || (before.revision < changes.since()
                        && !changed.unchanged(before.parts, before.revision, changes.since()))) {
            return;
        }
        List<CapabilityStanding> standings = before.standings.stream()
                .map(standing -> Optional.ofNullable(moved.get(standing.capability.benchmarkId()))
                        .map(standing::moved)
                        .orElse(standing))
                .toList();
        newest.compareAndSet(before, new OfRevision(changes.until(), standings, before.parts));
    }

    /** The parts of the catalog that all standings are made of, also those of other cohorts that are made of release dates. */
    public List<Part> parts() {
        return parts(inOrder());
    }

    private static List<Part> parts(List<CapabilityStanding> standings) {
        List<Part> parts = new ArrayList<>(List.of(Part.every("capability"), Part.every("benchmark")));
        standings.forEach(standing -> parts.add(Part.tally(standing.capability.benchmarkId())));
        return parts;
    }

    /** The parts of the catalog that the standing of one capability is made of, also in those other cohorts. */
    public List<Part> parts(String capabilityId) {
        return List.of(
                Part.every("capability"),
                Part.every("benchmark"),
                Part.tally(required(capabilityId).capability.benchmarkId()));
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

    @Override
    public Optional<SortKey> find(String name) {
        if (!name.startsWith(SORT_PREFIX)) {
            return Optional.empty();
        }
        String id = name.substring(SORT_PREFIX.length());
        return inOrder().stream()
                .map(standing -> standing.capability)
                .filter(capability -> capability.id().equals(id))
                .findFirst()
                .map(CapabilityStandings::byScore);
    }

    /** Sorts by raw values clamped to the scale, which have the same order and the same ties as the scores. */
    private static SortKey byScore(Capability capability) {
        double lowest = Math.min(capability.scale().floor(), capability.scale().ceiling());
        double highest = Math.max(capability.scale().floor(), capability.scale().ceiling());
        // Capability ids have only letters, digits and hyphens, so without the hyphens they are valid in SQL.
        String alias = "score_" + capability.id().replace('-', '_');
        return SortKey.measured(
                alias,
                new SortKey.Measured(capability.benchmarkId(), lowest, highest),
                capability.scale().lowerIsBetter());
    }
}
