package org.modeltree.http.admission;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Makes queues, and turns away who waits in one of them for longer than a request may take. */
@Singleton
public class AdmissionQueues {

    private static final Duration PRECISION = Duration.ofMillis(100);

    private final Vertx vertx;
    private final List<AdmissionQueue> queues = new CopyOnWriteArrayList<>();
    private long timer;

    AdmissionQueues(Vertx vertx) {
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent event) {
        timer = vertx.setPeriodic(PRECISION.toMillis(), tick -> queues.forEach(AdmissionQueue::refuseLate));
    }

    void stop(@Observes ShutdownEvent event) {
        vertx.cancelTimer(timer);
    }

    /**
     * A new queue.
     *
     * @param permits how many may work at once
     * @param kept how many of them are kept from each client for others; 0 where the work is short
     * @param places how many may wait
     */
    public AdmissionQueue create(int permits, int kept, int places) {
        AdmissionQueue queue = new AdmissionQueue(permits, kept, places);
        queues.add(queue);
        return queue;
    }
}
