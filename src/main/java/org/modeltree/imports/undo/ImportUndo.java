package org.modeltree.imports.undo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.modeltree.changes.CatalogRecords;
import org.modeltree.changes.Origins;
import org.modeltree.changes.RecordType;
import org.modeltree.changes.write.RelatedChange;
import org.modeltree.imports.undo.ImportUndoView.Stayed;

/** The changes by which the records of an import become what they were, where nothing newer was written over them. */
final class ImportUndo {

    private static final int MAX_STAYED = 1_000;
    private static final String MODEL = "model";
    private static final String SOURCES = "sources";
    private static final String ALIASES = "aliases";
    private static final String CHANGED_SINCE = "was changed since";

    /** Types whose records others may use without naming a model, so that an undo does not remove them. */
    private static final Set<String> SHARED = Set.of("vendor", "benchmark", "capability", "provider");

    private final CatalogRecords records;
    private final Map<String, String> merged;
    private final List<RelatedChange> changes = new ArrayList<>();
    private final List<Stayed> stayed = new ArrayList<>();
    private final Set<String> neededModels = new HashSet<>();
    private int stayedTotal;
    private int removed;
    private int restored;

    /**
     * An undo of one import.
     *
     * @param merged models that were merged into another one since the import, with the id of the model that they are now
     */
    ImportUndo(CatalogRecords records, Map<String, String> merged) {
        this.records = records;
        this.merged = merged;
    }

    List<RelatedChange> changes() {
        return List.copyOf(changes);
    }

    ImportUndoView view(String importId, boolean dryRun, Long revision) {
        return new ImportUndoView(importId, dryRun, removed, restored, List.copyOf(stayed), stayedTotal, revision);
    }

    /** Undoes the records of an import, given in the order of their types; those that depend on others come first. */
    void undo(List<ImportedRecord> imported) {
        List<ImportedRecord> dependentFirst = new ArrayList<>(imported);
        Collections.reverse(dependentFirst);
        dependentFirst.forEach(record -> {
            if (record.before() == null) {
                remove(record);
            } else {
                restore(record);
            }
        });
    }

    /** Reports that a change cannot be made, after all. */
    void refused(RelatedChange change, String reason) {
        if (change.document() == null) {
            removed--;
        } else {
            restored--;
        }
        stays(change.type(), change.key(), null, reason);
    }

    private void remove(ImportedRecord record) {
        RecordType type = records.type(record.type());
        if (record.current() == null) {
            // What was deleted is removed already, but what moved with its model is still in the catalog.
            mergedSince(type, record).ifPresent(reason -> stays(record.type(), record.key(), null, reason));
            return;
        }
        String reason = null;
        if (SHARED.contains(record.type())) {
            reason = "may be used by other records";
        } else if (!same(type, record.current(), record.after())) {
            reason = CHANGED_SINCE;
        } else if (record.needed() || neededModels.contains(record.key())) {
            reason = "has records that the import did not create, or that stay";
        }
        if (reason == null) {
            changes.add(new RelatedChange(record.type(), record.key(), null));
            removed++;
            return;
        }
        stays(record.type(), record.key(), null, reason);
        type.modelKeys()
                .forEach(key -> neededModels.add(record.current().path(key).asText()));
    }

