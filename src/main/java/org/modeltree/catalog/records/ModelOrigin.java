package org.modeltree.catalog.records;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Set;
import org.modeltree.changes.Origins;

/** Says of what a foreign catalog says of a model that it was that catalog that said so. */
public final class ModelOrigin {

    private ModelOrigin() {}

    /** Every source of the line without an origin gets this one, and every fact without a source a source of no more. */
    public static void stamp(ObjectNode model, String origin) {
        ArrayNode sources =
                model.path("sources") instanceof ArrayNode given ? given : JsonNodeFactory.instance.arrayNode();
        Set<String> sourced = new HashSet<>();
        for (JsonNode source : sources) {
            if (source instanceof ObjectNode entry && !entry.has(Origins.ORIGIN)) {
                entry.put(Origins.ORIGIN, origin);
            }
            source.path("facts").forEach(fact -> sourced.add(fact.asText()));
        }
        ArrayNode others = JsonNodeFactory.instance.arrayNode();
        ModelSources.FACTS.stream()
                .filter(fact -> model.hasNonNull(fact) && !sourced.contains(fact))
                .forEach(others::add);
        if (!others.isEmpty()) {
            sources.addObject().put(Origins.ORIGIN, origin).set("facts", others);
        }
        if (!sources.isEmpty()) {
            model.set("sources", sources);
        }
    }
}
