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

/** Knows which model an id means. */
@ApplicationScoped
@InSnapshot
public class ModelIds {

    private static final String MODELS = "/api/v1/models/";

    private final Models models;

    ModelIds(Models models) {
        this.models = models;
    }

    /** Canonical id of an id or alias, in any case, if it means a model. */
    public Optional<String> canonical(String given) {
        return Optional.ofNullable(models.canonical(List.of(given)).get(given));
    }

    /** The first model by id, if there is any. */
    public Optional<String> any() {
        return models.find("order by id").firstResultOptional().map(model -> model.id);
    }

    /** Canonical ids of those that mean a model, without repetition; null for null. */
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
     * Canonical ids, each of which has to mean a model.
     *
     * @throws Problem.NotFound naming the first that does not
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

    /** The alias as it is kept, if the given id is one. */
    public Optional<String> aliasAsKept(String given) {
        return models.aliasAsKept(given);
    }

    /**
     * The id of a path, which has to be canonical.
     *
     * @param rest of the path behind the id, with its slash
     * @return the revision of the model's last change
     * @throws Problem.Moved if it means a model whose canonical id is another
     * @throws Problem.NotFound if it means none
     */
    public long requireAt(String id, String rest) {
        return models.one(id).map(model -> model.revision).orElseThrow(() -> elsewhere(id, rest));
    }

    /**
     * Where a path leads whose id is not canonical: an alias, with any number of slashes, encoded or not. What looks
     * like the end of the id may be a sub-resource of a model whose id has no slash, or an encoded one.
     *
     * @param rest of the path behind the id, with its slash
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
                .<Problem>map(meant -> new Problem.Moved(MODELS + canonical.get(meant) + candidates.get(meant)))
                .orElseGet(() -> candidates.keySet().stream()
                        .flatMap(meant -> gone(meant).stream())
                        .findFirst()
                        .orElseGet(() -> unknown(id)));
    }

    private Optional<Problem> gone(String id) {
        return models.deleted(id)
                .map(gone -> new Problem.Gone("The model " + Parameters.shown(id) + " was deleted.", gone.successor()));
    }

    /** Whether there was a model of this id, and is none any more. */
    boolean isDeleted(String id) {
        return models.deleted(id).isPresent();
    }

    /** Where there is another spelling of the id, or an alias, this is where it leads. */
    Optional<Problem> leadsElsewhere(String id) {
        return canonical(id)
                .filter(canonical -> !canonical.equals(id))
                .map(canonical -> new Problem.Moved(MODELS + canonical));
    }

    /** No id or alias is this: the model was deleted, or there never was one. */
    public Problem missing(String given) {
        return gone(given.strip().toLowerCase(Locale.ROOT)).orElseGet(() -> unknown(given));
    }

    /** There is no model of this id; suggests those that may have been meant. */
    public Problem.NotFound unknown(String id) {
        return new Problem.NotFound("There is no model " + Parameters.shown(id) + ".", models.similar(id));
    }
}
