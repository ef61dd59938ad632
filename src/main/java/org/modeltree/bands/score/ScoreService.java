package org.modeltree.bands.score;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.modeltree.bands.capability.CapabilityStanding;
import org.modeltree.bands.capability.CapabilityStandings;
import org.modeltree.bands.cohort.Tallies;
import org.modeltree.bands.standing.CohortShares;
import org.modeltree.bands.standing.ModelStandings;
import org.modeltree.bands.standing.ScorePlace;
import org.modeltree.bands.standing.Standings;
import org.modeltree.catalog.ModelIds;
import org.modeltree.catalog.ModelInclude;
import org.modeltree.catalog.ModelService;
import org.modeltree.catalog.ModelView;
import org.modeltree.catalog.query.CountingMeasurement;
import org.modeltree.http.ListView;
import org.modeltree.http.RequestLink;
import org.modeltree.http.problem.Problem;
import org.modeltree.http.value.Language;
import org.modeltree.revision.InSnapshot;
import org.modeltree.revision.dependency.AnswerParts;
import org.modeltree.revision.dependency.ChangedParts;
import org.modeltree.revision.dependency.Part;
import org.modeltree.revision.dependency.Renewal;
import org.modeltree.scoring.Score;

/** Scores of models on every capability. */
@ApplicationScoped
public class ScoreService implements ModelInclude {

    /**
     * A model's score on a capability, with its basis.
     *
     * @param basis what the score is based on, in a few words
     */
    public record Performance(ScoreView score, String basis) {}

    /**
     * A model's score on a capability, with its standings.
     *
     * @param capability the standing of the capability over every model
     * @param standings places of the score in named cohorts
     * @param shares numbers of models around the score in these cohorts; null without a score
     */
    public record PlacedPerformance(
            CapabilityStanding capability,
            Performance performance,
            ModelStandings standings,
            CohortShares.OfModel shares) {}

    private static final String NOT_REPORTED = "not_reported";

    private final CapabilityStandings capabilities;
    private final Standings standings;
    private final Tallies tallies;
    private final ModelIds ids;
    private final ModelService models;
    private final AnswerParts parts;
    private final ChangedParts changed;
    private final ObjectMapper json;
    private final UnscoredJson unscored;

    ScoreService(
            CapabilityStandings capabilities,
            Standings standings,
            Tallies tallies,
            ModelIds ids,
            ModelService models,
            AnswerParts parts,
            ChangedParts changed,
            ObjectMapper json,
            UnscoredJson unscored) {
        this.capabilities = capabilities;
        this.standings = standings;
        this.tallies = tallies;
        this.ids = ids;
        this.models = models;
        this.parts = parts;
        this.changed = changed;
        this.json = json;
        this.unscored = unscored;
    }

    /**
     * A model's score on every capability with its standings, in catalog order. Nothing can be written here, so the answer
     * does not carry the model's revision, which changes with facts that are not shown.
     */
    @InSnapshot
    ListView<PlacedScoreView> scoresOf(String id, Language language, RequestLink link) {
        tallies.countingAhead(List.of(id));
        ids.requireAt(id, "/scores");
        ModelView model = models.views(List.of(id), language).get(0);
        Map<String, CountingMeasurement> counting =
                tallies.counting(List.of(id)).getOrDefault(id, Map.of());
        Standings.ModelCohorts cohorts = standings.of(model);
        List<PlacedPerformance> placed = placed(model, cohorts, counting, language);
        List<PlacedScoreView> scores =
                placed.stream().map(score -> view(score, cohorts, language)).toList();
        parts.madeOf(Part.model(id), Part.every("capability"), Part.every("benchmark"));
        parts.renewedBy(renewal("data", placed, cohorts, counting, language, ScoreService::view));
        return ListView.complete(scores, link);
    }

    /** Reads the measurements of models, for {@link #performances}, in the same round trip as what is read next. */
    public void countingAhead(List<String> modelIds) {
        tallies.countingAhead(modelIds);
    }

