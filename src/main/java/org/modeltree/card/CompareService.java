package org.modeltree.card;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.modeltree.bands.score.ScoreService;
import org.modeltree.bands.score.ScoreView;
import org.modeltree.card.words.ValueText;
import org.modeltree.card.words.Words;
import org.modeltree.catalog.FactValue;
import org.modeltree.catalog.ModelIds;
import org.modeltree.catalog.ModelService;
import org.modeltree.catalog.ModelView;
import org.modeltree.catalog.query.SearchText;
import org.modeltree.http.problem.Problem;
import org.modeltree.http.value.Language;
import org.modeltree.revision.InSnapshot;
import org.modeltree.revision.dependency.AnswerParts;
import org.modeltree.revision.dependency.Part;

/** Compares models. */
@ApplicationScoped
@InSnapshot
public class CompareService {

    private static final String HIGHER = "higher";
    private static final String LATER = "later";
    private static final String TOKENS = "tokens";

    /**
     * Row of facts.
     *
     * @param better which values win; null if none does
     * @param status why the value is missing, if it is
     */
    private record FactRow(
            String name,
            String unit,
            String better,
            Function<ModelView, FactValue> value,
            Function<ModelView, String> status) {

        FactRow(String name, String better, Function<ModelView, FactValue> value) {
            this(name, null, better, value, model -> "unknown");
        }
    }

    private static final List<FactRow> FACTS = List.of(
            new FactRow("releaseDate", null, model -> FactValue.of(model.releaseDate())),
            new FactRow("lifecycle", null, model -> FactValue.of(model.lifecycle())),
            new FactRow(
                    "contextWindow",
                    TOKENS,
                    HIGHER,
                    model -> FactValue.of(model.contextWindow()),
                    ModelView::contextWindowStatus),
            new FactRow(
                    "maxOutput", TOKENS, HIGHER, model -> FactValue.of(model.maxOutput()), ModelView::maxOutputStatus),
            new FactRow(
                    "parameters", null, null, model -> FactValue.of(model.parameters()), ModelView::parametersStatus),
            new FactRow("openWeights", null, model -> FactValue.of(model.openWeights())),
            new FactRow("licence", null, model -> FactValue.of(model.licence())),
            new FactRow(
                    "modalities.input",
                    null,
                    model -> FactValue.of(model.modalities().input())),
            new FactRow(
                    "modalities.output",
                    null,
                    model -> FactValue.of(model.modalities().output())),
            new FactRow("knowledgeCutoff", LATER, model -> FactValue.of(model.knowledgeCutoff())));

    private final ModelIds ids;
    private final ModelService models;
    private final ScoreService scores;
    private final AnswerParts parts;

    CompareService(ModelIds ids, ModelService models, ScoreService scores, AnswerParts parts) {
        this.ids = ids;
        this.models = models;
        this.scores = scores;
        this.parts = parts;
    }

    /** Rows of facts and scores of models, with the winners of each row. */
    public CompareView compare(List<String> given, Language language) {
        List<ModelView> compared = models(given, language);
        List<String> canonical = compared.stream().map(ModelView::id).toList();
        if (canonical.stream().distinct().count() < canonical.size()) {
            throw new Problem.InvalidParameter(
                    "ids", "must name different models, but two of these ids mean the same model");
        }
        List<CompareView.Row> rows = new ArrayList<>();
        for (FactRow row : FACTS) {
            rows.add(row(row, compared, language));
        }
        rows.addAll(scoreRows(compared, language));
        List<CompareView.ModelRef> refs = compared.stream()
                .map(model -> new CompareView.ModelRef(model.id(), model.name()))
                .toList();
        canonical.forEach(id -> parts.madeOf(Part.model(id)));
        parts.madeOf(Part.members(), Part.key("aliases"), Part.every("vendor"));
        parts.madeOf(scores.parts());
        return new CompareView(refs, rows);
    }

    /**
     * The models that ids mean. Usually each is the id of a model, perhaps in another case, which always means that model; then
     * everything is in memory or read in one round trip.
     */
    private List<ModelView> models(List<String> given, Language language) {
        // The database knows no NUL characters.
        if (given.stream().noneMatch(id -> id.indexOf('\0') >= 0)) {
            List<String> keys = given.stream().map(SearchText::idKey).toList();
            scores.countingAhead(keys);
            List<ModelView> found = models.views(keys, language);
            if (found.size() == keys.size()) {
                return found;
            }
        }
        List<String> canonical = ids.required(given);
        scores.countingAhead(canonical);
        return models.views(canonical, language);
    }

    private static CompareView.Row row(FactRow row, List<ModelView> compared, Language language) {
        ValueText text = new ValueText(language);
        List<FactValue> values = compared.stream().map(row.value()).toList();
        List<Double> ranked = row.better() == null
                ? List.of()
                : values.stream().map(CompareService::asNumber).toList();
        return new CompareView.Row(
                row.name(),
                "fact",
                Words.in(language).fact(row.name()),
                row.unit(),
                row.better(),
                IntStream.range(0, values.size())
                        .mapToObj(i -> new CompareView.Value(
                                values.get(i),
                                text.fact(
                                        row.name(), values.get(i), row.status().apply(compared.get(i))),
                                null,
                                null,
                                null))
                        .toList(),
                winners(compared, ranked));
    }

    private List<CompareView.Row> scoreRows(List<ModelView> compared, Language language) {
        Map<String, List<ScoreService.Performance>> performances =
                scores.performances(compared.stream().map(ModelView::id).toList(), language);
        int capabilities = performances.get(compared.get(0).id()).size();
        ValueText text = new ValueText(language);
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
                            .map(score -> new CompareView.Value(
                                    FactValue.of(score.raw()),
                                    score.raw() == null
                                            ? Words.in(language).missing(score.reason())
                                            : text.raw(score.raw(), score.unit()),
                                    score.score(),
                                    score.exact(),
                                    score.settings()))
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

    private static Double asNumber(FactValue value) {
        if (value.number() != null) {
            return value.number().doubleValue();
        }
        return value.date() == null ? null : (double) value.date().firstDay().toEpochDay();
    }
}
