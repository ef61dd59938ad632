package org.modeltree.revision.dependency;

import java.util.Optional;
import java.util.Set;

/**
 * What the revisions after one and up to another changed.
 *
 * @param since the revision before the first of them; −1 if nothing is known about earlier ones
 * @param until the last of them
 * @param parts the parts that they changed; empty if that is not known, so that they may have changed anything
 * @param movedTallies ids of the benchmarks whose tallies moved
 */
public record RevisionChanges(long since, long until, Optional<Set<Part>> parts, Set<String> movedTallies) {

    /** Records them; only the thread that reads the change log may do so. */
    public void recordIn(ChangedParts changed) {
        parts.ifPresentOrElse(known -> changed.add(known, until), () -> changed.addEverything(until));
    }
}
