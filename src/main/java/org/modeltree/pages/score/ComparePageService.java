package org.modeltree.pages.score;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.modeltree.card.CompareService;
import org.modeltree.card.CompareView;
import org.modeltree.card.words.Labels;
import org.modeltree.card.words.Words;
import org.modeltree.catalog.Includes;
import org.modeltree.catalog.ModelIds;
import org.modeltree.catalog.ModelService;
import org.modeltree.catalog.ModelView;
import org.modeltree.catalog.query.ModelFilter;
import org.modeltree.http.PageRequest;
import org.modeltree.http.RequestLink;
import org.modeltree.http.value.Language;
import org.modeltree.pages.card.Position;
import org.modeltree.revision.InSnapshot;
import org.modeltree.revision.dependency.AnswerParts;
import org.modeltree.revision.dependency.Part;

/** The page of comparisons, from the same comparison as the API gives. */
@ApplicationScoped
@InSnapshot
public class ComparePageService {

    private static final double SCALE = 10;
    private static final String FACT = "fact";

    private final CompareService comparisons;
    private final ModelService models;
    private final Includes includes;
    private final ModelIds ids;
    private final AnswerParts parts;

    ComparePageService(
            CompareService comparisons, ModelService models, Includes includes, ModelIds ids, AnswerParts parts) {
        this.comparisons = comparisons;
        this.models = models;
        this.includes = includes;
        this.ids = ids;
        this.parts = parts;
    }

    /**
     * A comparison.
     *
     * @param given ids that certainly mean models; with fewer than two, the page asks for more
     * @param more id or name of one more model; null for none
     */
    public ComparePage page(List<String> given, String more, Language language, RequestLink link) {
        List<String> canonical = ids
                .required(Stream.concat(given.stream(), added(more, language, link).stream())
                        .distinct()
                        .toList())
                .stream()
                .distinct()
                .toList();
        Labels labels = Words.in(language).labels();
        if (canonical.size() < 2) {
            canonical.forEach(id -> parts.madeOf(Part.model(id)));
            parts.madeOf(Part.members(), Part.key("aliases"), Part.every("vendor"));
            return new ComparePage(
                    String.join(",", canonical),
                    List.of(),
                    compared(canonical, models.views(canonical, language)),
                    List.of(),
                    List.of(),
                    labels);
        }
        CompareView view = comparisons.compare(canonical, language);
        List<ComparePage.Compared> all = view.models().stream()
                .map(model -> new ComparePage.Compared(model.id(), model.name(), others(canonical, model.id())))
                .toList();
        return new ComparePage(String.join(",", canonical), all, all, rows(view, true), rows(view, false), labels);
    }

    /** The model of an id, else the first one that a search finds. */
    private Optional<String> added(String more, Language language, RequestLink link) {
        if (more == null) {
            return Optional.empty();
        }
        List<String> known = ids.meantByAny(List.of(more));
        if (!known.isEmpty()) {
            return Optional.of(known.get(0));
        }
        // A search without a result names no parts; here it depends on the models that the words could mean later.
        ModelFilter search = ModelFilter.search(more);
        parts.madeOf(search.parts());
        parts.madeOf(Part.members(), Part.key("aliases"));
        return models
                .list(search, null, new PageRequest(1, null), includes.shape("id", null), null, language, link)
                .data()
                .stream()
                .map(model -> ((JsonNode) model).get("id").asText())
                .findFirst();
    }

    private static List<ComparePage.Compared> compared(List<String> canonical, List<ModelView> views) {
        return views.stream()
                .map(model -> new ComparePage.Compared(model.id(), model.name(), others(canonical, model.id())))
                .toList();
    }

    private static String others(List<String> canonical, String id) {
        return canonical.stream().filter(other -> !other.equals(id)).collect(Collectors.joining(","));
    }

    /** Rows in which at least one model has a value, in case of scores. */
    private static List<ComparePage.Row> rows(CompareView view, boolean facts) {
        List<ComparePage.Row> rows = new ArrayList<>();
        for (CompareView.Row row : view.rows()) {
            boolean isShown = row.kind().equals(FACT)
                    ? facts
                    : !facts && row.values().stream().anyMatch(value -> value.score() != null);
            if (isShown) {
                rows.add(new ComparePage.Row(row.label(), values(view, row)));
            }
        }
        return rows;
    }

    private static List<ComparePage.Value> values(CompareView view, CompareView.Row row) {
        List<ComparePage.Value> values = new ArrayList<>();
        for (int i = 0; i < row.values().size(); i++) {
            CompareView.Value value = row.values().get(i);
            values.add(new ComparePage.Value(
                    value.text(),
                    value.score() == null ? null : value.score().toPlainString(),
                    value.exact() == null ? null : Position.of(value.exact() / SCALE),
                    row.winners().contains(view.models().get(i).id())));
        }
        return values;
    }
}
