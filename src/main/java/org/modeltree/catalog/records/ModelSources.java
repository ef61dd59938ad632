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
 * Where the facts of a model come from. Files have a list of sources, each with its facts; within the service it is the
 * source of each fact. A source of a fact that is not there says that somebody stated that it is not known.
 */
final class ModelSources {

    /** Keys of a model's document that have a source each. */
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
            "knowledgeCutoff",
            "links",
            "texts");

    private static final String SOURCES = "sources";

    private ModelSources() {}

    /** From a list to the source of each fact; of two for one fact the first. */
    static void byFact(ObjectNode model) {
        if (!(model.path(SOURCES) instanceof ArrayNode list)) {
            return;
        }
        ObjectNode byFact = JsonNodeFactory.instance.objectNode();
        for (JsonNode source : list) {
            ObjectNode bare = source.deepCopy();
            bare.remove("facts");
            if (!bare.has(Origins.ORIGIN)) {
                bare.put(Origins.ORIGIN, Origins.OWN_FORMAT);
            }
            for (JsonNode fact : source.path("facts")) {
                if (!byFact.has(fact.asText())) {
                    byFact.set(fact.asText(), bare);
                }
            }
        }
        model.set(SOURCES, byFact);
    }

    /** From the source of each fact to a list, by the first fact of each. */
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

    /** The source of a fact, which may be of no more than its origin. */
    static ObjectNode of(ObjectNode model, String fact) {
        return model.at("/" + SOURCES + "/" + fact) instanceof ObjectNode source
                ? source
                : JsonNodeFactory.instance.objectNode();
    }

    /** Sets the sources of facts; none leaves none. */
    static void put(ObjectNode model, ObjectNode byFact) {
        model.remove(SOURCES);
        if (!byFact.isEmpty()) {
            model.set(SOURCES, byFact);
        }
    }

    /**
     * The model as a curator wants it. What he left as it was keeps its source; what he changed is his, and so is what he
     * took out.
     */
    static ObjectNode byCurator(ObjectNode before, ObjectNode said) {
        ObjectNode result = said.deepCopy();
        ObjectNode sources = JsonNodeFactory.instance.objectNode();
        for (String fact : FACTS) {
            JsonNode former = before == null ? null : before.get(fact);
            JsonNode now = said.get(fact);
            boolean sourced =
                    before != null && before.at("/" + SOURCES + "/" + fact).isObject();
            ObjectNode source = of(said, fact);
            boolean sameSource = source.isEmpty() || (sourced && Origins.same(source, of(before, fact)));
            if (before != null && Origins.same(former, now) && sameSource) {
                if (sourced) {
                    sources.set(fact, of(before, fact));
                }
            } else if (now != null || former != null) {
                ObjectNode curated = source.deepCopy().put(Origins.ORIGIN, Origins.CURATOR);
                if (!source.isEmpty() && sourced && sameSource) {
                    // The value is another one, so the page that the former one came from does not say it.
                    curated.remove(List.of("source", "date"));
                }
                sources.set(fact, curated);
            }
        }
        put(result, sources);
        return result;
    }
}
