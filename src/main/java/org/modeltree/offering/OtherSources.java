package org.modeltree.offering;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.modeltree.changes.OriginPriority;
import org.modeltree.changes.Origins;

/** The catalogs that list an offering, when an import lists it or no longer does. A person's statement is no listing. */
final class OtherSources {

    private static final String KEY = "otherSources";
    private static final String FACTS = "facts";

    /** Keys of an offering that are no facts of it. */
    private static final Set<String> NO_FACTS =
            Set.of("type", "provider", "id", "model", Origins.ORIGIN, "source", "date", "lastSeen", KEY);

    private static final List<String> STATEMENT = List.of(Origins.ORIGIN, "source", "date");

    private static final List<String> LISTING = List.of(Origins.ORIGIN, "source", "date", FACTS);

    private final ObjectNode before;
    private final OriginPriority trust;
    /** By origin. */
    private final Map<String, ObjectNode> listings = new LinkedHashMap<>();

    private OtherSources(ObjectNode before, OriginPriority trust) {
        this.before = before;
        this.trust = trust;
    }

    /** All catalogs that two documents name, their own origins included. */
    static OtherSources of(ObjectNode before, ObjectNode incoming, OriginPriority trust) {
        OtherSources all = new OtherSources(before, trust);
        for (ObjectNode document : List.of(before, incoming)) {
            document.path(KEY).forEach(all::put);
            all.put(document);
        }
        return all;
    }

    private void put(JsonNode statement) {
        String origin = Origins.of(statement);
        if (origin.equals(Origins.CURATOR) || origin.equals(Origins.OWN_FORMAT)) {
            return;
        }
        ObjectNode listing = JsonNodeFactory.instance.objectNode();
        for (String key : LISTING) {
            if (statement.hasNonNull(key)) {
                listing.set(key, statement.get(key));
            }
        }
        listings.put(origin, listing);
    }

    /** The stored document with the new values of facts that only the importing catalog has stated. */
    ObjectNode renewed(ObjectNode incoming) {
        ObjectNode renewed = before.deepCopy();
        owned(before).forEach((fact, origin) -> {
            // Prices have a history, which a catalog that only fills a gap does not continue.
            if (origin.equals(Origins.of(incoming)) && incoming.has(fact) && !fact.equals("prices")) {
                renewed.set(fact, incoming.get(fact));
            }
        });
        return renewed;
    }

    /**
     * Adds the facts that other catalogs than the document's own have stated, to the entries of these catalogs.
     *
     * @param document the merged document
     * @param incoming what the import states
     */
    OtherSources withFacts(ObjectNode document, ObjectNode incoming) {
        boolean replaces = Origins.of(document).equals(Origins.of(incoming));
        Map<String, String> stored = owned(before);
        Map<String, Set<String>> facts = new TreeMap<>();
        for (Map.Entry<String, JsonNode> field : document.properties()) {
            String fact = field.getKey();
            boolean stated = incoming.has(fact) && (replaces || !before.has(fact));
            String origin = stated ? Origins.of(incoming) : stored.getOrDefault(fact, Origins.of(before));
            if (!NO_FACTS.contains(fact) && !origin.equals(Origins.of(document))) {
                facts.computeIfAbsent(origin, one -> new TreeSet<>()).add(fact);
            }
        }
        listings.forEach((origin, listing) -> {
            listing.remove(FACTS);
            if (facts.containsKey(origin)) {
                facts.get(origin).forEach(listing.putArray(FACTS)::add);
            }
        });
        return this;
    }

    /** Origins by fact, of the facts that other catalogs have stated. */
    private static Map<String, String> owned(ObjectNode document) {
        Map<String, String> owned = new TreeMap<>();
        for (JsonNode listing : document.path(KEY)) {
            listing.path(FACTS).forEach(fact -> owned.put(fact.asText(), Origins.of(listing)));
        }
        return owned;
    }

    /** The document with these sources, except its own, most trusted first. */
    ObjectNode addedTo(ObjectNode document) {
        ArrayNode others = JsonNodeFactory.instance.arrayNode();
        listings.entrySet().stream()
                .filter(listing -> !listing.getKey().equals(Origins.of(document)))
                .sorted(Map.Entry.comparingByKey(
                        Comparator.<String>comparingInt(trust::rank).thenComparing(Comparator.naturalOrder())))
                .forEach(listing -> others.add(listing.getValue()));
        if (!others.isEmpty()) {
            document.set(KEY, others);
        }
        return document;
    }

    /**
     * The stored document after a catalog no longer lists it and others still do. If it was the catalog whose facts are
     * stored, the most trusted of the others takes its place, so that its next statement replaces them.
     */
    ObjectNode withoutOriginOf(ObjectNode gone) {
        listings.remove(Origins.of(gone));
        ObjectNode left = before.deepCopy();
        left.remove(KEY);
        if (Origins.of(left).equals(Origins.of(gone))) {
            left.remove(STATEMENT);
            listings.values().stream()
                    .min(Comparator.comparingInt(listing -> trust.rank(Origins.of(listing))))
                    .ifPresent(listing -> {
                        ObjectNode statement = listing.deepCopy();
                        statement.remove(FACTS);
                        left.setAll(statement);
                    });
        }
        return addedTo(left);
    }
}
