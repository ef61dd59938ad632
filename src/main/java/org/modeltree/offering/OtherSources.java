package org.modeltree.offering;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.modeltree.changes.OriginPriority;
import org.modeltree.changes.Origins;

/** The catalogs that list an offering, when an import lists it or no longer does. A person's statement is no listing. */
final class OtherSources {

    private static final String KEY = "otherSources";
    private static final List<String> STATEMENT = List.of(Origins.ORIGIN, "source", "date");

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
        for (String key : STATEMENT) {
            if (statement.hasNonNull(key)) {
                listing.set(key, statement.get(key));
            }
        }
        listings.put(origin, listing);
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
                    .ifPresent(left::setAll);
        }
        return addedTo(left);
    }
}
