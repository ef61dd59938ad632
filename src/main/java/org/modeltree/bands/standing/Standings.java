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
import org.modeltree.bands.capability.CapabilityStanding;
import org.modeltree.bands.capability.CapabilityStandings;
import org.modeltree.bands.capability.ScoreBandView;
import org.modeltree.bands.cohort.ReleaseWindow;
import org.modeltree.bands.cohort.Tallies;
import org.modeltree.catalog.ModelView;
import org.modeltree.http.value.DateText;
import org.modeltree.http.value.Language;
import org.modeltree.revision.Snapshot;
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
    private record Key(long revision, ReleaseWindow window) {}

    private record CachedWindow(Map<String, CapabilityStanding> byCapability, int scores) {}

    private final CapabilityStandings all;
    private final Tallies tallies;
    private final Snapshot snapshot;
    private final Clock clock;
    private final Cache<Key, CachedWindow> windows = Caffeine.newBuilder()
            .executor(Runnable::run)
            .maximumWeight(MAX_SCORES)
            .weigher((Key key, CachedWindow window) -> window.scores())
            .build();

    Standings(CapabilityStandings all, Tallies tallies, Snapshot snapshot, Clock clock) {
        this.all = all;
        this.tallies = tallies;
        this.snapshot = snapshot;
        this.clock = clock;
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

    /** Standings by window and capability. Those of windows that are not cached are read in one statement. */
    private Map<ReleaseWindow, Map<String, CapabilityStanding>> of(List<ReleaseWindow> requested) {
        long revision = snapshot.revision().orElseThrow();
        Map<ReleaseWindow, Map<String, CapabilityStanding>> byWindow = new HashMap<>();
        Set<ReleaseWindow> missing = new LinkedHashSet<>();
        for (ReleaseWindow window : requested) {
            CachedWindow cached = windows.getIfPresent(new Key(revision, window));
            if (cached == null) {
                missing.add(window);
            } else {
                byWindow.put(window, cached.byCapability());
            }
        }
        if (!missing.isEmpty()) {
            List<String> benchmarkIds = all.inOrder().stream()
                    .map(standing -> standing.capability.benchmarkId())
                    .distinct()
                    .toList();
            Map<ReleaseWindow, Map<String, Tally>> read = tallies.of(benchmarkIds, new ArrayList<>(missing));
            missing.forEach(window ->
                    byWindow.put(window, keep(revision, window, read.getOrDefault(window, Map.of()))));
        }
        return byWindow;
    }

    /** Caches a window of the newest requested revision; those of other revisions are hardly requested again. */
    private Map<String, CapabilityStanding> keep(long revision, ReleaseWindow window, Map<String, Tally> byBenchmark) {
        Map<String, CapabilityStanding> byCapability = new HashMap<>();
        int scores = OVERHEAD;
        for (CapabilityStanding standing : all.inOrder()) {
            Tally tally = byBenchmark.getOrDefault(standing.capability.benchmarkId(), EMPTY);
            byCapability.put(standing.capability.id(), standing.over(tally));
            scores += OVERHEAD + tally.entries().size();
        }
        windows.asMap().keySet().removeIf(key -> key.revision() != revision);
        windows.put(new Key(revision, window), new CachedWindow(Map.copyOf(byCapability), scores));
        return byCapability;
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
