package org.modeltree.changes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Rules by which an import is merged with stored documents.
 *
 * @param trust which origins override others
 * @param today first day of validity of a changed price
 * @param retained receives each stored fact that the import did not override
 */
public record Merge(OriginPriority trust, LocalDate today, Consumer<RetainedFact> retained) {

    /**
     * Merges documents whose facts all have one origin. If the origin of the incoming document is trusted enough, its
     * values override the stored ones; otherwise they only fill gaps.
     */
    public ObjectNode whole(RecordType type, ObjectNode before, ObjectNode incoming) {
        boolean overrides = trust.overrides(Origins.of(incoming), Origins.of(before));
        ObjectNode merged = before.deepCopy();
        boolean changed = false;
        for (Map.Entry<String, JsonNode> field : incoming.properties()) {
            JsonNode stored = before.get(field.getKey());
            if (field.getKey().equals(Origins.ORIGIN) || Origins.same(stored, field.getValue())) {
                continue;
            }
            if (stored == null || overrides) {
                merged.set(field.getKey(), field.getValue());
                changed = true;
            } else {
                retained.accept(new RetainedFact(
                        keyOf(type, before), field.getKey(), stored, Origins.of(before), field.getValue()));
            }
        }
        if (changed && overrides) {
            merged.put(Origins.ORIGIN, Origins.of(incoming));
        }
        return merged;
    }

    /**
     * As {@link #whole(RecordType, ObjectNode, ObjectNode)}, for documents that may be placeholders: a record that exists
     * only because others refer to it is named by its id, and any incoming document overrides it.
     */
    public ObjectNode named(RecordType type, ObjectNode before, ObjectNode incoming) {
        boolean isPlaceholder = before.get("name").equals(before.get("id"))
                && !before.has("url")
                && Origins.of(before).equals(Origins.OWN_FORMAT);
        return isPlaceholder ? incoming.deepCopy() : whole(type, before, incoming);
    }

    private static String keyOf(RecordType type, ObjectNode document) {
        return document.path(type.model() == null ? "id" : type.model()).asText();
    }
}
