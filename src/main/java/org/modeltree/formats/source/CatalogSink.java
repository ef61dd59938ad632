package org.modeltree.formats.source;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.modeltree.identity.OfferingDescriptor;

/**
 * Hears what a catalog says, in its order. The first argument of each method is where in the file it says so: a JSON
 * pointer, or "line 17".
 */
public interface CatalogSink {

    /** A line of a catalog of ours. */
    void line(String at, ObjectNode line);

    /**
     * An offering of a model that has to be found.
     *
     * @param offering an offering's line without its model
     * @param hints to find the model by
     * @param about lines about that model, whose own id (or {@code model}) is put in once it is found
     * @param proposed id under which the model is created if there is nothing like it; null: it never is
     */
    void offering(String at, ObjectNode offering, OfferingDescriptor hints, List<ObjectNode> about, String proposed);

    /** An entry that is broken and not stored. */
    void reject(String at, String reason, String value);

    /** A key that nobody reads, as a path with asterisks; said once or often. */
    void ignored(String key);

    /** Something that is stored, but not as it stands there. */
    void note(String at, String reason, String value);
}
