package org.modeltree.revision.dependency;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * Brings a cached answer up to date without the database, if only some of the parts changed that it was made of: those of
 * which all that the answer needs is in memory, such as tallies. Used on the event loop, so it must be quick. Immutable.
 */
public interface Renewal {

    /** The parts whose changes it can bring into the answer. */
    Parts parts();

    /** Approximate size in bytes. */
    int bytes();

    /**
     * The answer as it is at another revision; empty if something is not in memory.
     *
     * @param body makes a copy of the JSON of the answer at one revision
     * @param from that revision
     * @param to the later revision
     */
    Optional<Renewed> renewed(Supplier<byte[]> body, long from, long to);

    /**
     * An answer at a later revision.
     *
     * @param body JSON of the answer; empty if it is the same as before
     * @param next brings it up to date after further changes
     */
    record Renewed(Optional<byte[]> body, Renewal next) {}
}
