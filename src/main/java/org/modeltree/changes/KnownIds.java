package org.modeltree.changes;

import java.util.List;

/** Finds what a client may have meant by an id that nothing has; the feature with the models implements it. */
public interface KnownIds {

    /**
     * Ids similar to one that nothing has, likeliest first; empty for a type that nobody refers to.
     *
     * @param type record type
     */
    List<String> similar(String type, String id);
}
