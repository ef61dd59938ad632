package org.modeltree.webhooks.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What an attempt led to.
 *
 * @param at when it began
 * @param took how long it took
 * @param status HTTP status of the answer; empty without an answer
 * @param error why there was no answer, for people to read; empty if there was one
 * @param excerpt beginning of the body of an answer that is no success; empty otherwise
 * @param retryAfter how long the receiver asked to wait
 */
record Outcome(
        Instant at,
        Duration took,
        Optional<Integer> status,
        Optional<String> error,
        Optional<String> excerpt,
        Optional<Duration> retryAfter) {

    private static final int GONE = 410;

    /** Whether the receiver has the message. */
    boolean isSuccess() {
        return status.filter(code -> code >= 200 && code < 300).isPresent();
    }

    /** Whether the receiver wants no further message. */
    boolean isGone() {
        return status.filter(code -> code == GONE).isPresent();
    }

    /** The outcome in one word, for metrics. */
    String word() {
        return isSuccess() ? "delivered" : status.isPresent() ? "refused" : "failed";
    }
}
