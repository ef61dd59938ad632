package org.modeltree.bands.capability;

import java.util.concurrent.atomic.AtomicInteger;

/** Whether something in memory is asked for, so that it is worth to bring it up to date. */
final class RecentUse {

    /** It counts as unused after this many updates that nobody asked for. */
    private static final int MAX_UNUSED = 10;

    private final AtomicInteger unused = new AtomicInteger();

    /** Records that somebody asked for it. */
    void asked() {
        // Read first, because many threads ask.
        if (unused.get() != 0) {
            unused.set(0);
        }
    }

    /** Whether it was asked for since one of the last calls. */
    boolean isRecent() {
        return unused.getAndIncrement() < MAX_UNUSED;
    }
}
