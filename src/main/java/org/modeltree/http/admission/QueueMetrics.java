package org.modeltree.http.admission;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Metrics of a queue of requests: requests with a permit, waiting and refused. */
final class QueueMetrics {

    private final Map<AdmissionQueue.Refusal, Counter> refused;

    /**
     * @param kind kind of requests, the label of the same name
     * @param permits number of requests that may work at the same time
     */
    QueueMetrics(MeterRegistry meters, String kind, AdmissionQueue queue, int permits) {
        Gauge.builder("modeltree.requests.active", queue, AdmissionQueue::inUse)
                .tag("kind", kind)
                .description("Requests with a permit, which may use the database")
                .register(meters);
        Gauge.builder("modeltree.requests.permits", () -> permits)
                .tag("kind", kind)
                .description("Requests that may have a permit at the same time")
                .register(meters);
        Gauge.builder("modeltree.requests.waiting", queue, AdmissionQueue::queued)
                .tag("kind", kind)
                .description("Requests that wait for a permit")
                .register(meters);
        refused = Stream.of(AdmissionQueue.Refusal.values())
                .collect(Collectors.toMap(
                        refusal -> refusal,
                        refusal -> Counter.builder("modeltree.requests.refused")
                                .tag("kind", kind)
                                .tag("reason", refusal.name().toLowerCase(Locale.ROOT))
                                .description("Requests that got 503 instead of a permit")
                                .register(meters)));
    }

    /** Counts a refusal. */
    void refused(AdmissionQueue.Refusal refusal) {
        refused.get(refusal).increment();
    }
}
