package org.modeltree.http.admission;

import java.util.HashMap;
import java.util.Map;
import org.modeltree.http.problem.Problem;

/** Limit on the clients that receive long answers of one kind: a total, and a quarter of it for each caller or address. */
public final class ClientPlaces {

    private static final int SHARE = 4;
    private static final int RETRY_AFTER_SECONDS = 5;

    private final String what;
    private final int max;
    private final int maxPerCaller;
    private final Map<String, Integer> clientsByCaller = new HashMap<>();
    private int total;

    /**
     * A number of places.
     *
     * @param max number of places
     * @param what what clients receive, in the plural, such as {@code exports}
     */
    public ClientPlaces(int max, String what) {
        this.max = max;
        this.what = what;
        maxPerCaller = Math.max(1, max / SHARE);
    }

    /**
     * Takes a place; {@link #leave} gives it back.
     *
     * @throws Problem.Unavailable if all places are taken
     * @throws Problem.TooManyRequests if the caller has all the places it may have
     */
    public synchronized void enter(String caller) {
        int own = clientsByCaller.getOrDefault(caller, 0);
        if (own >= maxPerCaller) {
            throw new Problem.TooManyRequests(
                    "Too many " + what + ": a caller may receive " + maxPerCaller + " at a time. Wait until one ends.",
                    RETRY_AFTER_SECONDS);
        }
        if (total >= max) {
            throw new Problem.Unavailable("Too many " + what + ": " + max + " are being sent. Try again later.");
        }
        total++;
        clientsByCaller.put(caller, own + 1);
    }

    /** Number of places that are taken. */
    public synchronized int count() {
        return total;
    }

    /** Gives a place back. */
    public synchronized void leave(String caller) {
        total--;
        clientsByCaller.computeIfPresent(caller, (name, own) -> own == 1 ? null : own - 1);
    }
}
