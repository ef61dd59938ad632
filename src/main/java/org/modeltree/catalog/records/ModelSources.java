package org.modeltree.catalog.records;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.modeltree.changes.Origins;

/**
 * Sources of the facts of a model. Files contain a list of sources, each with its facts; the service stores a map from
 * fact to source. A source of a fact without a value records that the origin declared the fact unknown.
 */
final class ModelSources {

    /** Keys of a model's document that have a source. */
    static final List<String> FACTS = List.of(
            "name",
            "family",
            "kind",
            "releaseDate",
            "lifecycle",
            "announcedDate",
            "deprecatedDate",
            "retiredDate",
            "successor",
            "parameters",
            "parametersStatus",
            "contextWindowStatus",
            "maxOutputStatus",
            "pricingStatus",
            "openWeights",
            "licence",
            "modalities",
            "supports",
            "knowledgeCutoff",
            "webLinks",
            "texts");

    private static final String SOURCES = "sources";

    private ModelSources() {}

    /** Converts the list of sources to a map by fact; the first source of a fact wins. */
    static void byFact(ObjectNode model) {
        if (!(model.path(SOURCES) instanceof ArrayNode list)) {
            return;
        }
        ObjectNode byFact = JsonNodeFactory.instance.objectNode();
        for (JsonNode source : list) {
            ObjectNode withoutFacts = source.deepCopy();
            withoutFacts.remove("facts");
            if (!withoutFacts.has(Origins.ORIGIN)) {
                withoutFacts.put(Origins.ORIGIN, Origins.OWN_FORMAT);
            }
            for (JsonNode fact : source.path("facts")) {
                if (!byFact.has(fact.asText())) {
                    byFact.set(fact.asText(), withoutFacts);
                }
            }
        }
        model.set(SOURCES, byFact);
    }

    /** Converts the map to a list of sources, sorted by the first fact of each. */
    static void asList(ObjectNode model) {
        if (!(model.path(SOURCES) instanceof ObjectNode byFact)) {
            return;
        }
        Map<JsonNode, ArrayNode> factsBySource = new LinkedHashMap<>();
        Map<String, JsonNode> sorted = new TreeMap<>();
        byFact.properties().forEach(source -> sorted.put(source.getKey(), source.getValue()));
        sorted.forEach((fact, source) -> factsBySource
                .computeIfAbsent(source, s -> JsonNodeFactory.instance.arrayNode())
                .add(fact));
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        factsBySource.forEach((source, facts) -> {
            ObjectNode entry = list.addObject();
            entry.set("facts", facts);
            for (String key : List.of("source", "date", Origins.ORIGIN)) {
                if (source.has(key)) {
                    entry.set(key, source.get(key));
                }
            }
        });
        model.set(SOURCES, list);
    }

    /** Source of a fact; empty if there is none. It may contain only an origin. */
    static ObjectNode of(ObjectNode model, String fact) {
        return model.at("/" + SOURCES + "/" + fact) instanceof ObjectNode source
                ? source
                : JsonNodeFactory.instance.objectNode();
    }

    /** Sets the map of sources; removes the key if it is empty. */
    static void put(ObjectNode model, ObjectNode byFact) {
        model.remove(SOURCES);
        if (!byFact.isEmpty()) {
            model.set(SOURCES, byFact);
        }
    }

    /**
     * The model as edited by a curator. Unchanged facts keep their source; changed and removed facts get the origin
     * curator.
     */
    static ObjectNode byCurator(ObjectNode before, ObjectNode edited) {
        ObjectNode result = edited.deepCopy();
        ObjectNode sources = JsonNodeFactory.instance.objectNode();
        for (String fact : FACTS) {
            JsonNode previous = before == null ? null : before.get(fact);
            JsonNode value = edited.get(fact);
            boolean sourced =
                    before != null && before.at("/" + SOURCES + "/" + fact).isObject();
            ObjectNode source = of(edited, fact);
            boolean sameSource = source.isEmpty() || (sourced && Origins.same(source, of(before, fact)));
            if (before != null && Origins.same(previous, value) && sameSource) {
                if (sourced) {
                    sources.set(fact, of(before, fact));
                }
            } else if (value != null || previous != null) {
                ObjectNode curated = source.deepCopy().put(Origins.ORIGIN, Origins.CURATOR);
                if (!source.isEmpty() && sourced && sameSource) {
                    // The page that the previous value came from does not state the new value.
                    curated.remove(List.of("source", "date"));
                }
                sources.set(fact, curated);
            }
        }
        put(result, sources);
        return result;
    }
}
