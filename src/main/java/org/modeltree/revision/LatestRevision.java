package org.modeltree.revision;

import jakarta.inject.Singleton;
import java.sql.SQLTransientException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Newest committed revision known to this instance: from its own writes, from snapshots it has read, or from
 * notifications. Data read at an older revision is outdated. Responses never carry this number; they carry the revision
 * of the snapshot they were read in.
 */
@Singleton
public class LatestRevision {

    /**
     * Event: the database has lost revisions that this instance knows of, because it was restored from a backup, or because a
     * standby without the latest commits was promoted. What is in memory belongs to a history that no longer exists.
     *
     * @param known newest revision that this instance knew of
     * @param found revision of the database now, which may have grown again
     */
    public record Lost(long known, long found) {}

    /** The primary does not show a change yet that the reader has seen, because its commit waits for a standby. */
    public static final class Unconfirmed extends SQLTransientException {

        private static final long serialVersionUID = 1;

        /** With a message for clients. */
        public Unconfirmed() {
            super("A change waits for a standby to confirm it. Try again.");
        }
    }

    private final AtomicLong known = new AtomicLong(-1);
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    /** Number of changes since the catalog was created; −1 before any revision is known. Never decreases. */
    public long known() {
        return known.get();
    }

    /** Records that this revision has been committed. */
    public void advanceTo(long revision) {
        if (revision > known.get()) {
            known.accumulateAndGet(revision, Math::max);
            listeners.forEach(Runnable::run);
        }
    }

    /** Adds a listener that is called after each new revision, on the thread that records it; it must return at once. */
    public void whenAdvanced(Runnable action) {
        listeners.add(action);
    }
}
