package org.modeltree.revision;

/**
 * Connections of the pool that a feature may hold at once beside those that answer reads. What all features declare is
 * taken from the pool's size, and reads get the rest; so a feature that is busy leaves readers what is theirs.
 */
public interface ConnectionShare {

    /** Greatest number of connections to the primary that the feature holds at once. */
    int connections();
}
