package org.modeltree.catalog;

import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.modeltree.catalog.query.SimilarModels;
import org.modeltree.catalog.query.Suggestions;
import org.modeltree.http.WriteConditions;
import org.modeltree.http.problem.Parameters;
import org.modeltree.http.problem.Problem;
import org.modeltree.revision.InSnapshot;
import org.modeltree.revision.Snapshot;
import org.modeltree.revision.dependency.AnswerParts;
import org.modeltree.revision.dependency.Part;

/** Resolves ids and aliases to models. */
@ApplicationScoped
@InSnapshot
public class ModelIds {

    private static final String SHOWCASE = "openai/instructgpt";
    private static final String LATEST = "-latest";
    static final String MODELS = "/api/v1/models/";

    /** Number of unknown ids in one request for which similar ids are looked up. */
    private static final int MAX_LOOKED_UP = 5;

    /** Maximum number of segments of an id in a path that is not an alias. */
    private static final int MAX_SEGMENTS = 2;

    private final Models models;
    private final SimilarModels similar;
    private final List<ModelFinder> finders;
    private final Snapshot snapshot;
    private final AnswerParts parts;

    ModelIds(
            Models models,
            SimilarModels similar,
            @All List<ModelFinder> finders,
            Snapshot snapshot,
            AnswerParts parts) {
        this.models = models;
        this.similar = similar;
        this.finders = finders;
        this.snapshot = snapshot;
        this.parts = parts;
    }

    /** Canonical id of the model with this id or alias, ignoring case. */
    public Optional<String> canonical(String given) {
        return Optional.ofNullable(models.canonical(List.of(given)).get(given));
    }

    /** Canonical ids by given id or alias, ignoring case; ids that match no model are left out. */
    public Map<String, String> canonicalByGiven(Collection<String> given) {
        return models.canonical(given);
    }

    /** The first model by id; empty if the catalog is empty. */
    public Optional<String> any() {
        return models.find("order by id").firstResultOptional().map(model -> model.id);
    }

    /** The first ids of models, in order. */
    public List<String> first(int most) {
        return models.ids(most);
    }

    /** A model to show first: one of the built-in catalog whose card has every section, otherwise the first by id. */
    public Optional<String> showcase() {
        return canonical(SHOWCASE).or(this::any);
    }

    /**
     * Canonical ids of the models that ids mean, by given id: their own, aliases, ignoring case, and other ids that certainly
     * mean a model; all others are left out. The answer of the request depends on the rules by which these are found.
     */
    public Map<String, String> meantByGiven(Collection<String> given) {
        Map<String, String> meant = new LinkedHashMap<>(models.canonical(given));
        byRule(given.stream().filter(id -> !meant.containsKey(id)).toList()).forEach((id, found) -> {
            if (found.certain()) {
                meant.put(id, found.modelId());
            }
        });
        return meant;
    }

    /** As {@link #meantByGiven}, without duplicates and in the order of the given ids. Null for null. */
    public List<String> meantByAny(List<String> given) {
        if (given == null) {
            return null;
        }
        Map<String, String> meant = meantByGiven(given);
        LinkedHashSet<String> ids = new LinkedHashSet<>();
        given.stream().map(meant::get).filter(Objects::nonNull).forEach(ids::add);
        return List.copyOf(ids);
    }

    /**
     * As {@link #meantByGiven}, in the order of the given ids.
     *
     * @throws Problem.NotFound for the first that means no model, or that may mean several
     */
    public List<String> required(List<String> given) {
        Map<String, String> meant = meantByGiven(given);
        List<String> ids = new ArrayList<>();
        for (String id : given) {
            if (!meant.containsKey(id)) {
                throw unknown(id, byRule(List.of(id)).get(id));
            }
            ids.add(meant.get(id));
        }
        return ids;
    }

    /**
     * The parts of the catalog on which the meaning of ids depends that were neither ids nor aliases of models when they were
     * looked up in this snapshot; none if all were, or for null. To be named by what is kept under such ids.
     */
    public List<Part> partsOf(List<String> given) {
        boolean byRule = given != null
                && given.stream()
                        .anyMatch(id -> snapshot.remembered(new ByRule(id), RuleResult.class)
                                .isPresent());
        return byRule ? partsOfRules() : List.of();
    }

    private List<Part> partsOfRules() {
        List<Part> all = new ArrayList<>(List.of(Part.every("deleted")));
        finders.forEach(finder -> all.addAll(finder.parts()));
        return all;
    }

    /** Key of what the rules find for an id. */
    private record ByRule(String id) {}

    /** What the rules find for an id; null if nothing. */
    private record RuleResult(ModelFinder.FoundModel model) {}