    private void restore(ImportedRecord record) {
        RecordType type = records.type(record.type());
        ObjectNode current = record.current();
        if (record.after() == null) {
            // The import moved it to another key.
            if (current == null) {
                changes.add(RelatedChange.asStated(record.type(), record.key(), record.before()));
                restored++;
            } else {
                stays(record.type(), record.key(), null, CHANGED_SINCE);
            }
            return;
        }
        if (current == null) {
            stays(record.type(), record.key(), null, mergedSince(type, record).orElse("was deleted since"));
            return;
        }
        ObjectNode result = current.deepCopy();
        boolean ofModel = record.type().equals(MODEL);
        boolean taken = !ofModel && !Origins.of(current).equals(Origins.of(record.after()));
        boolean any = false;
        boolean all = true;
        for (String fact : facts(type, record.before(), record.after())) {
            JsonNode before = record.before().get(fact);
            JsonNode after = record.after().get(fact);
            JsonNode now = current.get(fact);
            if (Origins.same(before, after) && !(ofModel && !sourceIs(record.before(), record.after(), fact))) {
                continue;
            }
            if (ofModel && fact.equals(ALIASES)) {
                any |= restoreAliases(result, record);
                continue;
            }
            boolean already = Origins.same(now, before) && (!ofModel || sourceIs(current, record.before(), fact));
            if (already) {
                continue;
            }
            if (taken || !Origins.same(now, after) || (ofModel && !sourceIs(current, record.after(), fact))) {
                stays(record.type(), record.key(), fact, CHANGED_SINCE);
                all = false;
                continue;
            }
            set(result, fact, before);
            if (ofModel) {
                restoreSource(result, record.before(), fact);
            }
            any = true;
        }
        if (any) {
            if (!ofModel && all) {
                set(result, Origins.ORIGIN, record.before().get(Origins.ORIGIN));
            }
            changes.add(RelatedChange.asStated(record.type(), record.key(), result));
            restored++;
        }
    }

    /** Why a record is gone under its key, if it named a model that was merged into another one. */
    private Optional<String> mergedSince(RecordType type, ImportedRecord record) {
        if (record.type().equals(MODEL)) {
            return Optional.ofNullable(merged.get(record.key())).map(model -> "was merged into " + model);
        }
        return type.modelKeys().stream()
                .map(key -> record.after().path(key).asText())
                .filter(merged::containsKey)
                .findFirst()
                .map(model -> "belonged to " + model + ", which was merged into " + merged.get(model));
    }

    private static void set(ObjectNode document, String key, JsonNode value) {
        if (value == null) {
            document.remove(key);
        } else {
            document.set(key, value);
        }
    }

    private static boolean sourceIs(ObjectNode one, ObjectNode other, String fact) {
        return one.path(SOURCES).path(fact).equals(other.path(SOURCES).path(fact));
    }

    private static void restoreSource(ObjectNode result, ObjectNode before, String fact) {
        ObjectNode sources = result.withObject("/" + SOURCES);
        set(sources, fact, before.path(SOURCES).get(fact));
        if (sources.isEmpty()) {
            result.remove(SOURCES);
        }
    }

    /** Removes the aliases that the import added; others may have been added since. */
    private static boolean restoreAliases(ObjectNode result, ImportedRecord record) {
        Set<JsonNode> added = new LinkedHashSet<>();
        record.after().path(ALIASES).forEach(added::add);
        record.before().path(ALIASES).forEach(added::remove);
        ArrayNode left = JsonNodeFactory.instance.arrayNode();
        result.path(ALIASES).forEach(alias -> {
            if (!added.contains(alias)) {
                left.add(alias);
            }
        });
        if (left.size() == result.path(ALIASES).size()) {
            return false;
        }
        set(result, ALIASES, left.isEmpty() ? null : left);
        return true;
    }

    /** Whether two documents of a record state the same facts by the same origins. */
    private static boolean same(RecordType type, ObjectNode one, ObjectNode other) {
        return Origins.of(one).equals(Origins.of(other))
                && facts(type, one, other).stream()
                        .allMatch(fact -> Origins.same(one.get(fact), other.get(fact)) && sourceIs(one, other, fact));
    }

    private static Set<String> facts(RecordType type, ObjectNode one, ObjectNode other) {
        Set<String> facts = new LinkedHashSet<>();
        for (Map.Entry<String, JsonNode> field : one.properties()) {
            facts.add(field.getKey());
        }
        other.fieldNames().forEachRemaining(facts::add);
        one.path(SOURCES).fieldNames().forEachRemaining(facts::add);
        other.path(SOURCES).fieldNames().forEachRemaining(facts::add);
        facts.removeAll(Set.of("type", "id", SOURCES, Origins.ORIGIN));
        type.identity().stream().filter(key -> !key.equals(MODEL)).forEach(facts::remove);
        return facts;
    }

    private void stays(String type, String key, String fact, String reason) {
        stayedTotal++;
        if (stayed.size() < MAX_STAYED) {
            stayed.add(new Stayed(type, key, fact, reason));
        }
    }
}
