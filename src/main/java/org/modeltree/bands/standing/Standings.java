package org.modeltree.bands.standing;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.modeltree.bands.capability.CapabilityStanding;
import org.modeltree.bands.capability.CapabilityStandings;
import org.modeltree.bands.capability.ScoreBandView;
import org.modeltree.bands.cohort.ReleaseDays;
import org.modeltree.bands.cohort.ReleaseWindow;
import org.modeltree.bands.cohort.Tallies;
import org.modeltree.catalog.ModelView;
import org.modeltree.http.value.DateText;
import org.modeltree.http.value.Language;
import org.modeltree.revision.Snapshot;
import org.modeltree.revision.dependency.ChangedParts;
import org.modeltree.revision.dependency.Part;
import org.modeltree.scoring.Score;
import org.modeltree.scoring.Tally;

/**
 * Standings of models and bands in named cohorts: every model, the current text writers, and the text writers of the time of
 * a model's release. The last two differ in time alone, so that a model moves between them only because the field moved.
 */
@ApplicationScoped
public class Standings {

    /** Maximum weight in memory, in scores of 24 bytes: 12 MB. */
    private static final long MAX_SCORES = 500_000;

    /** Weight of a standing without its scores, in scores, so that many empty windows are bounded too. */
    private static final int OVERHEAD = 30;

    private static final Tally EMPTY = new Tally(List.of());

    /** Windows are days, so what is cached does not depend on the date. */
    private record Key(ReleaseWindow window, String capability) {}

    /**
     * The standing of a capability over a window.
     *
     * @param revision at which it was read
     */
    private record CachedStanding(long revision, CapabilityStanding standing, int scores) {}

    /**
     * The text writers of a benchmark.
     *
     * @param revision at which they were read
     * @param days empty if there are too many for memory
     */
    private record CachedDays(long revision, Optional<ReleaseDays> days) {}

    private final CapabilityStandings all;
    private final Tallies tallies;
    private final Snapshot snapshot;
    private final Clock clock;
    private final ChangedParts changed;
    private final Cache<Key, CachedStanding> windows = Caffeine.newBuilder()
            .executor(Runnable::run)
            .maximumWeight(MAX_SCORES)
            .weigher((Key key, CachedStanding standing) -> standing.scores())
            .build();
    private final Map<String, CachedDays> daysByBenchmark = new ConcurrentHashMap<>();

    Standings(CapabilityStandings all, Tallies tallies, Snapshot snapshot, Clock clock, ChangedParts changed) {
        this.all = all;
        this.tallies = tallies;
        this.snapshot = snapshot;
        this.clock = clock;
        this.changed = changed;
    }

    /** The current day in UTC. */
    public LocalDate today() {
        return LocalDate.now(clock);
    }

    /**
     * The default bands of the named cohorts, by capability.
     *
     * @param asOf day on which the cohorts are those of their time; null for today
     */
    public Map<String, CohortStandings> asOf(LocalDate asOf, Language language) {
        ReleaseWindow current = ReleaseWindow.endingOn(asOf == null ? today() : asOf);
        List<ReleaseWindow> requested = asOf == null ? List.of(current) : List.of(current, ReleaseWindow.upTo(asOf));
        Map<ReleaseWindow, Map<String, CapabilityStanding>> byWindow = of(requested);
        Map<String, CohortStandings> standings = new HashMap<>();
        for (CapabilityStanding standing : all.inOrder()) {
            String id = standing.capability.id();
            CapabilityStanding everyModel = asOf == null
                    ? standing
                    : byWindow.get(ReleaseWindow.upTo(asOf)).get(id);
            standings.put(
                    id,
                    new CohortStandings(
                            CohortStanding.of(
                                    everyModel,
                                    asOf == null ? everyModel(language) : words(ReleaseWindow.upTo(asOf), language)),
                            CohortStanding.of(
                                    byWindow.get(current).get(id),
                                    asOf == null ? currentModels(language) : words(current, language))));
        }
        return standings;
    }

    /** The standing of a capability over the models of a window. */
    public CapabilityStanding within(ReleaseWindow window, CapabilityStanding everyModel) {
        return of(List.of(window)).get(window).get(everyModel.capability.id());
    }

    /** The named cohorts of a model, in which its scores have places. */
    public ModelCohorts of(ModelView model) {
        return ofModels(List.of(model)).get(model.id());
    }

    /** The named cohorts of models, by id. Those that are not in memory are read by one statement. */
    public Map<String, ModelCohorts> ofModels(List<ModelView> models) {
        ReleaseWindow current = ReleaseWindow.endingOn(today());
        Set<ReleaseWindow> requested = new LinkedHashSet<>(Set.of(current));
        models.stream().map(Standings::atRelease).flatMap(Optional::stream).forEach(requested::add);
        Map<ReleaseWindow, Map<String, CapabilityStanding>> byWindow = of(List.copyOf(requested));
        Map<String, ModelCohorts> cohorts = new HashMap<>();
        models.forEach(model -> cohorts.put(
                model.id(), new ModelCohorts(current, atRelease(model).orElse(null), byWindow)));
        return cohorts;
    }

