package org.modeltree.revision.dependency;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The parts of the catalog that the last revisions changed, as far as this instance has read the change log. It answers
 * whether something that was read at one revision is the same at a later one. Bounded: of a revision that is too long ago,
 * it knows nothing, and what was read there counts as changed.
 */
@Singleton
public class ChangedParts {

    /** Parts in each of the two maps: 8 MB in all. */
    private static final int MAX_PARTS = 50_000;

    /**
     * Revisions by the codes of the parts that they changed last.
     *
     * @param since revision after which the map is complete
     */
    private record Changes(long since, Map<Long, Long> lastChanged) {

        private static Changes after(long revision) {
            return new Changes(revision, new ConcurrentHashMap<>());
        }

        long lastChange(long code) {
            return lastChanged.getOrDefault(code, -1L);
        }
    }

    /** Two maps, so that the older one can be dropped without forgetting the newest changes. */
    private record Generations(Changes former, Changes recent) {}

    private volatile Generations generations = new Generations(Changes.after(-1), Changes.after(-1));

    /** Written last and read first, so that whoever sees a revision here sees its changes too. */
    private volatile long completeTo = -1;

    /** Completed when the next changes have been read; replaced then. */
    private volatile CompletableFuture<Void> next = new CompletableFuture<>();

    /** Whether the change log can be read, as far as known. */
    private volatile boolean following;

    /** The newest revision whose changes are known, with those of all before; −1 if none is. */
    public long completeTo() {
        return completeTo;
    }

    /**
     * Whether none of the parts changed after one revision and up to another. False if that is not known.
     *
     * @param since revision at which the parts were read
     * @param until at least {@code since}
     */
    public boolean unchanged(Parts parts, long since, long until) {
        if (since == until) {
            return true;
        }
        long known = completeTo;
        Generations at = generations;
        if (parts.isEverything() || since > until || until > known || since < at.former.since) {
            return false;
        }
        for (long code : parts.codes()) {
            if (at.recent.lastChange(code) > since || at.former.lastChange(code) > since) {
                return false;
            }
        }
        return true;
    }

    /** Whether the parts are the same at two revisions, in any order. False if that is not known. */
    public boolean same(Parts parts, long one, long other) {
        return unchanged(parts, Math.min(one, other), Math.max(one, other));
    }

    /** As {@link #same(Parts, long, long)}, for one part. */
    public boolean same(Part part, long one, long other) {
        return unchanged(part, Math.min(one, other), Math.max(one, other));
    }

    /** As {@link #unchanged(Parts, long, long)}, for one part. */
    public boolean unchanged(Part part, long since, long until) {
        if (since == until) {
            return true;
        }
        long known = completeTo;
        Generations at = generations;
        long code = part.code();
        return since <= until
                && until <= known
                && since >= at.former.since
                && at.recent.lastChange(code) <= since
                && at.former.lastChange(code) <= since;
    }

    /**
     * Records what the revisions after {@link #completeTo} changed, up to a new one. Only one thread may call it.
     *
     * @param parts the parts that changed, which may be named several times
     * @param revision the last of these revisions
     */
    public void add(Collection<Part> parts, long revision) {
        Generations at = generations;
        if (at.recent.lastChanged.size() + parts.size() > MAX_PARTS) {
            at = new Generations(at.recent, Changes.after(completeTo));
            generations = at;
        }
        Map<Long, Long> lastChanged = at.recent.lastChanged;
        // The last of the revisions stands for each: a reader in between computes its answer once too often.
        parts.forEach(part -> lastChanged.put(part.code(), revision));
        complete(revision);
    }

    /** Records that anything may have changed up to a revision. Only one thread may call it. */
    public void addEverything(long revision) {
        generations = new Generations(Changes.after(revision), Changes.after(revision));
        complete(revision);
    }

    private void complete(long revision) {
        completeTo = revision;
        CompletableFuture<Void> completed = next;
        next = new CompletableFuture<>();
        completed.complete(null);
    }

    /** Says whether the change log can be read. If not, nobody should wait for it. */
    public void follow(boolean possible) {
        following = possible;
    }

    /** Waits until the changes up to a revision are known, if they may be soon; whether they are known then. */
    public boolean await(long revision, Duration most) {
        long deadline = System.nanoTime() + most.toNanos();
        Optional<CompletableFuture<Void>> pending = pending(revision);
        while (pending.isPresent()) {
            try {
                pending.get().get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (TimeoutException late) {
                break;
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                break;
            } catch (ExecutionException impossible) {
                throw new IllegalStateException(impossible);
            }
            pending = pending(revision);
        }
        return completeTo >= revision;
    }

    /**
     * What completes when the changes up to a revision may be known; empty if they are known, or will not be soon. A waiter
     * must limit its wait, and ask again afterwards.
     */
    public Optional<CompletableFuture<Void>> pending(long revision) {
        // Read before the revision is compared, so that no completion is missed.
        CompletableFuture<Void> completion = next;
        return following && completeTo < revision ? Optional.of(completion) : Optional.empty();
    }
}
