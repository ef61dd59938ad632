package org.modeltree.revision.dependency;

import java.util.Optional;

/**
 * Brings a cached answer up to date without the database, if only some of the parts changed that it was made of: those of
 * which all that the answer needs is in memory, such as tallies. Used on the event loop, so it must be quick.
 */
public interface Renewal {

    /** The parts whose changes it can bring into the answer. */
    Parts parts();

    /** Approximate size in bytes. */
    int bytes();

    /**
     * The body as it is at another revision; empty if something is not in memory.
     *
     * @param body JSON of the answer at one revision
     * @param from that revision
     * @param to the later revision
     */
    Optional<byte[]> renewed(byte[] body, long from, long to);
}
