package org.modeltree.security;

import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that tests can put forward, for profiles that ask for it. It does not run by itself. */
@Alternative
@Singleton
public class MovableClock extends Clock {

    private static final Instant BEGINNING = Instant.parse("2026-06-01T12:00:00Z");

    private volatile Instant now = BEGINNING;

    void forward(Duration by) {
        now = now.plus(by);
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
