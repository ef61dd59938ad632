package org.modeltree.formats.source;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.modeltree.identity.OfferingDescriptor;

/**
 * Receiver of what a reader finds in a catalog, in the order of the file. The first argument of each method is the place
 * in the file: a JSON pointer, "line 17", or "line 17 /id" with a JSON pointer into the line.
 */
public interface CatalogSink {

    /** A record of our own format. */
    void record(String at, ObjectNode record);

    /** A record of a model that the catalog has; its name does not rename the model. */
    default void about(String at, ObjectNode model) {
        record(at, model);
    }

    /**
     * Models that the catalog had before the import, by publishers' own ids in any spelling. Ids without a certain model are
     * left out.
     */
    default Map<String, String> existing(Collection<String> ids) {
        return Map.of();
    }

    /**
     * What the catalog had before the import under some ids.
     *
     * @param models ids of models, by their ids and aliases
     * @param deleted ids of the successors of deleted models, by the ids of these; empty texts for those without one
     */
    record Known(Map<String, String> models, Map<String, String> deleted) {}

    /**
     * Models that the catalog had before the import, and those that were deleted, by their exact ids and aliases.
     *
     * @param ids ids in lower case, as {@code SearchText.idKey} normalizes them
     */
    default Known known(Collection<String> ids) {
        return new Known(Map.of(), Map.of());
    }

    /** Labels of the benchmarks that the catalog had before the import, by id. */
    default Map<String, String> benchmarks() {
        return Map.of();
    }

    /**
     * An offering whose model has to be found.
     *
     * @param offering record of the offering, without its model
     * @param descriptor facts to find the model by
     * @param about records about that model; the importer adds its id once it is known
     * @param proposed id under which the model is created if none matches; null to never create it
     */
    void offering(
            String at, ObjectNode offering, OfferingDescriptor descriptor, List<ObjectNode> about, String proposed);

    /**
     * An invalid entry, which is not stored.
     *
     * @param reason what is wrong with the place, as a predicate: "must be a number"
     * @param value the value that is there; empty if it is missing
     */
    default void reject(String at, String reason, String value) {
        reject(at, reason, List.of(), value);
    }

    /**
     * An invalid entry, as {@link #reject(String, String, String)}.
     *
     * @param suggestions what the value may mean, the likeliest first; the reason asks for it already
     */
    void reject(String at, String reason, List<String> suggestions, String value);

    /** A key that the reader does not use, as a path with asterisks; may be reported more than once. */
    void ignored(String key);

    /** A value that is stored differently than in the file, or left out. */
    void note(String at, String reason, String value);
}
