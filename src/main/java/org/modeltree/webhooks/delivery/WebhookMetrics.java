package org.modeltree.webhooks.delivery;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Metrics of webhooks. */
@Singleton
class WebhookMetrics {

    private final MeterRegistry meters;
    private volatile DeliveryQueue.Outlook outlook = new DeliveryQueue.Outlook(0, 0, Duration.ZERO, Optional.empty());

    WebhookMetrics(MeterRegistry meters) {
        this.meters = meters;
        // So that each has a value before the first attempt.
        List.of("delivered", "refused", "failed").forEach(this::attempts);
        Gauge.builder("modeltree.webhooks.waiting", () -> outlook.waiting())
                .description(
                        "Messages to webhooks that are being sent or wait for their next attempt, of all instances")
                .register(meters);
        Gauge.builder("modeltree.webhooks.oldest", () -> outlook.oldest().toSeconds())
                .description("Age of the oldest of them")
                .baseUnit("seconds")
                .register(meters);
    }

    /** Counts an attempt. */
    void attempted(Outcome outcome) {
        attempts(outcome.word()).increment();
    }

    private Counter attempts(String outcome) {
        return Counter.builder("modeltree.webhooks.attempts")
                .tag("outcome", outcome)
                .description("Attempts to call a webhook by outcome: delivered, refused or failed (no answer)")
                .register(meters);
    }

    /** Notes what waits. */
    void waiting(DeliveryQueue.Outlook now) {
        outlook = now;
    }
}
