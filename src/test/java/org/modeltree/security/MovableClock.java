package org.modeltree.security;

import com.github.benmanes.caffeine.cache.Ticker;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Clock and ticker that only tests advance, for profiles that use them. */
@Alternative
@Singleton
public class MovableClock extends Clock implements Ticker {

    private static final Instant BEGINNING = Instant.parse("2026-06-01T12:00:00Z");

    private volatile Instant now = BEGINNING;
    private volatile long nanos;

    /** Advances clock and ticker. */
    synchronized void forward(Duration by) {
        now = now.plus(by);
        nanos += by.toNanos();
    }

    /** Sets the clock without advancing the ticker. */
    void set(Instant time) {
        now = time;
    }

    @Override
    public long read() {
        return nanos;
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
    }
}
