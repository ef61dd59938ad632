package org.modeltree.revision;

/**
 * Connections of the pool reserved for a feature. Reads get what remains of the pool after all shares, so a busy
 * feature never takes connections away from readers.
 */
public interface ConnectionShare {

    /** Maximum number of connections to the primary that the feature holds at the same time. */
    int connections();
}