    private static Optional<ReleaseWindow> atRelease(ModelView model) {
        return Optional.ofNullable(model.releaseDate()).map(released -> ReleaseWindow.endingOn(released.firstDay()));
    }

    /**
     * Named cohorts of one model.
     *
     * @param atRelease null for a model without a release date
     * @param standings by window and capability
     */
    public record ModelCohorts(
            ReleaseWindow current,
            ReleaseWindow atRelease,
            Map<ReleaseWindow, Map<String, CapabilityStanding>> standings) {

        /**
         * Windows of the cohorts of a model.
         *
         * @param atRelease null for a model without a release date
         */
        public record Windows(ReleaseWindow current, ReleaseWindow atRelease) {}

        /** The windows of the cohorts. */
        public Windows windows() {
            return new Windows(current, atRelease);
        }

        /**
         * The places of the model's score.
         *
         * @param everyModel the standing of the capability over every model
         * @param score null if the model reports no raw value
         */
        public ModelStandings places(CapabilityStanding everyModel, Score score, Language language) {
            return new ModelStandings(
                    ModelStanding.of(everyModel, score, everyModel(language)),
                    place(current, everyModel, score, currentModels(language)),
                    atRelease == null ? null : place(atRelease, everyModel, score, words(atRelease, language)),
                    atRelease == null ? ModelStandings.NO_RELEASE_DATE : null);
        }

        /** Numbers of models around the model's score in the same cohorts, and around the edges of the default band. */
        public CohortShares.OfModel shares(CapabilityStanding everyModel, Score score) {
            ScoreBandView band = everyModel.bandView();
            return new CohortShares.OfModel(
                    CohortShares.of(everyModel, score),
                    CohortShares.of(everyModel, band.lower()),
                    CohortShares.of(everyModel, band.upper()),
                    CohortShares.of(in(current, everyModel), score),
                    atRelease == null ? null : CohortShares.of(in(atRelease, everyModel), score));
        }

        private CapabilityStanding in(ReleaseWindow window, CapabilityStanding everyModel) {
            return standings.get(window).get(everyModel.capability.id());
        }

        private ModelStanding place(ReleaseWindow window, CapabilityStanding everyModel, Score score, String cohort) {
            return ModelStanding.of(in(window, everyModel), score, cohort);
        }
    }

    /** Standings by window and capability. The tallies of those that are not in memory are read in one statement. */
    private Map<ReleaseWindow, Map<String, CapabilityStanding>> of(List<ReleaseWindow> requested) {
        long revision = snapshot.revision().orElseThrow();
        Map<ReleaseWindow, Map<String, CapabilityStanding>> byWindow = new HashMap<>();
        requested.forEach(window -> byWindow.put(window, new HashMap<>()));
        List<Key> missing = addFromMemory(byWindow, revision);
        if (!missing.isEmpty()) {
            readDays(missing, revision);
            missing = addFromMemory(byWindow, revision);
        }
        if (!missing.isEmpty()) {
            read(missing, byWindow, revision);
        }
        return byWindow;
    }

    /** Adds the standings that are in memory, and returns the others. */
    private List<Key> addFromMemory(Map<ReleaseWindow, Map<String, CapabilityStanding>> byWindow, long revision) {
        List<Key> missing = new ArrayList<>();
        byWindow.forEach((window, byCapability) -> all.inOrder().stream()
                .filter(everyModel -> !byCapability.containsKey(everyModel.capability.id()))
                .forEach(everyModel -> inMemory(window, everyModel, revision)
                        .ifPresentOrElse(
                                standing -> byCapability.put(everyModel.capability.id(), standing),
                                () -> missing.add(new Key(window, everyModel.capability.id())))));
        return missing;
    }

    /**
     * The standing of a capability over the models of a window at a revision, without the database; empty if its tally is not
     * in memory.
     *
     * @param everyModel standing of the capability over every model at that revision
     */
    private Optional<CapabilityStanding> inMemory(ReleaseWindow window, CapabilityStanding everyModel, long revision) {
        Part tally = Part.tally(everyModel.capability.benchmarkId());
        CachedStanding cached = windows.getIfPresent(new Key(window, everyModel.capability.id()));
        if (cached != null
                && changed.same(tally, cached.revision(), revision)
                && cached.standing().capability.equals(everyModel.capability)) {
            return Optional.of(cached.standing());
        }
        CachedDays days = daysByBenchmark.get(everyModel.capability.benchmarkId());
        if (!isOfDays(window) || days == null || !changed.same(tally, days.revision(), revision)) {
            return Optional.empty();
        }
        return days.days().map(byDay -> keep(window, everyModel, byDay.in(window), revision));
    }

