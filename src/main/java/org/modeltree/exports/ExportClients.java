package org.modeltree.exports;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import org.modeltree.http.problem.Problem;

/**
 * Limit on the clients that receive an export: a total, and a share for each caller or address. Created at startup, so
 * that its gauge is among the metrics from the start.
 */
@Startup
@ApplicationScoped
class ExportClients {

    /** One caller gets at most a quarter of all places. */
    private static final int SHARE = 4;

    private static final int RETRY_AFTER_SECONDS = 5;

    private final int max;
    private final int maxPerCaller;
    private final Map<String, Integer> clientsByCaller = new HashMap<>();
    private int total;

    ExportClients(ExportSettings settings, MeterRegistry meters) {
        max = settings.maxClients();
        maxPerCaller = Math.max(1, max / SHARE);
        Gauge.builder("modeltree.exports.clients", this, ExportClients::count)
                .description("Clients that receive an export or wait for one")
                .register(meters);
    }

    /**
     * Takes a place; {@link #leave} gives it back.
     *
     * @throws Problem.Unavailable if all places are taken
     * @throws Problem.TooManyRequests if the caller has all the places it may have
     */
    synchronized void enter(String caller) {
        int own = clientsByCaller.getOrDefault(caller, 0);
        if (own >= maxPerCaller) {
            throw new Problem.TooManyRequests(
                    "Too many exports: a caller may receive " + maxPerCaller + " at a time. Wait until one ends.",
                    RETRY_AFTER_SECONDS);
        }
        if (total >= max) {
            throw new Problem.Unavailable("Too many exports: " + max + " are being sent. Try again later.");
        }
        total++;
        clientsByCaller.put(caller, own + 1);
    }

    private synchronized int count() {
        return total;
    }

    /** Gives a place back. */
    synchronized void leave(String caller) {
        total--;
        clientsByCaller.computeIfPresent(caller, (name, own) -> own == 1 ? null : own - 1);
    }
}
