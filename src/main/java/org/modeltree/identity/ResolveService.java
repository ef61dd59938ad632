package org.modeltree.identity;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.modeltree.catalog.ModelIds;
import org.modeltree.catalog.ModelService;
import org.modeltree.catalog.ModelView;
import org.modeltree.http.problem.Parameters;
import org.modeltree.http.problem.Problem;
import org.modeltree.http.value.Language;
import org.modeltree.identity.IdRules.Resolution;
import org.modeltree.revision.InSnapshot;

/** Resolution of ids to models. */
@ApplicationScoped
@InSnapshot
public class ResolveService {

    private final ModelIds ids;
    private final ModelService models;
    private final IdRules rules;

    ResolveService(ModelIds ids, ModelService models, IdRules rules) {
        this.ids = ids;
        this.models = models;
        this.rules = rules;
    }

    /**
     * Looks an id up as a canonical id, then as an alias, then as a provider's own id, then by the other rules.
     *
     * @throws Problem.Gone if the model was deleted, and no provider uses the id for another one
     * @throws Problem.NotFound if no rule leads to a single model
     */
    public ResolutionView resolve(String given) {
        Resolution resolution = resolutions(List.of(given), false).get(given);
        if (resolution.match() instanceof Match.Ambiguous ambiguous) {
            throw new Problem.NotFound(
                    "The id " + Parameters.quoted(given)
                            + " is ambiguous: providers use it for different models. Use one of the suggested ids.",
                    ambiguous.candidates());
        }
        if (resolution.match() instanceof Match.Unmatched) {
            throw ids.missing(
                    given,
                    rules.resolve(List.of(given), true).get(given).match().candidates());
        }
        return views(Map.of(given, resolution)).get(given);
    }

    /** Resolves many ids with a fixed number of statements; ids without a model get suggestions. */
    ResolutionView.Batch resolveAll(List<String> given) {
        Map<String, ResolutionView> views =
                views(resolutions(given.stream().distinct().toList(), true));
        return new ResolutionView.Batch(given.stream().map(views::get).toList());
    }

    /** Resolutions by given id, for all ids. */
    private Map<String, Resolution> resolutions(List<String> given, boolean withCandidates) {
        Map<String, String> canonical = ids.canonicalByGiven(given);
        List<String> aliases = given.stream()
                .filter(id -> canonical.containsKey(id) && !canonical.get(id).equals(id))
                .toList();
        Map<String, String> stored = aliases.isEmpty() ? Map.of() : ids.storedAliases(aliases);
        List<String> others =
                given.stream().filter(id -> !canonical.containsKey(id)).toList();
        Map<String, Resolution> resolutions = new LinkedHashMap<>(rules.resolve(others, withCandidates));
        canonical.forEach((id, model) -> resolutions.put(
                id,
                new Resolution(
                        new Match.Found(
                                model,
                                model.equals(id) ? Rule.CANONICAL : Rule.ALIAS,
                                model.equals(id) || !ModelIds.isMoving(id, model),
                                "has this id or alias"),
                        stored.getOrDefault(id, model),
                        null)));
        forgetDeleted(resolutions);
        return resolutions;
    }

    /** The id of a deleted model means no model that is merely similar. */
    private void forgetDeleted(Map<String, Resolution> resolutions) {
        List<String> similar = resolutions.entrySet().stream()
                .filter(entry -> IdRules.isSimilar(entry.getValue().match()))
                .map(Map.Entry::getKey)
                .toList();
        Map<String, String> deleted = similar.isEmpty() ? Map.of() : ids.deleted(similar);
        deleted.forEach((id, successor) -> resolutions.put(
                id,
                new Resolution(new Match.Unmatched(successor.isEmpty() ? List.of() : List.of(successor)), null, null)));
    }

    private Map<String, ResolutionView> views(Map<String, Resolution> resolutions) {
        List<String> modelIds = resolutions.values().stream()
                .flatMap(resolution -> resolution.model().stream())
                .distinct()
                .toList();
        Map<String, ModelView> models = this.models.views(modelIds, Language.EN).stream()
                .collect(Collectors.toMap(ModelView::id, Function.identity()));
        Map<String, ResolutionView> views = new LinkedHashMap<>();
        resolutions.forEach((given, resolution) -> views.put(
                given,
                resolution
                        .model()
                        .map(id -> ResolutionView.of(given, resolution, models.get(id)))
                        .orElseGet(() -> ResolutionView.unresolved(
                                given, resolution.match().candidates()))));
        return views;
    }
}
