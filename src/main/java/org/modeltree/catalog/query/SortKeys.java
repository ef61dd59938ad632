package org.modeltree.catalog.query;

import java.util.Optional;

/** What models can be sorted by besides their own facts. */
public interface SortKeys {

    /** The sort key of this name, if it is one of this feature's. */
    Optional<SortKey> find(String name);
}
