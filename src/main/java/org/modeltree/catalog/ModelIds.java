package org.modeltree.catalog;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.modeltree.http.problem.Parameters;
import org.modeltree.http.problem.Problem;
import org.modeltree.revision.InSnapshot;

/** Resolves ids and aliases to models. */
@ApplicationScoped
@InSnapshot
public class ModelIds {

    private static final String MODELS = "/api/v1/models/";

    private final Models models;

    ModelIds(Models models) {
        this.models = models;
    }

    /** Canonical id of the model with this id or alias, ignoring case. */
    public Optional<String> canonical(String given) {
        return Optional.ofNullable(models.canonical(List.of(given)).get(given));
    }

    /** The first model by id; empty if the catalog is empty. */
    public Optional<String> any() {
        return models.find("order by id").firstResultOptional().map(model -> model.id);
    }

    /** Canonical ids without duplicates; ids and aliases that match no model are left out. Null for null. */
    public List<String> canonical(List<String> given) {
        if (given == null) {
            return null;
        }
        Map<String, String> canonical = models.canonical(given);
        LinkedHashSet<String> ids = new LinkedHashSet<>();
        given.stream().map(canonical::get).filter(Objects::nonNull).forEach(ids::add);
        return List.copyOf(ids);
    }

    /**
     * Canonical ids, in the order of the given ones.
     *
     * @throws Problem.NotFound for the first that matches no model
     */
    public List<String> required(List<String> given) {
        Map<String, String> canonical = models.canonical(given);
        List<String> ids = new ArrayList<>();
        for (String id : given) {
            if (!canonical.containsKey(id)) {
                throw unknown(id);
            }
            ids.add(canonical.get(id));
        }
        return ids;
    }

    /** The alias in its stored spelling, if the given id is an alias. */
    public Optional<String> storedAlias(String given) {
        return models.storedAlias(given);
    }

    /**
     * Requires that the id in a path is canonical.
     *
     * @param rest the path after the id, with its slash
     * @return the revision of the model's last change
     * @throws Problem.Moved if the id is an alias or another spelling
     * @throws Problem.Gone if the model was deleted
     * @throws Problem.NotFound if no model matches
     */
    public long requireAt(String id, String rest) {
        return models.one(id).map(model -> model.revision).orElseThrow(() -> elsewhere(id, rest));
    }

    /**
     * Response to a path whose id is not canonical. An alias may contain any number of slashes, encoded or not, so the
     * last segment may belong to the alias or be a sub-resource; both readings are tried.
     *
     * @param rest the path after the id, with its slash
     */
    Problem elsewhere(String id, String rest) {
        Map<String, String> candidates = new LinkedHashMap<>();
        candidates.put(id, rest);
        int slash = id.lastIndexOf('/');
        if (slash > 0) {
            candidates.put(id.substring(0, slash), id.substring(slash) + rest);
        }
        Map<String, String> canonical = models.canonical(candidates.keySet());
        return candidates.keySet().stream()
                .filter(canonical::containsKey)
                .findFirst()
                .<Problem>map(
                        candidate -> new Problem.Moved(MODELS + canonical.get(candidate) + candidates.get(candidate)))
                .orElseGet(() -> candidates.keySet().stream()
                        .flatMap(candidate -> gone(candidate).stream())
                        .findFirst()
                        .orElseGet(() -> unknown(id)));
    }

    private Optional<Problem> gone(String id) {
        return models.deleted(id)
                .map(deleted ->
                        new Problem.Gone("The model " + Parameters.shown(id) + " was deleted.", deleted.successor()));
    }

    /** Whether a model with this id was deleted. */
    boolean isDeleted(String id) {
        return models.deleted(id).isPresent();
    }

    /** Redirect to the canonical path, if the id is an alias or another spelling. */
    Optional<Problem> redirect(String id) {
        return canonical(id)
                .filter(canonical -> !canonical.equals(id))
                .map(canonical -> new Problem.Moved(MODELS + canonical));
    }

    /** Problem for an id that matches no model: gone if it was deleted, otherwise not found. */
    public Problem missing(String given) {
        return gone(given.strip().toLowerCase(Locale.ROOT)).orElseGet(() -> unknown(given));
    }

    /** Problem for an id that never existed, with similar ids as suggestions. */
    public Problem.NotFound unknown(String id) {
        return new Problem.NotFound("There is no model " + Parameters.shown(id) + ".", models.similar(id));
    }
}
