package org.modeltree.formats.source;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.modeltree.catalog.query.Feature;

/** Features of a model or an offering, as a catalog states them. */
public final class FeatureFlags {

    private static final String KEY = "supports";

    private final ObjectNode flags = JsonNodeFactory.instance.objectNode();

    /** Adds a feature; empty if the catalog does not say whether there is one. */
    public FeatureFlags with(Feature feature, Optional<Boolean> stated) {
        stated.ifPresent(supported -> flags.put(feature.key(), supported));
        return this;
    }

    /** The features that there are; a host that lacks one says nothing about the model. */
    public FeatureFlags supported() {
        FeatureFlags supported = new FeatureFlags();
        flags.properties().stream()
                .filter(flag -> flag.getValue().booleanValue())
                .forEach(flag -> supported.flags.put(flag.getKey(), true));
        return supported;
    }

    /**
     * Sets the features of a record.
     *
     * @return whether any is known
     */
    public boolean putInto(ObjectNode record) {
        if (!flags.isEmpty()) {
            record.set(KEY, flags.deepCopy());
        }
        return !flags.isEmpty();
    }
}
