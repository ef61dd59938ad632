package org.modeltree.card;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.modeltree.bands.score.ScoreService;
import org.modeltree.bands.score.ScoreView;
import org.modeltree.catalog.ModelIds;
import org.modeltree.catalog.ModelService;
import org.modeltree.catalog.ModelView;
import org.modeltree.http.problem.Problem;
import org.modeltree.http.value.Language;
import org.modeltree.http.value.PartialDate;
import org.modeltree.revision.InSnapshot;
import org.modeltree.revision.Snapshot;

/** Compares models. */
@ApplicationScoped
@InSnapshot
class CompareService {

    private static final String HIGHER = "higher";
    private static final String LATER = "later";
    private static final String TOKENS = "tokens";

    private final ModelIds ids;
    private final ModelService models;
    private final ScoreService scores;
    private final Snapshot snapshot;

    CompareService(ModelIds ids, ModelService models, ScoreService scores, Snapshot snapshot) {
        this.ids = ids;
        this.models = models;
        this.scores = scores;
        this.snapshot = snapshot;
    }

    /** Rows of facts and scores of models, with the winners of each row. */
    CompareView compare(List<String> given, Language language) {
        List<String> canonical = ids.required(given);
        if (canonical.stream().distinct().count() < canonical.size()) {
            throw new Problem.InvalidParameter(
                    "ids", "must name different models, but two of these ids mean the same model");
        }
        List<ModelView> compared = models.views(canonical, language);
        List<CompareView.Row> rows = new ArrayList<>();
        rows.add(fact("releaseDate", null, null, compared, ModelView::releaseDate, language));
        rows.add(fact("lifecycle", null, null, compared, ModelView::lifecycle, language));
        rows.add(fact("contextWindow", TOKENS, HIGHER, compared, ModelView::contextWindow, language));
        rows.add(fact("maxOutput", TOKENS, HIGHER, compared, ModelView::maxOutput, language));
        rows.add(fact("parameters", null, null, compared, ModelView::parameters, language));
        rows.add(fact("openWeights", null, null, compared, ModelView::openWeights, language));
        rows.add(fact("licence", null, null, compared, ModelView::licence, language));
        rows.add(fact("modalities", null, null, compared, CompareService::modalities, language));
        rows.add(fact("knowledgeCutoff", null, LATER, compared, ModelView::knowledgeCutoff, language));
        rows.addAll(scoreRows(compared, language));
        List<CompareView.ModelRef> refs = compared.stream()
                .map(model -> new CompareView.ModelRef(model.id(), model.name()))
                .toList();
        return new CompareView(refs, rows, snapshot.revision().orElseThrow());
    }

    private static CompareView.Row fact(
            String name,
            String unit,
            String better,
            List<ModelView> compared,
            Function<ModelView, Object> value,
            Language language) {
        List<Object> values = compared.stream().map(value).toList();
        List<Double> ranked = better == null
                ? List.of()
                : values.stream().map(CompareService::asNumber).toList();
        return new CompareView.Row(
                name,
                "fact",
                Labels.fact(name, language),
                unit,
                better,
                values.stream()
                        .map(one -> new CompareView.Value(one, null, null, null))
                        .toList(),
                winners(compared, ranked));
    }

    private List<CompareView.Row> scoreRows(List<ModelView> compared, Language language) {
        Map<String, List<ScoreService.Performance>> performances =
                scores.performances(compared.stream().map(ModelView::id).toList(), language);
        int capabilities = performances.get(compared.get(0).id()).size();
        List<CompareView.Row> rows = new ArrayList<>();
        for (int i = 0; i < capabilities; i++) {
            int index = i;
            List<ScoreView> row = compared.stream()
                    .map(model -> performances.get(model.id()).get(index).score())
                    .toList();
            ScoreView first = row.get(0);
            rows.add(new CompareView.Row(
                    first.capability(),
                    "score",
                    first.label(),
                    first.unit(),
                    scores.lowerIsBetter(first.capability()) ? "lower" : HIGHER,
                    row.stream()
                            .map(score ->
                                    new CompareView.Value(score.raw(), score.score(), score.exact(), score.settings()))
                            .toList(),
                    winners(compared, row.stream().map(ScoreView::exact).toList())));
        }
        return rows;
    }

    /** Ids of the models with the highest number; empty if fewer than two models have a number. */
    private static List<String> winners(List<ModelView> compared, List<Double> ranked) {
        List<Double> known = ranked.stream().filter(Objects::nonNull).toList();
        if (known.size() < 2) {
            return List.of();
        }
        double best = known.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
        List<String> winners = new ArrayList<>();
        for (int i = 0; i < ranked.size(); i++) {
            if (ranked.get(i) != null && ranked.get(i) == best) {
                winners.add(compared.get(i).id());
            }
        }
        return winners;
    }

    private static Double asNumber(Object value) {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        return value instanceof PartialDate date ? (double) date.firstDay().toEpochDay() : null;
    }

    private static Object modalities(ModelView model) {
        ModelView.Modalities modalities = model.modalities();
        return modalities.input() == null && modalities.output() == null ? null : modalities;
    }
}
