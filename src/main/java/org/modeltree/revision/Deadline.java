package org.modeltree.revision;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;

/**
 * Moment by which a request is answered or refused, on the monotonic clock. It travels with the request's context, so
 * whatever is done for the request knows it. Work that no client waits for has none.
 *
 * @param nanos value of {@link System#nanoTime()} at that moment
 */
public record Deadline(long nanos) {

    private static final String KEY = "modeltree.deadline";

    /** The moment after so much time from now. */
    public static Deadline after(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    /** That of the request which the current thread works for; empty where it works for none. */
    public static Optional<Deadline> current() {
        Context context = Vertx.currentContext();
        return context == null ? Optional.empty() : Optional.ofNullable(context.getLocal(KEY));
    }

    /** The same, so much later. */
    public Deadline plus(Duration time) {
        return new Deadline(nanos + time.toNanos());
    }

    /** Makes this the deadline of a request. */
    public void bindTo(Context context) {
        context.putLocal(KEY, this);
    }

    /** Time that is left; negative once it has passed. */
    public Duration remaining() {
        return Duration.ofNanos(nanos - System.nanoTime());
    }

    /** Whether it has passed. */
    public boolean hasPassed() {
        return nanos - System.nanoTime() <= 0;
    }
}
