package org.modeltree.changes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.Map;
import java.util.function.Consumer;

/**
 * How an import is merged with what is there.
 *
 * @param trust who is believed more
 * @param today the day from which on a changed price holds
 * @param kept is told what was not changed
 */
public record Merge(OriginPriority trust, LocalDate today, Consumer<RetainedFact> kept) {

    /**
     * A line whose facts all have one origin: if that is trusted enough, what it says is put over what is there, else only
     * gaps are filled.
     */
    public ObjectNode whole(ObjectNode before, ObjectNode said) {
        boolean wins = trust.overrides(Origins.of(said), Origins.of(before));
        ObjectNode merged = before.deepCopy();
        boolean changed = false;
        for (Map.Entry<String, JsonNode> field : said.properties()) {
            JsonNode former = before.get(field.getKey());
            if (field.getKey().equals(Origins.ORIGIN) || Origins.same(former, field.getValue())) {
                continue;
            }
            if (former == null || wins) {
                merged.set(field.getKey(), field.getValue());
                changed = true;
            } else {
                kept.accept(
                        new RetainedFact(keyOf(before), field.getKey(), former, Origins.of(before), field.getValue()));
            }
        }
        if (changed && wins) {
            merged.put(Origins.ORIGIN, Origins.of(said));
        }
        return merged;
    }

    /**
     * The same of what may be there only because others refer to it, and be called by its id: nobody said so, and whoever
     * knows its name is believed.
     */
    public ObjectNode named(ObjectNode before, ObjectNode said) {
        boolean saidByNobody = before.get("name").equals(before.get("id"))
                && !before.has("url")
                && Origins.of(before).equals(Origins.OWN_FORMAT);
        return saidByNobody ? said.deepCopy() : whole(before, said);
    }

    private static String keyOf(ObjectNode document) {
        return document.hasNonNull("model")
                ? document.get("model").asText()
                : document.hasNonNull("child")
                        ? document.get("child").asText()
                        : document.path("id").asText();
    }
}
