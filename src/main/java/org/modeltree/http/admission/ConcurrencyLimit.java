package org.modeltree.http.admission;

import java.util.HashMap;
import java.util.Map;

/** How many of something may go on at once, in all and for one caller, so that one caller never takes all places. */
public final class ConcurrencyLimit {

    private final int most;
    private final int mostOfOneCaller;
    private final Map<String, Integer> callers = new HashMap<>();
    private int all;

    /**
     * @param most places in all, at least 1; one caller gets half of them, rounded up
     */
    public ConcurrencyLimit(int most) {
        this.most = most;
        this.mostOfOneCaller = (most + 1) / 2;
    }

    /** Takes a place, which is to be given back by {@link #leave}; false if there is none for this caller. */
    public synchronized boolean tryEnter(String caller) {
        int own = callers.getOrDefault(caller, 0);
        if (all >= most || own >= mostOfOneCaller) {
            return false;
        }
        all++;
        callers.put(caller, own + 1);
        return true;
    }

    /** Gives a place back. */
    public synchronized void leave(String caller) {
        all--;
        callers.computeIfPresent(caller, (same, own) -> own == 1 ? null : own - 1);
    }
}
