package org.modeltree.http.admission;

import java.util.HashMap;
import java.util.Map;

/** Limit on concurrent operations, in total and per caller, so that a single caller cannot take all places. */
public final class ConcurrencyLimit {

    private final int max;
    private final int maxPerCaller;
    private final Map<String, Integer> placesOfCaller = new HashMap<>();
    private int total;

    /**
     * @param max total number of places, at least 1; one caller may take half of them, rounded up
     */
    public ConcurrencyLimit(int max) {
        this.max = max;
        this.maxPerCaller = (max + 1) / 2;
    }

    /** Takes a place, to be given back with {@link #leave}; false if none is free for this caller. */
    public synchronized boolean tryEnter(String caller) {
        int own = placesOfCaller.getOrDefault(caller, 0);
        if (total >= max || own >= maxPerCaller) {
            return false;
        }
        total++;
        placesOfCaller.put(caller, own + 1);
        return true;
    }

    /** Gives a place back. */
    public synchronized void leave(String caller) {
        total--;
        placesOfCaller.computeIfPresent(caller, (same, own) -> own == 1 ? null : own - 1);
    }
}
