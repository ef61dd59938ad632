package org.modeltree.catalog;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.modeltree.http.Problem;
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
        return models.findByIdOptional(id)
                .map(model -> model.revision)
                .orElseThrow(() -> canonical(id)
                        .<Problem>map(canonical -> new Problem.Moved(MODELS + canonical + rest))
                        .orElseGet(() -> unknown(id)));
    }

    /**
     * Where a path of any other shape leads: an alias with any number of slashes, or a percent-encoded id, with or
     * without a sub-resource behind it.
     *
     * @param segments decoded
     * @throws Problem.Moved or {@link Problem.NotFound}, always
     */
    public Problem elsewhere(List<String> segments) {
        Map<String, String> candidates = new LinkedHashMap<>();
        String last = segments.get(segments.size() - 1);
        candidates.put(String.join("/", segments), "");
        if (segments.size() > 1) {
            candidates.put(String.join("/", segments.subList(0, segments.size() - 1)), "/" + last);
        }
        Map<String, String> canonical = models.canonical(candidates.keySet());
        for (Map.Entry<String, String> candidate : candidates.entrySet()) {
            if (canonical.containsKey(candidate.getKey())) {
                return new Problem.Moved(MODELS + canonical.get(candidate.getKey()) + candidate.getValue());
            }
        }
        return unknown(String.join("/", segments));
    }

    /** There is no model of this id; suggests those that may have been meant. */
    public Problem.NotFound unknown(String id) {
        return new Problem.NotFound("There is no model " + id + ".", models.similar(id));
    }
}
