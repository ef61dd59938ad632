package org.modeltree.startup.starter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * Sources that several facts name by a short name. A source is a name from {@code sources.yaml} or an address. The
 * origin and the date that a fact does not state come from the named source; otherwise the origin follows from the
 * address: a known catalog, or else {@code publisher}.
 */
final class NamedSources {

    private static final List<String> SOURCE_KEYS = List.of("date", "origin");

    private final JsonNode sources;
    private final StarterFaults faults;

    NamedSources(JsonNode sources, StarterFaults faults) {
        this.sources = sources;
        this.faults = faults;
    }

    /** Replaces the name of a record's source by its address, and adds its origin. */
    void resolve(ObjectNode record, String where) {
        String name = record.path("source").asText();
        JsonNode named = sources.path(name);
        if (named.isObject()) {
            record.set("source", named.path("url"));
            for (String key : SOURCE_KEYS) {
                if (!record.has(key) && named.has(key)) {
                    record.set(key, named.get(key));
                }
            }
        } else if (!name.startsWith("https://") && !name.startsWith("http://")) {
            faults.add(
                    where,
                    name.isEmpty()
                            ? "`source` is missing; give an address or a name from sources.yaml"
                            : "unknown source `" + name + "`; add it to sources.yaml or give its address");
        }
        if (!record.has("origin")) {
            record.put("origin", originOf(record.path("source").asText()));
        }
    }

    private static String originOf(String address) {
        String afterScheme = address.replaceFirst("^https?://", "");
        if (afterScheme.startsWith("github.com/BerriAI/litellm/")) {
            return "litellm";
        }
        return switch (afterScheme.replaceFirst("/.*$", "")) {
            case "models.dev" -> "models.dev";
            case "openrouter.ai" -> "openrouter";
            case "epoch.ai" -> "epoch";
            default -> "publisher";
        };
    }
}
