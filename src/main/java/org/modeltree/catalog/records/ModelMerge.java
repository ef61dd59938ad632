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

/** Merges what an import says about a model with what is known, fact by fact. */
final class ModelMerge {

    private static final String LINKS = "links";

    private ModelMerge() {}

    static ObjectNode merged(ObjectNode before, ObjectNode said, Merge merge) {
        ObjectNode merged = before.deepCopy();
        ObjectNode sources = before.path("sources") instanceof ObjectNode former
                ? former.deepCopy()
                : JsonNodeFactory.instance.objectNode();
        for (String fact : ModelSources.FACTS) {
            JsonNode now = said.get(fact);
            JsonNode former = before.get(fact);
            if (now == null || same(fact, now, former)) {
                continue;
            }
            ObjectNode source = ModelSources.of(said, fact);
            String formerOrigin = Origins.of(ModelSources.of(before, fact));
            if (fact.equals(LINKS) && former != null && !formerOrigin.equals(Origins.CURATOR)) {
                // A page about the model is no less a page for whoever else names one.
                merged.set(fact, united(fact, former, now));
                continue;
            }
            boolean stated = former != null || sources.has(fact);
            if (stated && !merge.trust().overrides(Origins.of(source), formerOrigin)) {
                merge.kept().accept(new RetainedFact(before.get("id").asText(), fact, former, formerOrigin, now));
                continue;
            }
            merged.set(fact, former == null ? now : united(fact, former, now));
            if (source.isEmpty()) {
                sources.remove(fact);
            } else {
                sources.set(fact, source);
            }
        }
        Set<JsonNode> aliases = new LinkedHashSet<>();
        before.path("aliases").forEach(aliases::add);
        said.path("aliases").forEach(aliases::add);
        if (!aliases.isEmpty()) {
            merged.putArray("aliases").addAll(aliases);
        }
        ModelSources.put(merged, sources);
        return merged;
    }

    /** The order of modalities says nothing. */
    private static boolean same(String fact, JsonNode now, JsonNode former) {
        if (former == null || !fact.equals("modalities")) {
            return Origins.same(now, former);
        }
        return Set.copyOf(texts(now, "input")).equals(Set.copyOf(texts(former, "input")))
                && Set.copyOf(texts(now, "output")).equals(Set.copyOf(texts(former, "output")));
    }

    private static List<String> texts(JsonNode modalities, String direction) {
        List<String> texts = new ArrayList<>();
        modalities.path(direction).forEach(text -> texts.add(text.asText()));
        return texts;
    }

    /** Links and texts are added to, as an import takes nothing away; another fact is replaced. */
    private static JsonNode united(String fact, JsonNode former, JsonNode now) {
        return switch (fact) {
            case LINKS -> {
                ArrayNode links = former.deepCopy();
                Set<String> urls = new LinkedHashSet<>();
                former.forEach(link -> urls.add(link.get("url").asText()));
                now.forEach(link -> {
                    if (urls.add(link.get("url").asText())) {
                        links.add(link);
                    }
                });
                yield links;
            }
            case "texts" -> {
                ObjectNode texts = former.deepCopy();
                now.properties()
                        .forEach(text -> texts.withObject("/" + text.getKey()).setAll((ObjectNode) text.getValue()));
                yield texts;
            }
            default -> now;
        };
    }
}
