package org.modeltree.revision;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;

/**
 * Deadline of a request: the moment by which it is answered or refused. It is stored in the request's Vert.x context,
 * so all code that works for the request can read it. Background work has no deadline.
 *
 * @param nanos value of {@link System#nanoTime()} at that moment
 */
public record Deadline(long nanos) {

    private static final String KEY = "modeltree.deadline";

    /** A deadline this far from now. */
    public static Deadline after(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    /** Deadline of the request that the current thread works for; empty for background work. */
    public static Optional<Deadline> current() {
        Context context = Vertx.currentContext();
        return context == null ? Optional.empty() : Optional.ofNullable(context.getLocal(KEY));
    }

    /** This deadline, postponed. */
    public Deadline plus(Duration time) {
        return new Deadline(nanos + time.toNanos());
    }

    /** Sets this as the deadline of the request that the context belongs to. */
    public void bindTo(Context context) {
        context.putLocal(KEY, this);
    }

    /** Remaining time; negative after the deadline. */
    public Duration remaining() {
        return Duration.ofNanos(nanos - System.nanoTime());
    }

    /** Whether the deadline has passed. */
    public boolean hasPassed() {
        return nanos - System.nanoTime() <= 0;
    }
}
