package org.modeltree.exports;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import org.modeltree.http.admission.ClientPlaces;
import org.modeltree.http.problem.Problem;

/** Limit on the clients that receive an export. Created at startup, so that its gauge is among the metrics from the start. */
@Startup
@ApplicationScoped
class ExportClients {

    private final ClientPlaces places;

    ExportClients(ExportSettings settings, MeterRegistry meters) {
        places = new ClientPlaces(settings.maxClients(), "exports");
        Gauge.builder("modeltree.exports.clients", places, ClientPlaces::count)
                .description("Clients that receive an export or wait for one")
                .register(meters);
    }

    /**
     * Takes a place; {@link #leave} gives it back.
     *
     * @throws Problem.Unavailable if all places are taken
     * @throws Problem.TooManyRequests if the caller has all the places it may have
     */
    void enter(String caller) {
        places.enter(caller);
    }

    /** Gives a place back. */
    void leave(String caller) {
        places.leave(caller);
    }
}
