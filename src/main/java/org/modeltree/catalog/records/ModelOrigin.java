package org.modeltree.catalog.records;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Set;
import org.modeltree.changes.Origins;

/** Marks the facts of a model from a foreign catalog with that origin. */
public final class ModelOrigin {

    private ModelOrigin() {}

    /** Sets the origin of every source that has none, and adds a source with only the origin for facts without a source. */
    public static void stamp(ObjectNode model, String origin) {
        ArrayNode sources =
                model.path("sources") instanceof ArrayNode array ? array : JsonNodeFactory.instance.arrayNode();
        Set<String> factsWithSource = new HashSet<>();
        for (JsonNode source : sources) {
            if (source instanceof ObjectNode entry && !entry.has(Origins.ORIGIN)) {
                entry.put(Origins.ORIGIN, origin);
            }
            source.path("facts").forEach(fact -> factsWithSource.add(fact.asText()));
        }
        ArrayNode factsWithoutSource = JsonNodeFactory.instance.arrayNode();
        ModelSources.FACTS.stream()
                .filter(fact -> model.hasNonNull(fact) && !factsWithSource.contains(fact))
                .forEach(factsWithoutSource::add);
        if (!factsWithoutSource.isEmpty()) {
            sources.addObject().put(Origins.ORIGIN, origin).set("facts", factsWithoutSource);
        }
        if (!sources.isEmpty()) {
            model.set("sources", sources);
        }
    }

    /** Removes the name of a prepared model, which does not rename the stored one, and its source. */
    public static void removeName(ObjectNode model) {
        model.remove("name");
        if (model.get("sources") instanceof ObjectNode sources) {
            sources.remove("name");
            ModelSources.put(model, sources);
        }
    }
}
