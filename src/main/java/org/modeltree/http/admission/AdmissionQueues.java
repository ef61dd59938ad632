package org.modeltree.http.admission;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Creates admission queues, and refuses waiters whose deadline has passed. */
@Singleton
public class AdmissionQueues {

    private static final Duration SWEEP = Duration.ofMillis(100);

    private final Vertx vertx;
    private final List<AdmissionQueue> queues = new CopyOnWriteArrayList<>();
    private long timer;

    AdmissionQueues(Vertx vertx) {
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent event) {
        timer = vertx.setPeriodic(SWEEP.toMillis(), tick -> queues.forEach(AdmissionQueue::refuseLate));
    }

    void stop(@Observes ShutdownEvent event) {
        vertx.cancelTimer(timer);
    }

    /**
     * Creates a queue.
     *
     * @param permits maximum number of concurrent holders
     * @param reserved permits that a single client cannot take; 0 if the work is short
     * @param capacity maximum number of waiters
     */
    public AdmissionQueue create(int permits, int reserved, int capacity) {
        AdmissionQueue queue = new AdmissionQueue(permits, reserved, capacity);
        queues.add(queue);
        return queue;
    }
}
