package org.modeltree.webhooks.delivery;

import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Waits between the attempts to deliver an event. */
@Singleton
class RetryDelays {

    /** Waits differ by up to a tenth, so that what failed together does not come back together. */
    private static final double JITTER = 0.1;

    private static final Duration MIN = Duration.ofMillis(1);
    private static final Duration MAX = Duration.ofDays(30);
    private static final int MAX_COUNT = 100;
    /** A receiver cannot ask for a longer wait. */
    static final Duration MAX_RETRY_AFTER = Duration.ofHours(24);

    private final List<Duration> delays;

    RetryDelays(WebhookSettings settings) {
        delays = List.copyOf(settings.retryDelays());
        if (delays.size() > MAX_COUNT
                || delays.stream().anyMatch(delay -> delay.compareTo(MIN) < 0 || delay.compareTo(MAX) > 0)) {
            throw new ConfigurationException(
                    WebhookSettings.RETRY_DELAYS + " must be at most 100 durations from 1ms to 30d, was " + delays);
        }
    }

    /**
     * The wait before the next attempt; empty if there is none.
     *
     * @param tries failed attempts so far, at least 1
     * @param asked the wait that the receiver asked for, if any
     */
    Optional<Duration> after(int tries, Optional<Duration> asked, RandomGenerator random) {
        if (tries > delays.size()) {
            return Optional.empty();
        }
        long millis = delays.get(tries - 1).toMillis();
        Duration own = Duration.ofMillis(Math.max(1, Math.round(millis * random.nextDouble(1 - JITTER, 1 + JITTER))));
        Duration bounded = asked.map(wait -> wait.compareTo(MAX_RETRY_AFTER) > 0 ? MAX_RETRY_AFTER : wait)
                .orElse(Duration.ZERO);
        return Optional.of(own.compareTo(bounded) < 0 ? bounded : own);
    }
}
