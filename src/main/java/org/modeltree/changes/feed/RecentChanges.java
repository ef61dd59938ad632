package org.modeltree.changes.feed;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The end of the change log in memory, without a gap, for all streams: each change is read once, however many wait for it. */
final class RecentChanges {

    private static final int MAX_ENTRIES = 1_000;
    private static final long MAX_BYTES = 4_000_000;

    private final Deque<StreamEvent> entries = new ArrayDeque<>();
    private Set<Runnable> waiting = new HashSet<>();
    private FeedPosition start = FeedPosition.endOf(0);
    private FeedPosition end = start;
    private long bytes;

    /** Forgets all entries; those that follow come after a place. */
    synchronized void restart(FeedPosition place) {
        forgetEntries();
        start = place;
        end = place;
    }

    /** Forgets all entries, because nobody needs them; those that follow come after the same place. */
    synchronized void clear() {
        forgetEntries();
        start = end;
    }

    private void forgetEntries() {
        entries.clear();
        bytes = 0;
    }

    /** Says that the log was replaced by one with fewer revisions: nothing follows the places that streams know. */
    void replace() {
        restart(FeedPosition.endOf(Long.MAX_VALUE));
        wakeAll();
    }

    /** Whether the log was replaced since the last {@link #restart}. */
    synchronized boolean isReplaced() {
        return end.revision() == Long.MAX_VALUE;
    }

    /** The place up to which all changes are known. */
    synchronized FeedPosition end() {
        return end;
    }

    /** Bytes of the entries. */
    synchronized long bytes() {
        return bytes;
    }

    /** Adds the entries that follow the end, and wakes who waits for them. */
    void add(EventPage page) {
        synchronized (this) {
            for (StreamEvent entry : page.events()) {
                entries.add(entry);
                bytes += entry.size();
                end = entry.place();
            }
            if (!page.hasMore() && FeedPosition.endOf(page.revision()).compareTo(end) > 0) {
                end = FeedPosition.endOf(page.revision());
            }
            while (!entries.isEmpty() && (entries.size() > MAX_ENTRIES || bytes > MAX_BYTES)) {
                StreamEvent first = entries.remove();
                bytes -= first.size();
                start = first.place();
            }
        }
        wakeAll();
    }

    /** The first entries after a place, none if there are none yet; empty if the place is before what is in memory. */
    synchronized Optional<List<StreamEvent>> after(FeedPosition place, int limit) {
        if (place.compareTo(start) < 0) {
            return Optional.empty();
        }
        List<StreamEvent> found = new ArrayList<>();
        if (entries.isEmpty() || entries.getLast().place().compareTo(place) <= 0) {
            return Optional.of(found);
        }
        for (StreamEvent entry : entries) {
            if (found.size() == limit) {
                break;
            }
            if (entry.place().compareTo(place) > 0) {
                found.add(entry);
            }
        }
        return Optional.of(found);
    }

    /** Runs an action once when there are entries after a place, or {@link #wakeAll} is called; at once if there are some. */
    void whenAfter(FeedPosition place, Runnable action) {
        synchronized (this) {
            boolean isNewest = entries.isEmpty() || entries.getLast().place().compareTo(place) <= 0;
            if (place.compareTo(start) >= 0 && isNewest) {
                waiting.add(action);
                return;
            }
        }
        action.run();
    }

    /** Runs an action once when {@link #wakeAll} is called. */
    synchronized void whenWoken(Runnable action) {
        waiting.add(action);
    }

    /** Forgets an action that waits. */
    synchronized void forget(Runnable action) {
        waiting.remove(action);
    }

    /** Runs all actions that wait. */
    void wakeAll() {
        Set<Runnable> woken;
        synchronized (this) {
            woken = waiting;
            waiting = new HashSet<>();
        }
        woken.forEach(Runnable::run);
    }
}
