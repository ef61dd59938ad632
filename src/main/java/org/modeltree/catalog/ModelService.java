package org.modeltree.catalog;

import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.modeltree.catalog.lists.KeptPages;
import org.modeltree.catalog.lists.ModelJson;
import org.modeltree.catalog.lists.Pages;
import org.modeltree.catalog.lists.RareWords;
import org.modeltree.catalog.query.Keyset;
import org.modeltree.catalog.query.KnownValues;
import org.modeltree.catalog.query.ModelCriteria;
import org.modeltree.catalog.query.ModelCriterion;
import org.modeltree.catalog.query.ModelFilter;
import org.modeltree.catalog.query.SortKey;
import org.modeltree.catalog.query.SortKeys;
import org.modeltree.catalog.query.SortOrder;
import org.modeltree.catalog.query.SqlCondition;
import org.modeltree.catalog.query.Suggestions;
import org.modeltree.http.Cursor;
import org.modeltree.http.FilterSuggestion;
import org.modeltree.http.ListView;
import org.modeltree.http.PageRequest;
import org.modeltree.http.RequestLink;
import org.modeltree.http.Versioned;
import org.modeltree.http.cache.FactCache;
import org.modeltree.http.problem.Problem;
import org.modeltree.http.value.Language;
import org.modeltree.revision.InSnapshot;
import org.modeltree.revision.Snapshot;
import org.modeltree.revision.dependency.AnswerParts;
import org.modeltree.revision.dependency.Part;

/** Lists models and reads single ones. */
@ApplicationScoped
@InSnapshot
public class ModelService {

    /** The parts of the catalog that a model shows beside its own: names, and which measurement counts. */
    private static final List<Part> RELATED =
            List.of(Part.every("vendor"), Part.every("benchmark"), Part.every("capability"));

    private final Models models;
    private final Pages pages;
    private final RareWords rareWords;
    private final KeptPages keptPages;
    private final ModelIds ids;
    private final Snapshot snapshot;
    private final ModelCriteria modelCriteria;
    private final FilterSuggestions suggestions;
    private final Includes includes;
    private final List<ModelCriterion> criteria;
    private final List<SortKeys> sortKeys;
    private final AnswerParts parts;
    private final FactCache facts;

    ModelService(
            Models models,
            Pages pages,
            RareWords rareWords,
            KeptPages keptPages,
            ModelIds ids,
            Snapshot snapshot,
            ModelCriteria modelCriteria,
            FilterSuggestions suggestions,
            Includes includes,
            @All List<ModelCriterion> criteria,
            @All List<SortKeys> sortKeys,
            AnswerParts parts,
            FactCache facts) {
        this.models = models;
        this.pages = pages;
        this.rareWords = rareWords;
        this.keptPages = keptPages;
        this.ids = ids;
        this.snapshot = snapshot;
        this.modelCriteria = modelCriteria;
        this.suggestions = suggestions;
        this.includes = includes;
        this.criteria = criteria;
        this.sortKeys = sortKeys;
        this.parts = parts;
        this.facts = facts;
    }

