package org.modeltree.startup.starter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * Sources that several facts name by a short name. A source is a name from {@code sources.yaml} or an address. The
 * origin and the date that a fact does not state come from the named source; otherwise the origin follows from the
 * address, by {@code hosts.yaml}: a known catalog, {@code web} for pages of others, or else {@code publisher}.
 */
final class NamedSources {

    private static final List<String> SOURCE_KEYS = List.of("date", "origin");

    private final JsonNode sources;
    private final JsonNode originOfHost;
    private final StarterFaults faults;

    /**
     * Sources by name.
     *
     * @param sources addresses by name
     * @param originOfHost origins of hosts, or of the first segments of addresses, that are no publishers' own
     */
    NamedSources(JsonNode sources, JsonNode originOfHost, StarterFaults faults) {
        this.sources = sources;
        this.originOfHost = originOfHost;
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

    private String originOf(String address) {
        String rest = address.replaceFirst("^https?://", "");
        // Longest first: github.com/pydantic before github.com.
        for (String part = rest; !part.isEmpty(); part = part.substring(0, Math.max(0, part.lastIndexOf('/')))) {
            if (originOfHost.has(part)) {
                return originOfHost.get(part).asText();
            }
        }
        return "publisher";
    }
}
