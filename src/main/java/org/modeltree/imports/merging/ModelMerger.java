package org.modeltree.imports.merging;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.modeltree.changes.CatalogRecords;
import org.modeltree.changes.Merge;
import org.modeltree.changes.OriginPriority;
import org.modeltree.changes.Origins;
import org.modeltree.changes.RecordType;
import org.modeltree.changes.write.RelatedChange;
import org.modeltree.imports.merging.ModelMergeView.Conflict;
import org.modeltree.imports.merging.ModelMergeView.Dropped;

/** The changes by which everything about one model moves to another. */
final class ModelMerger {

    private static final String MODEL = "model";
    private static final String EDGE = "edge";
    private static final String MEASUREMENT = "measurement";
    private static final String ALIASES = "aliases";
    private static final String SUCCESSOR = "successor";
    private static final String SOURCES = "sources";

    /** Keys whose values are combined, or that only accompany facts. */
    private static final Set<String> NO_CONFLICTS =
            Set.of(SOURCES, Origins.ORIGIN, ALIASES, SUCCESSOR, "webLinks", "supports", "source", "date");

    private final CatalogRecords records;
    private final BiFunction<String, String, Optional<ObjectNode>> stored;
    private final OriginPriority trust;
    private final LocalDate today;
    private final String from;
    private final String into;
    private final List<RelatedChange> changes = new ArrayList<>();
    private final Map<String, Integer> moved = new TreeMap<>();
    private final List<Dropped> dropped = new ArrayList<>();
    private final List<Conflict> conflicts = new ArrayList<>();

    /**
     * A merge of two models.
     *
     * @param stored finds stored documents by type and key
     * @param from id of the model that becomes an alias
     * @param into id of the model that stays
     */
    ModelMerger(
            CatalogRecords records,
            BiFunction<String, String, Optional<ObjectNode>> stored,
            OriginPriority trust,
            LocalDate today,
            String from,
            String into) {
        this.records = records;
        this.stored = stored;
        this.trust = trust;
        this.today = today;
        this.from = from;
        this.into = into;
    }

    List<RelatedChange> changes() {
        return List.copyOf(changes);
    }

    ModelMergeView view(boolean dryRun) {
        return new ModelMergeView(into, from, dryRun, moved, List.copyOf(dropped), List.copyOf(conflicts), null);
    }

    /** Merges the documents of the two models; the id that goes becomes an alias of the other. */
    void models(ObjectNode gone, ObjectNode staying) {
        ObjectNode merged = merged(records.type(MODEL), into, staying, gone);
        // Neither of the two is its own successor.
        if (Set.of(from, into).contains(merged.path(SUCCESSOR).asText())) {
            merged.remove(SUCCESSOR);
            if (merged.get(SOURCES) instanceof ObjectNode sources) {
                sources.remove(SUCCESSOR);
            }
        }
        ArrayNode aliases = merged.withArray("/" + ALIASES);
        moved.put("alias", gone.path(ALIASES).size() + 1);
        aliases.add(from);
        changes.add(RelatedChange.asStated(MODEL, into, merged));
        changes.add(new RelatedChange(MODEL, from, null));
    }

    /**
     * Moves the documents that belong to the model, or name it.
     *
     * @param measured measurements of the model that stays
     */
    void move(List<ObjectNode> documents, List<ObjectNode> measured) {
        List<ObjectNode> measurements = new ArrayList<>();
        for (ObjectNode document : documents) {
            RecordType type = records.type(document.get("type").asText());
            String formerKey = type.prepared(document.deepCopy()).key();
            if (type.type().equals(MODEL) && formerKey.equals(into)) {
                // Merged already, without this successor.
                continue;
            }
            ObjectNode renamed = document.deepCopy();
            for (String key : type.modelKeys()) {
                if (renamed.path(key).asText().equals(from)) {
                    renamed.put(key, into);
                }
            }
            String key = type.prepared(renamed.deepCopy()).key();
            if (type.type().equals(MEASUREMENT)) {
                measurements.add(renamed);
            } else if (!type.type().equals(EDGE) || isNoLoop(renamed, formerKey)) {
                place(type, key, formerKey, renamed);
            }
            if (!key.equals(formerKey)) {
                changes.add(new RelatedChange(type.type(), formerKey, null));
            }
        }
        MeasurementMerger merger = new MeasurementMerger(trust, from, into, measured, dropped::add, conflicts::add);
        merger.move(measurements);
        changes.addAll(merger.changes());
        if (merger.moved() > 0) {
            moved.put(MEASUREMENT, merger.moved());
        }
    }

    private void place(RecordType type, String key, String formerKey, ObjectNode renamed) {
        Optional<ObjectNode> twin = key.equals(formerKey) ? Optional.empty() : stored.apply(type.type(), key);
        if (twin.isEmpty()) {
            moved.merge(type.type(), 1, Integer::sum);
            changes.add(RelatedChange.asStated(type.type(), key, renamed));
            return;
        }
        // A card and an edge are each one author's statement, so one of the two stays as a whole.
        ObjectNode own = twin.get();
        boolean replaces = type.type().equals(EDGE) && trust.rank(Origins.of(renamed)) < trust.rank(Origins.of(own));
        ObjectNode winner = replaces ? renamed : own;
        ObjectNode loser = replaces ? own : renamed;
        for (Map.Entry<String, JsonNode> field : loser.properties()) {
            String fact = field.getKey();
            if (!NO_CONFLICTS.contains(fact) && !Origins.same(winner.get(fact), field.getValue())) {
                conflicts.add(new Conflict(
                        type.type(),
                        key,
                        fact,
                        winner.get(fact),
                        Origins.of(winner),
                        field.getValue(),
                        Origins.of(loser)));
            }
        }
        if (replaces) {
            dropped.add(new Dropped(type.type(), key, "is less trusted than that of " + from + ": " + formerKey));
            changes.add(RelatedChange.asStated(type.type(), key, renamed));
        } else {
            dropped.add(new Dropped(type.type(), formerKey, into + " already has one: " + key));
        }
    }

    private boolean isNoLoop(ObjectNode edge, String formerKey) {
        boolean loop = edge.get("child").equals(edge.get("parent"));
        if (loop) {
            dropped.add(new Dropped(EDGE, formerKey, "connects the two models, which are now one"));
        }
        return !loop;
    }

    /** Merges as an import does, and lists the facts that differ. */
    private ObjectNode merged(RecordType type, String key, ObjectNode own, ObjectNode other) {
        Set<String> retained = new HashSet<>();
        Merge merge = new Merge(trust, today, false, fact -> {
            retained.add(fact.fact());
            if (!NO_CONFLICTS.contains(fact.fact())) {
                conflicts.add(new Conflict(
                        type.type(),
                        key,
                        fact.fact(),
                        fact.value(),
                        fact.origin(),
                        fact.refused(),
                        originOf(other, fact.fact())));
            }
        });
        ObjectNode merged = type.merged(own, other, merge);
        for (Map.Entry<String, JsonNode> field : own.properties()) {
            String fact = field.getKey();
            JsonNode value = merged.get(fact);
            if (!NO_CONFLICTS.contains(fact) && !retained.contains(fact) && !Origins.same(value, field.getValue())) {
                conflicts.add(new Conflict(
                        type.type(), key, fact, value, originOf(merged, fact), field.getValue(), originOf(own, fact)));
            }
        }
        return merged;
    }

    /** Origin of a fact of a model, else of the whole document. */
    private static String originOf(ObjectNode document, String fact) {
        return document.has(SOURCES) ? Origins.of(document.get(SOURCES).path(fact)) : Origins.of(document);
    }
}
