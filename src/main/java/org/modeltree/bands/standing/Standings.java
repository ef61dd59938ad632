package org.modeltree.bands.standing;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.modeltree.bands.capability.CapabilityStanding;
import org.modeltree.bands.capability.CapabilityStandings;
import org.modeltree.bands.capability.ScoreBand;
import org.modeltree.bands.cohort.ReleaseWindow;
import org.modeltree.bands.cohort.Tallies;
import org.modeltree.catalog.ModelView;
import org.modeltree.http.value.DateText;
import org.modeltree.http.value.Language;
import org.modeltree.http.value.PartialDate;
import org.modeltree.revision.Snapshot;
import org.modeltree.scoring.Score;
import org.modeltree.scoring.Tally;

/**
 * Standings of models and bands in named cohorts: every model, the current text writers, and the text writers of the time of
 * a model's release. The last two differ in time alone, so that a model moves between them only because the field moved.
 */
@ApplicationScoped
public class Standings {

    private static final Tally EMPTY = new Tally(List.of());

    private final CapabilityStandings all;
    private final Tallies tallies;
    private final Snapshot snapshot;
    private final Clock clock;
    private final WindowStandings windows;

    Standings(CapabilityStandings all, Tallies tallies, Snapshot snapshot, Clock clock, WindowStandings windows) {
        this.all = all;
        this.tallies = tallies;
        this.snapshot = snapshot;
        this.clock = clock;
        this.windows = windows;
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
        Map<ReleaseWindow, Map<String, CapabilityStanding>> byWindow = of(requested, all.inOrder());
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
        return of(List.of(window), List.of(everyModel)).get(window).get(everyModel.capability.id());
    }

    /** The named cohorts of a model on every capability, in which its scores have places. */
    public ModelCohorts of(ModelView model) {
        return ofRelease(model.releaseDate(), all.inOrder());
    }

    /**
     * The named cohorts of a model on the capabilities of some benchmarks.
     *
     * @param released the model's release date; null if unknown
     */
    public ModelCohorts ofRelease(PartialDate released, Set<String> benchmarkIds) {
        return ofRelease(released, of(benchmarkIds));
    }

    private ModelCohorts ofRelease(PartialDate released, List<CapabilityStanding> capabilities) {
        ReleaseWindow current = ReleaseWindow.endingOn(today());
        ReleaseWindow atRelease = atRelease(released);
        return new ModelCohorts(
                current,
                atRelease,
                of(
                        atRelease == null || atRelease.equals(current) ? List.of(current) : List.of(current, atRelease),
                        capabilities));
    }

    /**
     * The named cohorts of models on the capabilities of some benchmarks, by id. Those that are not in memory are read by one
     * statement.
     */
    public Map<String, ModelCohorts> ofModels(List<ModelView> models, Set<String> benchmarkIds) {
        ReleaseWindow current = ReleaseWindow.endingOn(today());
        Set<ReleaseWindow> requested = new LinkedHashSet<>(Set.of(current));
        models.stream()
                .map(model -> atRelease(model.releaseDate()))
                .filter(Objects::nonNull)
                .forEach(requested::add);
        Map<ReleaseWindow, Map<String, CapabilityStanding>> byWindow = of(List.copyOf(requested), of(benchmarkIds));
        Map<String, ModelCohorts> cohorts = new HashMap<>();
        models.forEach(
                model -> cohorts.put(model.id(), new ModelCohorts(current, atRelease(model.releaseDate()), byWindow)));
        return cohorts;
    }

    private List<CapabilityStanding> of(Set<String> benchmarkIds) {
        return all.inOrder().stream()
                .filter(standing -> benchmarkIds.contains(standing.capability.benchmarkId()))
                .toList();
    }