    /** Scores of models on every capability, in catalog order, by model. */
    @InSnapshot
    public Map<String, List<Performance>> performances(List<String> modelIds, Language language) {
        Map<String, Map<String, CountingMeasurement>> counting = tallies.counting(modelIds);
        Map<String, List<Performance>> performances = new LinkedHashMap<>();
        for (ModelView model : models.views(modelIds, language)) {
            performances.put(model.id(), performances(model, counting.getOrDefault(model.id(), Map.of()), language));
        }
        return performances;
    }

    /** As {@link #measured}, on every capability. */
    private List<PlacedPerformance> placed(
            ModelView model,
            Standings.ModelCohorts cohorts,
            Map<String, CountingMeasurement> counting,
            Language language) {
        Standings.ModelCohorts.Names names = cohorts.names(language);
        List<PlacedPerformance> placed = new ArrayList<>();
        for (CapabilityStanding capability : capabilities.inOrder()) {
            CountingMeasurement measurement = counting.get(capability.capability.benchmarkId());
            String reason = measurement == null ? reason(capability, model) : null;
            placed.add(placed(capability, cohorts, measurement, reason, names, language));
        }
        return placed;
    }

    /**
     * Scores of a model with its standings on the capabilities that it has a measurement for, in catalog order.
     *
     * @param cohorts named cohorts of the model on these capabilities at least
     * @param counting its counting measurements, by benchmark
     */
    @InSnapshot
    public List<PlacedPerformance> measured(
            Standings.ModelCohorts cohorts, Map<String, CountingMeasurement> counting, Language language) {
        Standings.ModelCohorts.Names names = cohorts.names(language);
        List<PlacedPerformance> placed = new ArrayList<>();
        for (CapabilityStanding capability : capabilities.inOrder()) {
            CountingMeasurement measurement = counting.get(capability.capability.benchmarkId());
            if (measurement != null) {
                placed.add(placed(capability, cohorts, measurement, null, names, language));
            }
        }
        return placed;
    }

    private static PlacedPerformance placed(
            CapabilityStanding capability,
            Standings.ModelCohorts cohorts,
            CountingMeasurement measurement,
            String reason,
            Standings.ModelCohorts.Names names,
            Language language) {
        Score score = score(capability, measurement);
        return new PlacedPerformance(
                capability,
                performance(capability, measurement, reason, language),
                cohorts.places(capability, score, names),
                score == null ? null : cohorts.shares(capability, score));
    }

    private static Score score(CapabilityStanding capability, CountingMeasurement measurement) {
        return measurement == null ? null : capability.scale.score(measurement.raw());
    }

    private static PlacedScoreView view(PlacedPerformance placed) {
        return new PlacedScoreView(placed.performance().score(), placed.standings(), Optional.empty());
    }

    private PlacedScoreView view(PlacedPerformance placed, Standings.ModelCohorts cohorts, Language language) {
        if (placed.shares() != null) {
            return view(placed);
        }
        CapabilityStanding current = cohorts.current(placed.capability());
        return new PlacedScoreView(
                placed.performance().score(), placed.standings(), Optional.of(unscored.of(placed, current, language)));
    }

    /**
     * Renewal of the scores in an answer about one model, when a tally moved.
     *
     * @param member array of the answer that has an element for each of the scores
     * @param cohorts named cohorts of the model
     * @param counting the model's counting measurements, by benchmark
     * @param view makes an element
     */
    public Renewal renewal(
            String member,
            List<PlacedPerformance> shown,
            Standings.ModelCohorts cohorts,
            Map<String, CountingMeasurement> counting,
            Language language,
            Function<PlacedPerformance, Object> view) {
        List<ScoreRenewal.Element> elements = new ArrayList<>();
        List<ScorePlace> places = new ArrayList<>();
        for (PlacedPerformance placed : shown) {
            ScoreView score = placed.performance().score();
            CapabilityStanding standing = placed.capability();
            String benchmark = standing.capability.benchmarkId();
            ScoreRenewal.Element element = new ScoreRenewal.Element(
                    score.capability(), Part.tally(benchmark), counting.get(benchmark), score.reason());
            elements.add(element);
            places.add(new Placing(element, standing, cohorts).place());
        }
        return new ScoreRenewal(
                this,
                changed,
                json,
                new ScoreRenewal.Shown(member, elements, cohorts.windows(), language, view),
                List.copyOf(places));
    }

