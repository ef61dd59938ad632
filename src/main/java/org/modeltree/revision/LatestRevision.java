package org.modeltree.revision;

import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The newest revision that this instance has heard of: made by a write of its own, read in a snapshot, or notified by
 * another instance. What was read in an older one is no longer the truth; no answer ever carries this number, because
 * an answer is of the snapshot it was read in.
 */
@Singleton
public class LatestRevision {

    private final AtomicLong known = new AtomicLong(-1);

    /** In changes since the catalog began; −1 before anything was heard. Never goes down. */
    public long known() {
        return known.get();
    }

    /** Somebody has seen this revision, committed. */
    public void reached(long revision) {
        if (revision > known.get()) {
            known.accumulateAndGet(revision, Math::max);
        }
    }
}
