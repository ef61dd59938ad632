package org.modeltree.changes.log;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.modeltree.revision.dependency.Part;

/**
 * A record that a revision created, changed or deleted.
 *
 * @param kind kind of the change, such as {@code create}
 * @param type record type
 * @param key key of the record
 * @param models ids of the models that it belongs to or belonged to
 * @param keys first-level keys of its document that changed
 */
record ChangeRow(String kind, String type, String key, List<String> models, List<String> keys) {

    /** Types whose parts are known. What a record of another type changes is not. */
    private static final Set<String> KNOWN = Set.of(
            "model",
            "measurement",
            "offering",
            "card",
            "edge",
            "vendor",
            "provider",
            "benchmark",
            "capability",
            "decision",
            "deleted");

    /** Whether the parts that the change concerns are known. Merges and undos are rare, and change much at once. */
    boolean isKnown() {
        return Set.of("create", "update", "delete").contains(kind)
                && KNOWN.contains(type)
                // A patch of the whole document has an empty path.
                && !(kind.equals("update") && keys.contains(""));
    }

    /** Adds the parts that the change concerns, each of them in its fine and in its coarse form. */
    void addTo(Collection<Part> parts) {
        parts.add(Part.every(type));
        if (models.isEmpty()) {
            parts.add(Part.one(type, key));
        } else {
            parts.add(Part.anyModel());
            models.forEach(model -> parts.add(Part.model(model)));
        }
        switch (type) {
            case "model" -> addModel(parts);
            case "edge" -> Stream.of(key.split(" ", -1)).map(Part::edgesOf).forEach(parts::add);
            default -> {
                // Nothing beyond the record and its model.
            }
        }
    }

    private void addModel(Collection<Part> parts) {
        parts.addAll(keys.stream().map(Part::key).collect(Collectors.toSet()));
        if (!kind.equals("update") || keys.contains("name") || keys.contains("releaseDate")) {
            models.forEach(model -> parts.add(Part.nameOf(model)));
        }
        if (!kind.equals("update")) {
            parts.add(Part.members());
            // With a model go its edges, its offerings and all others of its records.
            Stream.of("edge", "offering", "measurement", "card", "deleted")
                    .map(Part::every)
                    .forEach(parts::add);
        }
    }
}
