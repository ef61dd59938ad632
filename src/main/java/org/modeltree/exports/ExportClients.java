package org.modeltree.exports;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import org.modeltree.http.problem.Problem;

/**
 * Who is being sent an export: so many at once in all, and so many of them for one caller or address. There from the
 * start, so that its figure is among the metrics.
 */
@Startup
@ApplicationScoped
class ExportClients {

    /** One caller has at most this part of all. */
    private static final int SHARE = 4;

    private static final int RETRY_AFTER_SECONDS = 5;

    private final int most;
    private final int mostOfOne;
    private final Map<String, Integer> byShareholder = new HashMap<>();
    private int all;

    ExportClients(ExportSettings settings, MeterRegistry meters) {
        most = settings.maxClients();
        mostOfOne = Math.max(1, most / SHARE);
        Gauge.builder("modeltree.exports.clients", this, ExportClients::count)
                .description("Clients that are sent an export, or wait for one")
                .register(meters);
    }

    /**
     * Takes a place, which has to be given back.
     *
     * @throws Problem.Unavailable if all places are taken
     * @throws Problem.TooManyRequests if all that one caller may have are taken
     */
    synchronized void enter(String shareholder) {
        int own = byShareholder.getOrDefault(shareholder, 0);
        if (own >= mostOfOne) {
            throw new Problem.TooManyRequests(
                    "Too many exports: one caller may have " + mostOfOne + " at once.", RETRY_AFTER_SECONDS);
        }
        if (all >= most) {
            throw new Problem.Unavailable("Too many exports: " + most + " are being sent already.");
        }
        all++;
        byShareholder.put(shareholder, own + 1);
    }

    private synchronized int count() {
        return all;
    }

    /** Gives a place back. */
    synchronized void leave(String shareholder) {
        all--;
        byShareholder.computeIfPresent(shareholder, (name, own) -> own == 1 ? null : own - 1);
    }
}
