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
 * Permits for work of one kind, and a bounded queue of those that wait for one. Nobody holds a thread or a connection
 * while waiting. A permit that becomes free goes to the next flow in turn (a client, and what it asks for) and not to the
 * next request, so that a client that sends a thousand requests keeps others waiting for one of them; and where
 * the work may be long, no client can have all permits. Callbacks run on the thread that makes them due, outside the lock.
 */
public final class AdmissionQueue {

    /** Why somebody is turned away. */
    public enum Refusal {
        /** As many wait as may. */
        FULL,
        /** The deadline came first. */
        TOO_LATE,
        /** The database does not answer. */
        DATABASE_AWAY
    }

    /**
     * Requests that take turns with others.
     *
     * @param client whose they are
     * @param kind of request, by which those of one client take turns among themselves
     */
    public record Flow(String client, String kind) {}

    /** Who is told how it went; exactly one of the two methods is called, once. */
    public interface Waiter {

        /** A permit is there; whoever takes it releases it. */
        void admitted(Permit permit);

        /** There is none. */
        void refused(Refusal refusal);
    }

    /** The right to work, until it is released. */
    public final class Permit {

        private final Flow flow;
        private boolean released;

        private Permit(Flow flow) {
            this.flow = flow;
        }

        /** Gives the permit to the next in turn; whoever releases it again does nothing. */
        public void release() {
            AdmissionQueue.this.release(this);
        }
    }

    private record Waiting(Waiter waiter, Deadline deadline) {}

    private final int permits;
    private final int permitsPerClient;
    private final int permitsPerFlow;
    private final int places;
    private final int placesPerClient;
    private final Map<String, Integer> workingOfClient = new HashMap<>();
    private final Map<Flow, Integer> workingOfFlow = new HashMap<>();
    private final Map<String, Integer> waitingOfClient = new HashMap<>();
    /** Flows in the order of their turns. */
    private final Map<Flow, Deque<Waiting>> waiting = new LinkedHashMap<>();

    private int inUse;
    private int queued;

    /**
     * A queue.
     *
     * @param permits how many may work at once, at least 1
     * @param kept how many of them are kept from each client for others; from each flow one more
     * @param places how many may wait; a client may take three quarters of them
     */
    AdmissionQueue(int permits, int kept, int places) {
        this.permits = permits;
        this.permitsPerClient = Math.max(1, permits - kept);
        this.permitsPerFlow = kept == 0 ? permits : Math.max(1, permits - kept - 1);
        this.places = places;
        this.placesPerClient = (places * 3 + 3) / 4;
    }

    /** Asks for a permit, which is given now, later, or not at all. */
    public void enter(Flow flow, Deadline deadline, Waiter waiter) {
        Permit permit = null;
        boolean full = false;
        synchronized (this) {
            if (queued == 0 && isFree(flow)) {
                permit = take(flow);
            } else {
                full = queued >= places || waitingOfClient.getOrDefault(flow.client(), 0) >= placesPerClient;
                if (!full) {
                    waiting.computeIfAbsent(flow, any -> new ArrayDeque<>()).add(new Waiting(waiter, deadline));
                    waitingOfClient.merge(flow.client(), 1, Integer::sum);
                    queued++;
                }
            }
        }
        if (permit != null) {
            waiter.admitted(permit);
        } else if (full) {
            waiter.refused(Refusal.FULL);
        } else {
            // Those before may all be of flows that have as many permits as they may.
            admitNext();
        }
    }

    /** How many wait. */
    public synchronized int queued() {
        return queued;
    }

    /** How many work. */
    public synchronized int inUse() {
        return inUse;
    }

    /** Turns away those whose deadline has passed. */
    void refuseLate() {
        refuse(Refusal.TOO_LATE, true);
    }

    /** Turns away all that wait. */
    void refuseAll(Refusal refusal) {
        refuse(refusal, false);
    }

    private void refuse(Refusal refusal, boolean lateOnly) {
        List<Waiting> refused = new ArrayList<>();
        synchronized (this) {
            if (queued == 0) {
                return;
            }
            waiting.forEach((flow, own) -> own.removeIf(one -> {
                boolean goes = !lateOnly || one.deadline().hasPassed();
                if (goes) {
                    refused.add(one);
                    left(flow);
                }
                return goes;
            }));
            waiting.values().removeIf(Deque::isEmpty);
        }
        refused.forEach(one -> one.waiter().refused(refusal));
    }

    private void release(Permit permit) {
        synchronized (this) {
            if (permit.released) {
                return;
            }
            permit.released = true;
            inUse--;
            less(workingOfClient, permit.flow.client());
            less(workingOfFlow, permit.flow);
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
                left(flow);
                permit = take(flow);
                if (!own.isEmpty()) {
                    // To the end, because now it is the others' turn.
                    waiting.put(flow, own);
                }
            }
            next.waiter().admitted(permit);
        }
    }

    private Flow nextFlow() {
        return waiting.keySet().stream().filter(this::isFree).findFirst().orElse(null);
    }

    private void left(Flow flow) {
        queued--;
        less(waitingOfClient, flow.client());
    }

    private boolean isFree(Flow flow) {
        return inUse < permits
                && workingOfClient.getOrDefault(flow.client(), 0) < permitsPerClient
                && workingOfFlow.getOrDefault(flow, 0) < permitsPerFlow;
    }

    private Permit take(Flow flow) {
        inUse++;
        workingOfClient.merge(flow.client(), 1, Integer::sum);
        workingOfFlow.merge(flow, 1, Integer::sum);
        return new Permit(flow);
    }

    private static <K> void less(Map<K, Integer> counts, K key) {
        counts.computeIfPresent(key, (any, count) -> count == 1 ? null : count - 1);
    }
}
