package org.modeltree.changes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Rules by which an import is merged with stored documents.
 *
 * @param trust which origins override others
 * @param today first day of validity of a changed price
 * @param newer whether the incoming statements are newer than the stored ones of the same origin, unless their dates say
 *     otherwise; if not, only their dates show it
 * @param retained receives each stored fact that the import did not override
 */
public record Merge(OriginPriority trust, LocalDate today, boolean newer, Consumer<RetainedFact> retained) {

    private static final String SOURCE = "source";

    /** Keys that say where the values of a document come from, and are no facts themselves. */
    private static final Set<String> ACCOMPANYING = Set.of(SOURCE, Origins.DATE);

    /** Rules of an import, whose statements are newer than the stored ones. */
    public Merge(OriginPriority trust, LocalDate today, Consumer<RetainedFact> retained) {
        this(trust, today, true, retained);
    }

    /**
     * Whether the values of an incoming document or source replace those of a stored one: its origin is trusted enough,
     * and it is not an older statement of the same origin.
     */
    public boolean overrides(JsonNode incoming, JsonNode stored) {
        if (!newer) {
            return trust.rank(Origins.of(incoming)) < trust.rank(Origins.of(stored))
                    || (Origins.of(incoming).equals(Origins.of(stored)) && Origins.isOlder(stored, incoming));
        }
        return trust.overrides(Origins.of(incoming), Origins.of(stored))
                && !(Origins.of(incoming).equals(Origins.of(stored)) && Origins.isOlder(incoming, stored));
    }

    /** The same rules, but facts that agree with what was refused are not reported. */
    public Merge withoutAgreed(Predicate<RetainedFact> agrees) {
        return new Merge(trust, today, newer, fact -> {
            if (!agrees.test(fact)) {
                retained.accept(fact);
            }
        });
    }

    /**
     * Merges documents whose facts all have one origin. If the incoming document {@link #overrides(JsonNode, JsonNode)
     * overrides} the stored one, so do its values; otherwise they only fill gaps.
     */
    public ObjectNode whole(RecordType type, ObjectNode before, ObjectNode incoming) {
        boolean overrides = overrides(incoming, before);
        ObjectNode merged = before.deepCopy();
        boolean changed = false;
        for (Map.Entry<String, JsonNode> field : incoming.properties()) {
            JsonNode stored = before.get(field.getKey());
            if (field.getKey().equals(Origins.ORIGIN) || Origins.same(stored, field.getValue())) {
                continue;
            }
            boolean fills = stored == null
                    // The date of another catalog's statement is not that of the values that stay.
                    && (!ACCOMPANYING.contains(field.getKey())
                            || Origins.of(incoming).equals(Origins.of(before)));
            if (fills || overrides) {
                merged.set(field.getKey(), field.getValue());
                changed = true;
            } else if (!ACCOMPANYING.contains(field.getKey())) {
                retained.accept(new RetainedFact(
                        keyOf(type, before), field.getKey(), stored, Origins.of(before), field.getValue()));
            }
        }
        if (changed && overrides) {
            merged.put(Origins.ORIGIN, Origins.of(incoming));
            if (!incoming.has(Origins.DATE) && incoming.has(SOURCE)) {
                // The stored date is that of the statement that was replaced.
                merged.remove(Origins.DATE);
            }
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
