package org.modeltree.startup.starter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * One model in a vendor's file, with everything that belongs to it. Its keys are those of a model's record; beside them
 * {@code contextWindow} and {@code maxOutput} (in tokens) become measurements, and {@code parents}, {@code measurements}
 * and {@code offerings} become records of their own. Each entry of {@code sources} names the facts that it is the source
 * of; one entry may leave out {@code facts} and is the source of all the others.
 */
final class ModelEntry {

    /** Keys that need no source: names of the model, links, and sentences of our own. */
    private static final Set<String> WITHOUT_SOURCE = Set.of("aliases", "webLinks", "texts");

    /** Keys that become other records, whose parts name their own sources. */
    private static final Set<String> PARTS = Set.of("sources", "parents", "measurements", "offerings");

    private static final SortedMap<String, String> LIMITS =
            new TreeMap<>(Map.of("contextWindow", "context-window", "maxOutput", "max-output"));

    /** Keys of an entry that are not keys of a model's record. */
    static final List<String> OTHER_KEYS =
            List.of("contextWindow", "maxOutput", "parents", "measurements", "offerings");

    private final String id;
    private final ObjectNode entry;
    private final String where;
    private final NamedSources sources;
    private final StarterFaults faults;

    ModelEntry(String id, ObjectNode entry, String where, NamedSources sources, StarterFaults faults) {
        this.id = id;
        this.entry = entry;
        this.where = where;
        this.sources = sources;
        this.faults = faults;
    }

    /** Whether a record was made from a limit, by the place in the files that it has. */
    static boolean isLimit(String where) {
        return LIMITS.keySet().stream().anyMatch(key -> where.endsWith(", " + key));
    }

    /** Passes on the model's records. */
    void records(Consumer<StarterRecord> receiver) {
        Map<String, ObjectNode> sourceOfFact = sourceOfFacts();
        receiver.accept(new StarterRecord(model(sourceOfFact), where));
        LIMITS.forEach((key, benchmark) -> {
            if (entry.hasNonNull(key)) {
                receiver.accept(limit(key, benchmark, sourceOfFact.get(key)));
            }
        });
        each("parents", (parent, place) -> {
            ObjectNode edge = record("edge").put("child", id);
            edge.set("parent", parent.remove("model"));
            receiver.accept(sourced(edge.setAll(parent), place));
        });
        each(
                "measurements",
                (measurement, place) -> receiver.accept(
                        sourced(record("measurement").put("model", id).setAll(measurement), place)));
        each(
                "offerings",
                (offering, place) -> receiver.accept(
                        sourced(record("offering").put("model", id).setAll(offering), place)));
    }

    private ObjectNode model(Map<String, ObjectNode> sourceOfFact) {
        ObjectNode model = record("model").put("id", id);
        entry.properties().forEach(fact -> {
            if (!LIMITS.containsKey(fact.getKey()) && !PARTS.contains(fact.getKey())) {
                model.set(fact.getKey(), fact.getValue());
            }
        });
        Map<ObjectNode, List<String>> factsOfSource = new LinkedHashMap<>();
        sourceOfFact.forEach((fact, source) -> {
            if (!LIMITS.containsKey(fact)) {
                factsOfSource.computeIfAbsent(source, any -> new ArrayList<>()).add(fact);
            }
        });
        ArrayNode list = model.putArray("sources");
        factsOfSource.forEach((source, facts) -> {
            ObjectNode of = list.addObject();
            facts.forEach(of.putArray("facts")::add);
            of.setAll(source);
        });
        return model;
    }

    /** The source of each fact, by the fact's key. */
    private Map<String, ObjectNode> sourceOfFacts() {
        Set<String> open = new LinkedHashSet<>();
        entry.fieldNames().forEachRemaining(open::add);
        open.removeAll(WITHOUT_SOURCE);
        open.removeAll(PARTS);
        Map<String, ObjectNode> sourceOfFact = new LinkedHashMap<>();
        List<ObjectNode> ofTheRest = new ArrayList<>();
        each("sources", (source, place) -> {
            JsonNode facts = source.remove("facts");
            sources.resolve(source, place);
            if (facts == null) {
                ofTheRest.add(source);
                return;
            }
            for (JsonNode fact : facts) {
                if (!entry.has(fact.asText())) {
                    faults.add(place, "names the fact `" + fact.asText() + "`, which the model does not have");
                } else if (!open.remove(fact.asText())) {
                    faults.add(place, "`" + fact.asText() + "` has a source already, or needs none; remove it here");
                }
                sourceOfFact.put(fact.asText(), source);
            }
        });
        if (ofTheRest.size() > 1) {
            faults.add(where, "only one of `sources` may leave out `facts`");
        }
        for (String fact : open) {
            if (ofTheRest.isEmpty()) {
                faults.add(where, "`" + fact + "` has no source; name it under `sources`");
            } else {
                sourceOfFact.put(fact, ofTheRest.get(0));
            }
        }
        return sourceOfFact;
    }

    private StarterRecord limit(String key, String benchmark, ObjectNode source) {
        ObjectNode measurement = record("measurement").put("model", id).put("benchmark", benchmark);
        measurement.set("raw", entry.get(key));
        if (source != null) {
            measurement.setAll(source);
        }
        return new StarterRecord(measurement, where + ", " + key);
    }

    private StarterRecord sourced(JsonNode record, String place) {
        sources.resolve((ObjectNode) record, place);
        return new StarterRecord((ObjectNode) record, place);
    }

    /** Passes on a copy of each object of a list, with its place. */
    private void each(String key, PlacedReceiver receiver) {
        JsonNode list = entry.path(key);
        if (!list.isMissingNode() && !list.isArray()) {
            faults.add(where, "`" + key + "` must be a list");
        }
        for (int i = 0; i < list.size(); i++) {
            String place = where + ", " + key + "[" + i + "]";
            if (list.get(i) instanceof ObjectNode object) {
                receiver.accept(object.deepCopy(), place);
            } else {
                faults.add(place, "must be an object");
            }
        }
    }

    private static ObjectNode record(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }

    /** Receiver of an object and of the place where it stands. */
    private interface PlacedReceiver {
        void accept(ObjectNode object, String place);
    }
}