    /** A page of the models that match the filter, sorted and in the requested shape. */
    public ModelPage list(
            ModelFilter filter,
            String sort,
            PageRequest page,
            Includes.Shape shape,
            List<String> facets,
            Language language,
            RequestLink link) {
        SortOrder order = sort == null && filter.q() != null
                ? SortOrder.BY_RELEVANCE
                : SortOrder.of(sort, name -> sortKey(name, filter));
        String list = "models\n" + filter + "\n" + sort;
        Cursor cursor = Cursor.decoded(page.cursor(), list, Keyset.columns(order.terms()));
        List<Object> after = cursor == null ? null : Keyset.fromJson(cursor.values(), order.terms());
        // Suggestions depend on the values that other models have, and includes and facets on still more.
        boolean takesPageAlone = shape.includes().isEmpty() && facets == null;
        KeptPages.Asked asked = keptPages.asked(filter, list, page);
        Optional<Pages.Page> kept = takesPageAlone ? keptPages.find(asked) : Optional.empty();
        boolean isSearch = kept.isEmpty() && takesPageAlone && isSearchOnly(filter, order);
        if (isSearch) {
            snapshot.expectOneRoundTrip();
        }
        Optional<Pages.Page> ofRareWords =
                isSearch ? rareWords.search(filter.q(), after, page.limit()) : Optional.empty();
        List<SqlCondition> conditions = kept.isPresent() || ofRareWords.isPresent() ? List.of() : conditions(filter);
        if (takesPageAlone) {
            // Unless the conditions have taken a statement, which does not read its revision.
            snapshot.expectOneRoundTrip();
        }
        Pages.Page found = kept.or(() -> ofRareWords)
                .orElseGet(() -> pages.page(conditions, order, after, filter.q(), page.limit()));
        if (kept.isEmpty()) {
            snapshot.recordRevision(found.revision());
        }
        Pages.Total total = found.total();
        if (takesPageAlone
                && total.models() > 0
                && (filter.ids() == null || filter.ids().size() <= total.models())) {
            List<Part> ofList = new ArrayList<>(filter.parts());
            ofList.addAll(sort == null ? List.of() : ModelFilter.partsOf(sort));
            // A page that is found again does not know on what the meaning of other ids depends.
            if (kept.isEmpty() && isByNameOnly(filter)) {
                keptPages.keep(asked, found, ofList);
            }
            parts.madeOf(ofList);
            found.ids().forEach(id -> parts.madeOf(Part.model(id)));
            parts.madeOf(RELATED);
        }
        String next = found.end()
                .map(values -> new Cursor(Keyset.toJson(values)).encoded(list))
                .orElse(null);
        return new ModelPage(
                shown(found.ids(), shape, language),
                new ListView.Meta(total.models(), total.exact() ? "exact" : "at_least", next),
                ListView.Links.of(link, next),
                suggestions(filter, total.models()),
                facets == null ? null : facets(facets, conditions));
    }

    /** Whether the models of the filter are named by their ids and aliases, whose changes it knows. */
    private boolean isByNameOnly(ModelFilter filter) {
        return ids.partsOf(filter.ids()).isEmpty()
                && ids.partsOf(filter.parent()).isEmpty();
    }

    private static boolean isSearchOnly(ModelFilter filter, SortOrder order) {
        return filter.q() != null
                && order.equals(SortOrder.BY_RELEVANCE)
                && filter.equals(ModelFilter.search(filter.q()));
    }

    private List<FilterSuggestion> suggestions(ModelFilter filter, long found) {
        List<FilterSuggestions.Filter> filters = new ArrayList<>(FilterSuggestions.Filter.of(filter.traits()));
        // If as many models were found as ids are given, each id has a match.
        List<String> ids = filter.ids() == null || filter.ids().size() <= found ? null : filter.ids();
        filters.add(new FilterSuggestions.Filter("ids", KnownValues.Domain.MODEL, ids));
        filters.add(new FilterSuggestions.Filter("parent", KnownValues.Domain.MODEL, filter.parent()));
        return suggestions.of(found > 0, filters);
    }

    /** One model in the requested shape. A redirect takes precedence over invalid parameters. */
    Versioned<Object> one(String id, String fields, String include, Language language) {
        Optional<ModelJson> known = fields == null && include == null
                ? facts.find(new ModelJson.Known(id, language), ModelJson.class)
                : Optional.empty();
        if (known.isPresent()) {
            parts.madeOf(partsOf(id));
            return new Versioned<>(known.get().revision(), known.get());
        }
        if (include == null) {
            snapshot.expectOneRoundTrip();
        }
        long revision = ids.requireAt(id, "");
        Includes.Shape shape = includes.shape(fields, include);
        if (shape.includes().isEmpty()) {
            parts.madeOf(partsOf(id));
        }
        return new Versioned<>(revision, shown(List.of(id), shape, language).get(0));
    }

    /** The parts of the catalog that a model is made of. */
    private static List<Part> partsOf(String id) {
        List<Part> made = new ArrayList<>(RELATED);
        made.add(Part.model(id));
        return made;
    }