    /** Models to which rules lead from ids that are neither ids nor aliases; the id of a deleted model means no other one. */
    private Map<String, ModelFinder.FoundModel> byRule(Collection<String> others) {
        Map<String, ModelFinder.FoundModel> found = new LinkedHashMap<>();
        List<String> unread = new ArrayList<>();
        for (String id : others) {
            Optional<RuleResult> read = snapshot.remembered(new ByRule(id), RuleResult.class);
            read.map(RuleResult::model).ifPresent(model -> found.put(id, model));
            // The database knows no NUL characters.
            if (read.isEmpty() && id.indexOf('\0') < 0) {
                unread.add(id);
            }
        }
        if (unread.isEmpty()) {
            return found;
        }
        parts.askedBy(partsOfRules());
        Map<String, String> deleted = models.deleted(unread);
        List<String> open =
                unread.stream().filter(id -> !deleted.containsKey(id)).toList();
        if (!open.isEmpty()) {
            finders.forEach(finder -> finder.find(open).forEach(found::putIfAbsent));
        }
        unread.forEach(id -> snapshot.remember(new ByRule(id), new RuleResult(found.get(id))));
        return found;
    }

    /**
     * An id that matches no model.
     *
     * @param deleted whether a model with this id was deleted
     * @param successor id of the deleted model's successor; null if there is none
     * @param suggestions ids of similar models, likeliest first
     */
    public record MissingModel(boolean deleted, String successor, List<String> suggestions) {}

    /**
     * Why ids match no model, by given id and in their order. Similar ids are looked up one by one, so only the first few
     * ids get those; a model that an id means by another rule is suggested for each.
     */
    public Map<String, MissingModel> whyMissing(Collection<String> given) {
        if (given.isEmpty()) {
            return Map.of();
        }
        Map<String, String> deleted = models.deleted(given);
        List<String> others =
                given.stream().filter(id -> !deleted.containsKey(id)).toList();
        Map<String, ModelFinder.FoundModel> found = byRule(others);
        Map<String, MissingModel> missing = new LinkedHashMap<>();
        int lookedUp = 0;
        for (String id : given) {
            if (deleted.containsKey(id)) {
                String successor = deleted.get(id);
                missing.put(id, new MissingModel(true, successor.isEmpty() ? null : successor, List.of()));
            } else if (found.containsKey(id)) {
                missing.put(
                        id, new MissingModel(false, null, List.of(found.get(id).modelId())));
            } else {
                lookedUp++;
                missing.put(
                        id,
                        new MissingModel(
                                false,
                                null,
                                lookedUp > MAX_LOOKED_UP
                                        ? List.of()
                                        : unknown(id).suggestions()));
            }
        }
        return missing;
    }

    /** Aliases in their stored spelling, by given id. */
    public Map<String, String> storedAliases(Collection<String> given) {
        return models.storedAliases(given);
    }

    /** Successors of deleted models by given id, ignoring case; empty texts for those without one. */
    public Map<String, String> deleted(Collection<String> given) {
        return models.deleted(given);
    }

    /**
     * Requires that the id in a path is canonical.
     *
     * @param rest the path after the id, with its slash
     * @return the revision of the model's last change
     * @throws Problem.Moved if the id is an alias or another spelling
     * @throws Problem.Resolved if the id certainly means a model by another rule
     * @throws Problem.Gone if the model was deleted
     * @throws Problem.NotFound if no model matches
     */
    public long requireAt(String id, String rest) {
        return models.one(id).map(model -> model.revision).orElseThrow(() -> elsewhere(id, rest));
    }

    /** As {@link #requireAt}, for a write that needs the model: if there is none, the problem says how to create it. */
    public void requireToWrite(String id, String rest) {
        if (models.one(id).isEmpty()) {
            Problem problem = elsewhere(id, rest);
            throw problem instanceof Problem.NotFound unknown
                    ? unknown.advising(WriteConditions.creation(MODELS + id))
                    : problem;
        }
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
        Models.Named named = models.named(candidates.keySet());
        Map<String, String> canonical = named.canonical();
        return candidates.keySet().stream()
                .filter(canonical::containsKey)
                .findFirst()
                .<Problem>map(candidate -> new Problem.Moved(
                        MODELS + canonical.get(candidate) + candidates.get(candidate),
                        !isMoving(candidate, canonical.get(candidate))))
                .or(() -> gone(candidates.keySet(), named.deleted()))
                .orElseGet(() -> resolved(id, candidates));
    }

    /**
     * Whether an alias may mean another model later: it names the latest model of a series, or it has no number although the
     * id of its model has one, as {@code deepseek-chat} for a version of a model.
     */
    public static boolean isMoving(String alias, String modelId) {
        return alias.toLowerCase(Locale.ROOT).endsWith(LATEST) || (isNumbered(modelId) && !isNumbered(alias));
    }

