package org.modeltree.changes.feed;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.modeltree.changes.log.LogPage;
import org.modeltree.changes.log.LoggedChange;

/** The end of the change log in memory, without a gap, for all streams: each change is read once, however many wait for it. */
final class RecentChanges {

    private static final int MAX_ENTRIES = 1_000;
    private static final long MAX_CHARACTERS = 4_000_000;

    private final Deque<LoggedChange> entries = new ArrayDeque<>();
    private Set<Runnable> waiting = new HashSet<>();
    private FeedPosition start = FeedPosition.endOf(0);
    private FeedPosition end = start;
    private long characters;

    /** Forgets all entries; those that follow come after a place. */
    synchronized void restart(FeedPosition place) {
        entries.clear();
        characters = 0;
        start = place;
        end = place;
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

    /** Adds the entries that follow the end, and wakes who waits for them. */
    void add(LogPage page) {
        synchronized (this) {
            for (LoggedChange entry : page.entries()) {
                entries.add(entry);
                characters += size(entry);
                end = FeedPosition.after(entry);
            }
            if (!page.hasMore() && FeedPosition.endOf(page.revision()).compareTo(end) > 0) {
                end = FeedPosition.endOf(page.revision());
            }
            while (!entries.isEmpty() && (entries.size() > MAX_ENTRIES || characters > MAX_CHARACTERS)) {
                LoggedChange first = entries.remove();
                characters -= size(first);
                start = FeedPosition.after(first);
            }
        }
        wakeAll();
    }

    private static long size(LoggedChange entry) {
        return entry.view().patch() == null
                ? 0
                : entry.view().patch().toString().length();
    }

    /** The first entries after a place, none if there are none yet; empty if the place is before what is in memory. */
    synchronized Optional<List<LoggedChange>> after(FeedPosition place, int limit) {
        if (place.compareTo(start) < 0) {
            return Optional.empty();
        }
        List<LoggedChange> found = new ArrayList<>();
        for (LoggedChange entry : entries) {
            if (found.size() < limit && FeedPosition.after(entry).compareTo(place) > 0) {
                found.add(entry);
            }
        }
        return Optional.of(found);
    }

    /** Runs an action once when there are entries after a place, or {@link #wakeAll} is called; at once if there are some. */
    void whenAfter(FeedPosition place, Runnable action) {
        synchronized (this) {
            boolean isNewest =
                    entries.isEmpty() || FeedPosition.after(entries.getLast()).compareTo(place) <= 0;
            if (place.compareTo(start) >= 0 && isNewest) {
                waiting.add(action);
                return;
            }
        }
        action.run();
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