    /** Models in the requested shape, in the order of their ids. Those that are shown whole are kept as JSON. */
    private List<? extends Object> shown(List<String> modelIds, Includes.Shape shape, Language language) {
        if (!shape.isWhole() || !facts.isOn()) {
            return includes.shaped(views(modelIds, language), shape, language);
        }
        List<ModelJson.Known> keys =
                modelIds.stream().map(id -> new ModelJson.Known(id, language)).toList();
        Map<ModelJson.Known, ModelJson> shown = facts.find(keys, ModelJson.class);
        List<String> unread = keys.stream()
                .filter(key -> !shown.containsKey(key))
                .map(ModelJson.Known::modelId)
                .toList();
        for (ModelView view : models.inOrderOnce(unread).stream()
                .map(model -> ModelView.of(model, language))
                .toList()) {
            ModelJson.Known key = new ModelJson.Known(view.id(), language);
            ModelJson whole = includes.whole(view);
            shown.put(key, whole);
            facts.keep(key, whole, partsOf(view.id()), whole.bytes());
        }
        return keys.stream().map(shown::get).filter(Objects::nonNull).toList();
    }

    /** Response to a path whose id is not canonical. An id of a vendor alone leads to the models of the vendor. */
    Problem elsewhere(String id) {
        Problem problem = ids.elsewhere(id, "");
        String vendor = id.toLowerCase(Locale.ROOT);
        if (!(problem instanceof Problem.NotFound unknown) || !suggestions.isVendor(vendor)) {
            return problem;
        }
        List<String> paths = List.of("/api/v1/models?vendor=" + vendor, "/api/v1/vendors/" + vendor);
        return new Problem.NotFound(
                unknown.getMessage() + " " + vendor
                        + " is a vendor; the path of a model has two parts, vendor and slug.",
                Stream.concat(paths.stream(), unknown.suggestions().stream())
                        .limit(Suggestions.MAX)
                        .toList());
    }

    /** The models of these ids that exist, in the order of the ids. */
    public List<ModelView> views(List<String> modelIds, Language language) {
        return models.inOrder(modelIds).stream()
                .map(model -> ModelView.of(model, language))
                .toList();
    }

    /**
     * A model in one language.
     *
     * @param hasText whether it has a subtitle or a summary in that language, rather than in English only
     */
    public record LocalizedModel(ModelView view, boolean hasText) {}

    /**
     * The model of a path, whose id has to be canonical.
     *
     * @param rest the path after the id, with its slash
     * @throws Problem.Moved if the id is an alias or another spelling
     * @throws Problem.Gone if the model was deleted
     * @throws Problem.NotFound if no model matches
     */
    public LocalizedModel at(String id, String rest, Language language) {
        return localized(models.one(id).orElseThrow(() -> ids.elsewhere(id, rest)), language);
    }

    /** The models of these ids that exist, in the order of the ids. */
    public List<LocalizedModel> localized(List<String> modelIds, Language language) {
        return models.inOrder(modelIds).stream()
                .map(model -> localized(model, language))
                .toList();
    }

    private static LocalizedModel localized(Model model, Language language) {
        boolean hasText = language == Language.ZH
                ? model.subtitleZh != null || model.summaryZh != null
                : model.subtitleEn != null || model.summaryEn != null;
        return new LocalizedModel(ModelView.of(model, language), hasText);
    }

    /** SQL conditions of a filter, including those of other features. */
    public List<SqlCondition> conditions(ModelFilter filter) {
        List<SqlCondition> conditions = new ArrayList<>(modelCriteria.of(filter, ids.meantByAny(filter.ids())));
        criteria.stream()
                .map(criterion -> criterion.of(filter))
                .flatMap(Optional::stream)
                .forEach(conditions::add);
        return conditions;
    }

    private Map<String, List<Pages.FacetCount>> facets(List<String> names, List<SqlCondition> conditions) {
        Map<String, List<Pages.FacetCount>> facets = new LinkedHashMap<>();
        names.forEach(name -> facets.put(name, pages.facet(name, conditions)));
        return facets;
    }

    private Optional<SortKey> sortKey(String name, ModelFilter filter) {
        return sortKeys.stream()
                .map(keys -> keys.find(name, filter).orElse(null))
                .filter(Objects::nonNull)
                .findFirst();
    }
}
