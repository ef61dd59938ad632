package org.modeltree.catalog.records;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.modeltree.changes.Merge;
import org.modeltree.changes.Origins;
import org.modeltree.changes.RetainedFact;

/** Merges a model of an import into the stored one, fact by fact. */
final class ModelMerge {

    private static final String LINKS = "webLinks";
    private static final String SUPPORTS = "supports";

    private static final Set<String> DATES =
            Set.of("releaseDate", "announcedDate", "deprecatedDate", "retiredDate", "knowledgeCutoff");

    private ModelMerge() {}

    static ObjectNode merged(ObjectNode before, ObjectNode incoming, Merge merge) {
        ObjectNode merged = before.deepCopy();
        ObjectNode sources = before.path("sources") instanceof ObjectNode stored
                ? stored.deepCopy()
                : JsonNodeFactory.instance.objectNode();
        for (String fact : ModelSources.FACTS) {
            JsonNode value = incoming.get(fact);
            JsonNode stored = before.get(fact);
            ObjectNode source = ModelSources.of(incoming, fact);
            if (value == null && stored != null && Origins.of(source).equals(Origins.CURATOR)) {
                // A curator declared the fact unknown, which is a statement like any other.
                if (merge.overrides(source, ModelSources.of(before, fact))) {
                    merged.remove(fact);
                    sources.set(fact, source);
                }
                continue;
            }
            if (value == null || same(fact, value, stored)) {
                continue;
            }
            String storedOrigin = Origins.of(ModelSources.of(before, fact));
            if (fact.equals(LINKS) && stored != null && !storedOrigin.equals(Origins.CURATOR)) {
                // Links of less trusted origins are added, because pages do not contradict each other.
                merged.set(fact, combined(fact, stored, value));
                continue;
            }
            boolean stated = stored != null || sources.has(fact);
            if (stated && !merge.overrides(source, ModelSources.of(before, fact))) {
                if (fact.equals(SUPPORTS) && stored != null && !storedOrigin.equals(Origins.CURATOR)) {
                    // What another catalog knows beside the stored features contradicts none of them.
                    merged.set(fact, combined(fact, value, stored));
                    if (agrees(value, stored)) {
                        continue;
                    }
                }
                if (!isSameDate(fact, value, stored)) {
                    merge.retained()
                            .accept(new RetainedFact(before.get("id").asText(), fact, stored, storedOrigin, value));
                }
                continue;
            }
            merged.set(fact, stored == null ? value : combined(fact, stored, value));
            if (source.isEmpty()) {
                sources.remove(fact);
            } else {
                sources.set(fact, source);
            }
        }
        Set<JsonNode> aliases = new LinkedHashSet<>();
        before.path("aliases").forEach(aliases::add);
        incoming.path("aliases").forEach(aliases::add);
        if (!aliases.isEmpty()) {
            merged.putArray("aliases").addAll(aliases);
        }
        ModelSources.put(merged, sources);
        return merged;
    }

    /** Whether a stored date and one that was not taken over are the same day, month or year, one of them less precisely. */
    private static boolean isSameDate(String fact, JsonNode value, JsonNode stored) {
        return DATES.contains(fact)
                && stored != null
                && (stored.asText().startsWith(value.asText()) || value.asText().startsWith(stored.asText()));
    }

    /** Whether no feature is stated both ways. */
    private static boolean agrees(JsonNode features, JsonNode stored) {
        return features.properties().stream()
                .allMatch(flag -> !stored.has(flag.getKey()) || flag.getValue().equals(stored.get(flag.getKey())));
    }

    /** Whether a value states nothing new; the order of modalities does not matter. */
    private static boolean same(String fact, JsonNode value, JsonNode stored) {
        if (stored != null && fact.equals(SUPPORTS)) {
            return Origins.same(combined(fact, stored, value), stored);
        }
        if (stored == null || !fact.equals("modalities")) {
            return Origins.same(value, stored);
        }
        return Set.copyOf(texts(value, "input")).equals(Set.copyOf(texts(stored, "input")))
                && Set.copyOf(texts(value, "output")).equals(Set.copyOf(texts(stored, "output")));
    }

    private static List<String> texts(JsonNode modalities, String direction) {
        List<String> texts = new ArrayList<>();
        modalities.path(direction).forEach(text -> texts.add(text.asText()));
        return texts;
    }

    /** Adds links, features and texts, because an import never removes any; replaces other facts. */
    private static JsonNode combined(String fact, JsonNode stored, JsonNode value) {
        return switch (fact) {
            case LINKS -> {
                ArrayNode links = stored.deepCopy();
                Set<String> urls = new LinkedHashSet<>();
                stored.forEach(link -> urls.add(link.get("url").asText()));
                value.forEach(link -> {
                    if (urls.add(link.get("url").asText())) {
                        links.add(link);
                    }
                });
                yield links;
            }
            case "texts" -> {
                ObjectNode texts = stored.deepCopy();
                value.properties()
                        .forEach(text -> texts.withObject("/" + text.getKey()).setAll((ObjectNode) text.getValue()));
                yield texts;
            }
            case SUPPORTS -> ((ObjectNode) stored.deepCopy()).setAll((ObjectNode) value);
            default -> value;
        };
    }
}
