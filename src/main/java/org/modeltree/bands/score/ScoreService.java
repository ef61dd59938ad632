package org.modeltree.bands.score;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.modeltree.bands.capability.CapabilityStanding;
import org.modeltree.bands.capability.CapabilityStandings;
import org.modeltree.bands.cohort.Tallies;
import org.modeltree.catalog.ModelIds;
import org.modeltree.catalog.ModelInclude;
import org.modeltree.catalog.ModelService;
import org.modeltree.catalog.ModelView;
import org.modeltree.http.ListView;
import org.modeltree.http.RequestLink;
import org.modeltree.http.Versioned;
import org.modeltree.http.value.Language;
import org.modeltree.revision.InSnapshot;
import org.modeltree.revision.Snapshot;

/** Scores models on every capability. */
@ApplicationScoped
public class ScoreService implements ModelInclude {

    /**
     * A model's score with the words that a card puts beside it.
     *
     * @param basis what the score is of, in a few words
     */
    public record Performance(ScoreView score, String basis) {}

    private static final String NOT_REPORTED = "not_reported";

    private final CapabilityStandings fields;
    private final Tallies tallies;
    private final ModelIds ids;
    private final ModelService models;
    private final Snapshot snapshot;

    ScoreService(CapabilityStandings fields, Tallies tallies, ModelIds ids, ModelService models, Snapshot snapshot) {
        this.fields = fields;
        this.tallies = tallies;
        this.ids = ids;
        this.models = models;
        this.snapshot = snapshot;
    }

    /** The model's score on every capability, in the catalog's order. */
    @InSnapshot
    Versioned<ListView<ScoreView>> scoresOf(String id, Language language, RequestLink link) {
        long revision = ids.requireAt(id, "/scores");
        List<ScoreView> scores = performances(List.of(id), language).get(id).stream()
                .map(Performance::score)
                .toList();
        return new Versioned<>(
                revision, ListView.complete(scores, link, snapshot.revision().orElseThrow()));
    }

    /** The scores of models on every capability, in the catalog's order, by model. */
    @InSnapshot
    public Map<String, List<Performance>> performances(List<String> modelIds, Language language) {
        Map<String, Map<String, Double>> counting = tallies.counting(modelIds);
        Map<String, List<Performance>> performances = new LinkedHashMap<>();
        for (ModelView model : models.views(modelIds, language)) {
            performances.put(model.id(), performances(model, counting.getOrDefault(model.id(), Map.of()), language));
        }
        return performances;
    }

    /**
     * The scores of a model on every capability, in the catalog's order.
     *
     * @param raws its counting measurements, by benchmark
     */
    @InSnapshot
    public List<Performance> performances(ModelView model, Map<String, Double> raws, Language language) {
        List<Performance> ofModel = new ArrayList<>();
        for (CapabilityStanding field : fields.inOrder()) {
            Double raw = raws.get(field.capability.benchmarkId());
            ScoreView score = raw == null
                    ? ScoreView.none(field, reason(field, model), language)
                    : ScoreView.of(field, raw, language);
            ofModel.add(new Performance(score, field.basis(language)));
        }
        return ofModel;
    }

    /** Whether smaller raw values of the capability are better. */
    @InSnapshot
    public boolean lowerIsBetter(String capabilityId) {
        return fields.required(capabilityId).scale.lowerIsBetter();
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
                .forEach((id, ofModel) ->
                        scores.put(id, ofModel.stream().map(Performance::score).toList()));
        return scores;
    }

    /** Why a model has no score: the two limits have a status of their own, anything else was just not reported. */
    private static String reason(CapabilityStanding field, ModelView model) {
        String status = switch (field.capability.benchmarkId()) {
            case "context-window" -> model.contextWindowStatus();
            case "max-output" -> model.maxOutputStatus();
            default -> NOT_REPORTED;
        };
        return status.equals("unknown") ? NOT_REPORTED : status;
    }
}