    private static boolean isOfDays(ReleaseWindow window) {
        return window.writesText() && window.from() != null && window.to() != null;
    }

    /** Reads the text writers of benchmarks whose tallies moved. One thread does; the others wait, no longer than reading takes. */
    private synchronized void readDays(List<Key> missing, long revision) {
        Set<String> wanted = missing.stream()
                .filter(key -> isOfDays(key.window()))
                .map(Key::capability)
                .collect(Collectors.toSet());
        List<String> benchmarkIds = all.inOrder().stream()
                .filter(standing -> wanted.contains(standing.capability.id()))
                .map(standing -> standing.capability.benchmarkId())
                .distinct()
                .filter(id -> isReadable(id, revision))
                .toList();
        if (!benchmarkIds.isEmpty()) {
            tallies.textWritersByDay(benchmarkIds)
                    .forEach((id, days) -> daysByBenchmark.merge(
                            id,
                            new CachedDays(revision, days),
                            (present, read) -> present.revision() > read.revision() ? present : read));
        }
    }

    /** Whether the text writers of a benchmark have to be read. A benchmark that has too many is not tried again. */
    private boolean isReadable(String benchmarkId, long revision) {
        CachedDays cached = daysByBenchmark.get(benchmarkId);
        return cached == null
                || (cached.days().isPresent() && !changed.same(Part.tally(benchmarkId), cached.revision(), revision));
    }

    /** Reads the tallies of windows. */
    private void read(List<Key> missing, Map<ReleaseWindow, Map<String, CapabilityStanding>> byWindow, long revision) {
        Set<ReleaseWindow> missingWindows = new LinkedHashSet<>();
        missing.forEach(key -> missingWindows.add(key.window()));
        Map<String, CapabilityStanding> everyModel = new HashMap<>();
        all.inOrder().forEach(standing -> everyModel.put(standing.capability.id(), standing));
        List<String> benchmarkIds = missing.stream()
                .map(key -> everyModel.get(key.capability()).capability.benchmarkId())
                .distinct()
                .toList();
        Map<ReleaseWindow, Map<String, Tally>> read = tallies.of(benchmarkIds, new ArrayList<>(missingWindows));
        missing.forEach(key -> {
            CapabilityStanding standing = everyModel.get(key.capability());
            Tally tally =
                    read.getOrDefault(key.window(), Map.of()).getOrDefault(standing.capability.benchmarkId(), EMPTY);
            byWindow.get(key.window()).put(key.capability(), keep(key.window(), standing, tally, revision));
        });
    }

    /** Caches a standing, unless one of a later revision is cached. */
    private CapabilityStanding keep(ReleaseWindow window, CapabilityStanding everyModel, Tally tally, long revision) {
        CachedStanding made = new CachedStanding(
                revision, everyModel.over(tally), OVERHEAD + tally.entries().size());
        windows.asMap()
                .merge(
                        new Key(window, everyModel.capability.id()),
                        made,
                        (present, read) -> present.revision() > read.revision() ? present : read);
        return made.standing();
    }

    /**
     * The named cohorts of one capability at a revision, without the database; empty if they are not in memory.
     *
     * @param everyModel standing of the capability over every model at that revision
     * @param of cohorts that were read before, whose windows are the same
     */
    public Optional<ModelCohorts> inMemory(CapabilityStanding everyModel, ModelCohorts.Windows of, long revision) {
        Map<ReleaseWindow, Map<String, CapabilityStanding>> byWindow = new HashMap<>();
        for (ReleaseWindow window :
                of.atRelease() == null ? List.of(of.current()) : List.of(of.current(), of.atRelease())) {
            Optional<CapabilityStanding> standing = inMemory(window, everyModel, revision);
            if (standing.isEmpty()) {
                return Optional.empty();
            }
            byWindow.put(window, Map.of(everyModel.capability.id(), standing.get()));
        }
        return Optional.of(new ModelCohorts(of.current(), of.atRelease(), byWindow));
    }

    private static String everyModel(Language language) {
        return language.of("All models", "全部模型");
    }

    /** Without dates, which would change an answer every day although nothing that it shows has moved. */
    private static String currentModels(Language language) {
        return language.of(
                "Models that write text, released in the last " + ReleaseWindow.MONTHS + " months",
                "最近 " + ReleaseWindow.MONTHS + " 个月发布的文本生成模型");
    }

    private static String words(ReleaseWindow window, Language language) {
        String to = DateText.of(window.to(), language);
        String from = window.from() == null ? null : DateText.of(window.from(), language);
        return window.writesText()
                ? language.of(
                        "Models that write text, released from " + from + " to " + to, from + "至 " + to + "发布的文本生成模型")
                : language.of("All models released by " + to, "截至 " + to + "发布的全部模型");
    }
}
