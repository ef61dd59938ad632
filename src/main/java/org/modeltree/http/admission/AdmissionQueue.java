package org.modeltree.http.admission;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.modeltree.revision.Deadline;

/**
 * Permits for one kind of work, with a bounded queue of waiters. A waiter holds neither a thread nor a connection. A
 * free permit goes to the next flow (a client and a kind of request) in round-robin order, not to the next request, so
 * that a client with a thousand requests delays others by one request only. If work may take long, some permits are
 * reserved so that no client can hold all. Callbacks run on the thread that triggers them, outside the lock.
 */
public final class AdmissionQueue {

    /** Why a request is refused. */
    public enum Refusal {
        /** The queue, or the share of the client in it, is full. */
        FULL,
        /** The deadline passed before a permit was free. */
        TOO_LATE,
        /** The database is unavailable. */
        DATABASE_AWAY
    }

    /**
     * Requests that are served in order; flows take turns.
     *
     * @param client client that sent them
     * @param kind kind of request; the kinds of one client take turns too
     */
    public record Flow(String client, String kind) {}

    /** Receives the result of {@link #enter}: exactly one of the two methods is called, once. */
    public interface Waiter {

        /** A permit is granted; the receiver must release it. */
        void admitted(Permit permit);

        /** No permit is granted. */
        void refused(Refusal refusal);
    }

    /** Permission to work until released. */
    public final class Permit {

        private final Flow flow;
        private boolean released;

        private Permit(Flow flow) {
            this.flow = flow;
        }

        /** Passes the permit on to the next flow. Has no effect when called again. */
        public void release() {
            AdmissionQueue.this.release(this);
        }
    }

    private record Waiting(Waiter waiter, Deadline deadline) {}

    private final int permits;
    private final int permitsPerClient;
    private final int permitsPerFlow;
    private final int capacity;
    private final int capacityPerClient;
    private final Map<String, Integer> permitsOfClient = new HashMap<>();
    private final Map<Flow, Integer> permitsOfFlow = new HashMap<>();
    private final Map<String, Integer> waitersOfClient = new HashMap<>();
    /** Flows with waiters, in the order of their turns. */
    private final Map<Flow, Deque<Waiting>> waiting = new LinkedHashMap<>();

    private int inUse;
    private int queued;

    /**
     * Creates a queue.
     *
     * @param permits maximum number of concurrent holders, at least 1
     * @param reserved permits that a single client cannot take; if not 0, a single flow cannot take one more
     * @param capacity maximum number of waiters; one client may take three quarters
     */
    AdmissionQueue(int permits, int reserved, int capacity) {
        this.permits = permits;
        this.permitsPerClient = Math.max(1, permits - reserved);
        this.permitsPerFlow = reserved == 0 ? permits : Math.max(1, permits - reserved - 1);
        this.capacity = capacity;
        this.capacityPerClient = (capacity * 3 + 3) / 4;
    }

    /** Requests a permit, which is granted now, later, or not at all. */
    public void enter(Flow flow, Deadline deadline, Waiter waiter) {
        Permit permit = null;
        boolean full = false;
        synchronized (this) {
            if (queued == 0 && isFree(flow)) {
                permit = take(flow);
            } else {
                full = queued >= capacity || waitersOfClient.getOrDefault(flow.client(), 0) >= capacityPerClient;
                if (!full) {
                    waiting.computeIfAbsent(flow, absent -> new ArrayDeque<>()).add(new Waiting(waiter, deadline));
                    waitersOfClient.merge(flow.client(), 1, Integer::sum);
                    queued++;
                }
            }
        }
        if (permit != null) {
            waiter.admitted(permit);
        } else if (full) {
            waiter.refused(Refusal.FULL);
        } else {
            // All earlier waiters may belong to flows that have reached their limit.
            admitNext();
        }
    }

    /** Number of waiters. */
    public synchronized int queued() {
        return queued;
    }

    /** Number of permits held. */
    public synchronized int inUse() {
        return inUse;
    }

    /** Refuses the waiters whose deadline has passed. */
    void refuseLate() {
        refuse(Refusal.TOO_LATE, true);
    }

    /** Refuses all waiters. */
    void refuseAll(Refusal refusal) {
        refuse(refusal, false);
    }

    private void refuse(Refusal refusal, boolean lateOnly) {
        List<Waiting> refused = new ArrayList<>();
        synchronized (this) {
            if (queued == 0) {
                return;
            }
            waiting.forEach((flow, own) -> own.removeIf(waiter -> {
                boolean isRefused = !lateOnly || waiter.deadline().hasPassed();
                if (isRefused) {
                    refused.add(waiter);
                    dequeued(flow);
                }
                return isRefused;
            }));
            waiting.values().removeIf(Deque::isEmpty);
        }
        refused.forEach(waiting -> waiting.waiter().refused(refusal));
    }

    private void release(Permit permit) {
        synchronized (this) {
            if (permit.released) {
                return;
            }
            permit.released = true;
            inUse--;
            decrement(permitsOfClient, permit.flow.client());
            decrement(permitsOfFlow, permit.flow);
        }
        admitNext();
    }

    private void admitNext() {
        while (true) {
            Waiting next;
            Permit permit;
            synchronized (this) {
                Flow flow = inUse < permits ? nextFlow() : null;
                if (flow == null) {
                    return;
                }
                Deque<Waiting> own = waiting.remove(flow);
                next = own.remove();
                dequeued(flow);
                permit = take(flow);
                if (!own.isEmpty()) {
                    // Re-inserted at the end, because the other flows come next.
                    waiting.put(flow, own);
                }
            }
            next.waiter().admitted(permit);
        }
    }

    private Flow nextFlow() {
        return waiting.keySet().stream().filter(this::isFree).findFirst().orElse(null);
    }

    private void dequeued(Flow flow) {
        queued--;
        decrement(waitersOfClient, flow.client());
    }

    private boolean isFree(Flow flow) {
        return inUse < permits
                && permitsOfClient.getOrDefault(flow.client(), 0) < permitsPerClient
                && permitsOfFlow.getOrDefault(flow, 0) < permitsPerFlow;
    }

    private Permit take(Flow flow) {
        inUse++;
        permitsOfClient.merge(flow.client(), 1, Integer::sum);
        permitsOfFlow.merge(flow, 1, Integer::sum);
        return new Permit(flow);
    }

    private static <K> void decrement(Map<K, Integer> counts, K key) {
        counts.computeIfPresent(key, (same, count) -> count == 1 ? null : count - 1);
    }
}