    private static boolean isNumbered(String id) {
        return id.substring(id.lastIndexOf('/') + 1).chars().anyMatch(Character::isDigit);
    }

    private static Optional<Problem> gone(Collection<String> given, Map<String, String> deleted) {
        return given.stream()
                .filter(deleted::containsKey)
                .findFirst()
                .map(id -> new Problem.Gone(
                        "The model " + Parameters.shown(id) + " was deleted.",
                        deleted.get(id).isEmpty() ? null : deleted.get(id)));
    }

    /** Redirect to the model that the first of the ids with a certain meaning means; otherwise not found. */
    private Problem resolved(String given, Map<String, String> restsById) {
        List<String> ids = restsById.keySet().stream()
                .filter(id -> id.split("/", -1).length <= MAX_SEGMENTS)
                .toList();
        Map<String, ModelFinder.FoundModel> found = new LinkedHashMap<>();
        finders.forEach(finder -> finder.find(ids).forEach(found::putIfAbsent));
        for (String id : ids) {
            ModelFinder.FoundModel model = found.get(id);
            if (model != null && model.certain()) {
                return new Problem.Resolved(
                        notFound(id), MODELS + model.modelId() + restsById.get(id), model.modelId(), model.fixed());
            }
        }
        return unknown(given, found.get(given));
    }

    /** As {@link #unknown(String)}, with the likeliest model, which may be null, as the first suggestion. */
    private Problem.NotFound unknown(String given, ModelFinder.FoundModel likeliest) {
        Problem.NotFound unknown = unknown(given);
        if (likeliest == null) {
            return unknown;
        }
        LinkedHashSet<String> suggestions = new LinkedHashSet<>(List.of(likeliest.modelId()));
        suggestions.addAll(unknown.suggestions());
        return new Problem.NotFound(
                unknown.getMessage(),
                suggestions.stream().limit(Suggestions.MAX).toList());
    }

    /** Whether a model with this id was deleted. */
    boolean isDeleted(String id) {
        return !models.deleted(List.of(id)).isEmpty();
    }

    /** Redirect to the canonical path, if the id is an alias or another spelling. */
    Optional<Problem> redirect(String id) {
        return canonical(id)
                .filter(canonical -> !canonical.equals(id))
                .map(canonical -> new Problem.Moved(MODELS + canonical));
    }

    /**
     * Canonical id of the model that an id means: its own, an alias, or any other id that certainly means it.
     *
     * @throws Problem.Gone if the model was deleted
     * @throws Problem.NotFound if no model matches, or several may be meant
     */
    public String meantBy(String given) {
        String meant = meantByGiven(List.of(given)).get(given);
        if (meant != null) {
            return meant;
        }
        String id = given.strip().toLowerCase(Locale.ROOT);
        throw gone(List.of(id), models.deleted(List.of(id)))
                .orElseGet(() -> unknown(given, byRule(List.of(given)).get(given)));
    }

    /** Problem for an id that matches no model: gone if it was deleted, otherwise not found. */
    public Problem missing(String given) {
        String id = given.strip().toLowerCase(Locale.ROOT);
        return gone(List.of(id), models.deleted(List.of(id))).orElseGet(() -> unknown(given));
    }

    /** As {@link #missing(String)}, with further suggestions after the ids that are spelled similarly. */
    public Problem missing(String given, List<String> similar) {
        Problem missing = missing(given);
        if (!(missing instanceof Problem.NotFound unknown)) {
            return missing;
        }
        LinkedHashSet<String> suggestions = new LinkedHashSet<>(unknown.suggestions());
        suggestions.addAll(similar);
        return new Problem.NotFound(
                unknown.getMessage(),
                suggestions.stream().limit(Suggestions.MAX).toList());
    }

    /** Problem for an id that never existed, with similar ids as suggestions. */
    public Problem.NotFound unknown(String id) {
        return new Problem.NotFound(notFound(id), similar.inTime(id));
    }

    /**
     * Ids that a client may have meant by one that means no model for certain, likeliest first: that of the successor if it
     * was deleted, that to which a rule leads, and similar ones.
     */
    List<String> meant(String id) {
        LinkedHashSet<String> meant =
                new LinkedHashSet<>(models.deleted(List.of(id)).values());
        meant.remove("");
        byRule(List.of(id)).values().forEach(likely -> meant.add(likely.modelId()));
        meant.addAll(similar.of(id));
        return meant.stream().limit(Suggestions.MAX).toList();
    }

    private static String notFound(String id) {
        return "There is no model " + Parameters.shown(id) + ".";
    }
}
