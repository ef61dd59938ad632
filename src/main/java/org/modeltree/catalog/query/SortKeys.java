package org.modeltree.catalog.query;

import java.util.Optional;

/** Sort keys that a feature adds to lists of models. */
public interface SortKeys {

    /** Sort key with this name; empty if it belongs to another feature. */
    Optional<SortKey> find(String name);

    /** Sort key with this name in a list with this filter; empty if it belongs to another feature. */
    default Optional<SortKey> find(String name, ModelFilter filter) {
        return find(name);
    }
}