    private static ReleaseWindow atRelease(PartialDate released) {
        return released == null ? null : ReleaseWindow.endingOn(released.firstDay());
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
         * The cohorts in words.
         *
         * @param atRelease null for a model without a release date
         */
        public record Names(String all, String current, String atRelease) {}

        /** The cohorts in words, for {@link #places}; once for all scores of a model. */
        public Names names(Language language) {
            return new Names(
                    everyModel(language),
                    currentModels(language),
                    atRelease == null ? null : words(atRelease, language));
        }

        /**
         * The places of the model's score.
         *
         * @param everyModel the standing of the capability over every model
         * @param score null if the model reports no raw value
         */
        public ModelStandings places(CapabilityStanding everyModel, Score score, Names names) {
            return new ModelStandings(
                    ModelStanding.of(everyModel, score, names.all()),
                    place(current, everyModel, score, names.current()),
                    atRelease == null ? null : place(atRelease, everyModel, score, names.atRelease()),
                    atRelease == null ? ModelStandings.NO_RELEASE_DATE : null);
        }

        /** The place of a score, which may be null, in all cohorts. */
        public ScorePlace place(CapabilityStanding everyModel, Score score) {
            return ScorePlace.of(
                    everyModel, in(current, everyModel), atRelease == null ? null : in(atRelease, everyModel), score);
        }

        /** Numbers of models around the model's score in the same cohorts, and around the edges of the default band. */
        public CohortShares.OfModel shares(CapabilityStanding everyModel, Score score) {
            ScoreBand band = everyModel.bandView();
            return new CohortShares.OfModel(
                    CohortShares.of(everyModel, score),
                    CohortShares.of(everyModel, band.lower()),
                    CohortShares.of(everyModel, band.upper()),
                    CohortShares.of(in(current, everyModel), score),
                    atRelease == null ? null : CohortShares.of(in(atRelease, everyModel), score));
        }

        /** The standing of a capability among the current models. */
        public CapabilityStanding current(CapabilityStanding everyModel) {
            return in(current, everyModel);
        }

        private CapabilityStanding in(ReleaseWindow window, CapabilityStanding everyModel) {
            return standings.get(window).get(everyModel.capability.id());
        }

        private ModelStanding place(ReleaseWindow window, CapabilityStanding everyModel, Score score, String cohort) {
            return ModelStanding.of(in(window, everyModel), score, cohort);
        }
    }

    /** A standing that is not in memory. */
    private record Missing(ReleaseWindow window, CapabilityStanding everyModel) {

        String benchmarkId() {
            return everyModel.capability.benchmarkId();
        }
    }

    /** Standings by window and capability. The tallies of those that are not in memory are read in one statement. */
    private Map<ReleaseWindow, Map<String, CapabilityStanding>> of(
            List<ReleaseWindow> requested, List<CapabilityStanding> capabilities) {
        long revision = snapshot.revision().orElseThrow();
        Map<ReleaseWindow, Map<String, CapabilityStanding>> byWindow = new HashMap<>();
        requested.forEach(window -> byWindow.put(window, new HashMap<>()));
        List<Missing> missing = addFromMemory(byWindow, capabilities, revision);
        if (!missing.isEmpty()) {
            snapshot.leaveMemory();
            readDays(missing, revision);
            missing = addFromMemory(byWindow, capabilities, revision);
        }
        if (!missing.isEmpty()) {
            read(missing, byWindow, revision);
        }
        return byWindow;
    }

    /** Adds the standings that are in memory, and returns the others. */
    private List<Missing> addFromMemory(
            Map<ReleaseWindow, Map<String, CapabilityStanding>> byWindow,
            List<CapabilityStanding> capabilities,
            long revision) {
        List<Missing> missing = new ArrayList<>();
        byWindow.forEach((window, byCapability) -> {
            for (CapabilityStanding everyModel : capabilities) {
                String id = everyModel.capability.id();
                if (!byCapability.containsKey(id)) {
                    windows.find(window, everyModel, revision)
                            .ifPresentOrElse(
                                    standing -> byCapability.put(id, standing),
                                    () -> missing.add(new Missing(window, everyModel)));
                }
            }
        });
        return missing;
    }

    /**
     * Reads the text writers of all benchmarks that are not in memory, if those of a missing standing are not: the next model has
     * others. One thread does; the others wait for it.
     */
    private synchronized void readDays(List<Missing> missing, long revision) {
        boolean needed = missing.stream()
                .filter(standing -> WindowStandings.isOfDays(standing.window()))
                .anyMatch(standing -> windows.needsDays(standing.benchmarkId(), revision));
        if (needed) {
            List<String> benchmarkIds = all.inOrder().stream()
                    .map(everyModel -> everyModel.capability.benchmarkId())
                    .distinct()
                    .filter(id -> windows.needsDays(id, revision))
                    .toList();
            tallies.textWritersByDay(benchmarkIds).forEach((id, days) -> windows.keepDays(id, days, revision));
        }
    }

    /** Reads the tallies of windows. */
    private void read(
            List<Missing> missing, Map<ReleaseWindow, Map<String, CapabilityStanding>> byWindow, long revision) {
        List<String> benchmarkIds =
                missing.stream().map(Missing::benchmarkId).distinct().toList();
        List<ReleaseWindow> missingWindows =
                missing.stream().map(Missing::window).distinct().toList();
        Map<ReleaseWindow, Map<String, Tally>> read = tallies.of(benchmarkIds, missingWindows);
        missing.forEach(standing -> {
            Tally tally = read.getOrDefault(standing.window(), Map.of()).getOrDefault(standing.benchmarkId(), EMPTY);
            byWindow.get(standing.window())
                    .put(
                            standing.everyModel().capability.id(),
                            windows.keep(standing.window(), standing.everyModel(), tally, revision));
        });
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
            Optional<CapabilityStanding> standing = windows.find(window, everyModel, revision);
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
