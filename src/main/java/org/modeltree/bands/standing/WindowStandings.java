package org.modeltree.bands.standing;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.inject.Singleton;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.modeltree.bands.capability.CapabilityStanding;
import org.modeltree.bands.cohort.ReleaseDays;
import org.modeltree.bands.cohort.ReleaseWindow;
import org.modeltree.revision.dependency.ChangedParts;
import org.modeltree.revision.dependency.Part;
import org.modeltree.scoring.Tally;

/**
 * Standings over windows in memory. Each is made of the text writers by day, which are read once when a tally moves, and kept
 * as long as no day in its window changed. Bounded.
 */
@Singleton
class WindowStandings {

    /** Maximum weight in memory, in scores of 24 bytes: 17 MB. */
    private static final long MAX_SCORES = 700_000;

    /** Weight of a standing without its scores, in scores, so that many empty windows are bounded too. */
    private static final int OVERHEAD = 50;

    /** Moves of a tally that are remembered; a standing that missed more is made anew. */
    private static final int MAX_MOVES = 64;

    /** An import changes more days; then all windows are made anew. */
    private static final int MAX_DAYS = 32;

    /** Stands for all windows without a model, whose standings are equal. It ends before it begins. */
    private static final ReleaseWindow NO_MODELS =
            new ReleaseWindow(true, LocalDate.EPOCH, LocalDate.EPOCH.minusDays(1));

    /**
     * Windows are days, so what is cached does not depend on the date.
     *
     * @param window narrowed to the days on which models were released, so that all windows of the same models share a standing;
     *     the window as it is if its standing is not made of days
     */
    private record Key(ReleaseWindow window, String capability) {}

    /**
     * The standing of a capability over a window.
     *
     * @param revision at which its tally was read
     * @param version of the days that it was made of; −1 if it was not made of days
     */
    private record CachedStanding(long revision, long version, CapabilityStanding standing, int scores) {}

    /**
     * Days that a move of a tally changed.
     *
     * @param version of the text writers by day after it
     * @param days days since 1970-01-01, ascending
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Move(long version, int[] days) {

        boolean concerns(ReleaseWindow window) {
            int at = Arrays.binarySearch(days, Math.toIntExact(window.from().toEpochDay()));
            int first = at >= 0 ? at : -at - 1;
            return first < days.length && days[first] <= window.to().toEpochDay();
        }
    }

    /**
     * The text writers of a benchmark.
     *
     * @param revision at which they were read
     * @param days empty if there are too many for memory
     * @param version number that increases whenever they differ from those before
     * @param moves the last moves without a gap, the newest last
     */
    private record CachedDays(long revision, Optional<ReleaseDays> days, long version, List<Move> moves) {

        CachedDays followedBy(long later, Optional<ReleaseDays> read) {
            Optional<int[]> changed = days.flatMap(known -> read.flatMap(now -> known.differencesTo(now, MAX_DAYS)));
            if (changed.isEmpty()) {
                return new CachedDays(later, read, version + 1, List.of());
            }
            if (changed.get().length == 0) {
                return new CachedDays(later, read, version, moves);
            }
            List<Move> last = new ArrayList<>(moves.subList(Math.max(0, moves.size() - MAX_MOVES + 1), moves.size()));
            last.add(new Move(version + 1, changed.get()));
            return new CachedDays(later, read, version + 1, List.copyOf(last));
        }

        /** Whether a window had the same text writers at an earlier version; false if that is not known. */
        boolean isSameSince(long earlier, ReleaseWindow window) {
            return earlier >= 0
                    && version - earlier <= moves.size()
                    && moves.stream().noneMatch(move -> move.version() > earlier && move.concerns(window));
        }
    }

    private final ChangedParts changed;
    private final Cache<Key, CachedStanding> windows = Caffeine.newBuilder()
            .executor(Runnable::run)
            .maximumWeight(MAX_SCORES)
            .weigher((Key key, CachedStanding standing) -> standing.scores())
            .build();
    private final Map<String, CachedDays> daysByBenchmark = new ConcurrentHashMap<>();

    WindowStandings(ChangedParts changed) {
        this.changed = changed;
    }

    /** Whether the days of a window are enough to make its standings. */
    static boolean isOfDays(ReleaseWindow window) {
        return window.writesText() && window.from() != null && window.to() != null;
    }

    /**
     * The standing of a capability over the models of a window at a revision, without the database; empty if its tally is not
     * in memory.
     *
     * @param everyModel standing of the capability over every model at that revision
     */
    Optional<CapabilityStanding> find(ReleaseWindow window, CapabilityStanding everyModel, long revision) {
        String benchmarkId = everyModel.capability.benchmarkId();
        Part tally = Part.tally(benchmarkId);
        CachedDays days = daysByBenchmark.get(benchmarkId);
        boolean madeOfDays = isOfDays(window)
                && days != null
                && days.days().isPresent()
                && changed.same(tally, days.revision(), revision);
        ReleaseWindow narrowed = madeOfDays ? days.days().get().narrowed(window).orElse(NO_MODELS) : window;
        Key key = new Key(narrowed, everyModel.capability.id());
        CachedStanding cached = windows.getIfPresent(key);
        if (cached != null && !Objects.equals(cached.standing().capability, everyModel.capability)) {
            cached = null;
        }
        if (cached != null && changed.same(tally, cached.revision(), revision)) {
            return Optional.of(cached.standing());
        }
        if (!madeOfDays) {
            return Optional.empty();
        }
        CapabilityStanding standing;
        if (cached == null) {
            standing = everyModel.over(days.days().get().in(narrowed));
        } else if (days.isSameSince(cached.version(), narrowed)) {
            standing = cached.standing();
        } else {
            standing = cached.standing().moved(days.days().get().in(narrowed));
        }
        keep(key, new CachedStanding(revision, days.version(), standing, weight(standing)));
        return Optional.of(standing);
    }

    /** Caches a standing that was read, and returns it. */
    CapabilityStanding keep(ReleaseWindow window, CapabilityStanding everyModel, Tally tally, long revision) {
        CapabilityStanding read = everyModel.over(tally);
        keep(new Key(window, everyModel.capability.id()), new CachedStanding(revision, -1, read, weight(read)));
        return read;
    }

    private static int weight(CapabilityStanding standing) {
        return OVERHEAD + standing.distribution.size();
    }

    /** Caches a standing, unless one of a later revision is cached. */
    private void keep(Key key, CachedStanding made) {
        windows.asMap().merge(key, made, (present, added) -> present.revision() > added.revision() ? present : added);
    }

    /** Whether the text writers of a benchmark have to be read. A benchmark that has too many is not tried again. */
    boolean needsDays(String benchmarkId, long revision) {
        CachedDays cached = daysByBenchmark.get(benchmarkId);
        return cached == null
                || (cached.days().isPresent()
                        // Those of an older revision would not be kept.
                        && cached.revision() <= revision
                        && !changed.same(Part.tally(benchmarkId), cached.revision(), revision));
    }

    /** Whether the text writers of a benchmark are in memory, of whatever revision. */
    boolean hasDays(String benchmarkId) {
        CachedDays cached = daysByBenchmark.get(benchmarkId);
        return cached != null && cached.days().isPresent();
    }

    /** Caches the text writers of a benchmark, unless those of a later revision are cached; empty if there are too many. */
    void keepDays(String benchmarkId, Optional<ReleaseDays> days, long revision) {
        daysByBenchmark.compute(benchmarkId, (id, present) -> {
            if (present == null) {
                return new CachedDays(revision, days, 0, List.of());
            }
            return present.revision() > revision ? present : present.followedBy(revision, days);
        });
    }
}