    /**
     * A score of an answer among standings of some revision.
     *
     * @param capability its standing among every model
     */
    record Placing(ScoreRenewal.Element element, CapabilityStanding capability, Standings.ModelCohorts cohorts) {

        ScorePlace place() {
            return cohorts.place(capability, score(capability, element.measurement()));
        }

        PlacedPerformance placed(Language language) {
            return ScoreService.placed(
                    capability, cohorts, element.measurement(), element.reason(), cohorts.names(language), language);
        }
    }

    /** A score among the standings of a revision, without the database; empty if a tally is not in memory. */
    Optional<Placing> placingInMemory(
            ScoreRenewal.Element element, Standings.ModelCohorts.Windows windows, long revision) {
        return capabilities
                .at(revision)
                .flatMap(all -> all.stream()
                        .filter(standing -> standing.capability.id().equals(element.capability()))
                        .findFirst())
                .flatMap(capability -> standings
                        .inMemory(capability, windows, revision)
                        .map(cohorts -> new Placing(element, capability, cohorts)));
    }

    /** The parts of the catalog that scores are made of, beside those of their models. */
    @InSnapshot
    public List<Part> parts() {
        return capabilities.parts();
    }

    private List<Performance> performances(
            ModelView model, Map<String, CountingMeasurement> counting, Language language) {
        return capabilities.inOrder().stream()
                .map(capability -> performance(
                        capability,
                        counting.get(capability.capability.benchmarkId()),
                        reason(capability, model),
                        language))
                .toList();
    }

    private static Performance performance(
            CapabilityStanding capability, CountingMeasurement measurement, String reason, Language language) {
        ScoreView score = measurement == null
                ? ScoreView.none(capability, reason, language)
                : ScoreView.of(capability, measurement, language);
        return new Performance(score, capability.basis(language));
    }

    /**
     * A model's score on one capability.
     *
     * @throws Problem.NotFound if there is no such capability
     */
    @InSnapshot
    public Performance performanceOf(ModelView model, String capabilityId, Language language) {
        CapabilityStanding capability = capabilities.required(capabilityId);
        CountingMeasurement measurement = tallies.counting(List.of(model.id()))
                .getOrDefault(model.id(), Map.of())
                .get(capability.capability.benchmarkId());
        return performance(capability, measurement, reason(capability, model), language);
    }

    /** Whether lower raw values of the capability are better. */
    @InSnapshot
    public boolean lowerIsBetter(String capabilityId) {
        return capabilities.required(capabilityId).scale.lowerIsBetter();
    }

    @Override
    public String name() {
        return "scores";
    }

    @Override
    @InSnapshot
    public Map<String, Object> of(List<String> modelIds, Language language) {
        Map<String, Object> scores = new LinkedHashMap<>();
        performances(modelIds, language)
                .forEach((id, performances) -> scores.put(
                        id, performances.stream().map(Performance::score).toList()));
        return scores;
    }

    /** Why a model has no score. Only the two token limits have a status that tells more than {@code not_reported}. */
    private static String reason(CapabilityStanding standing, ModelView model) {
        String status = switch (standing.capability.benchmarkId()) {
            case "context-window" -> model.contextWindowStatus();
            case "max-output" -> model.maxOutputStatus();
            default -> NOT_REPORTED;
        };
        return status.equals("unknown") ? NOT_REPORTED : status;
    }
}
