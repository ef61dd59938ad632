package org.modeltree.http.config;

import com.github.benmanes.caffeine.cache.Ticker;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Produces the clock and the ticker, the only sources of time that the service injects. */
class Clocks {

    @Produces
    @Singleton
    Clock systemClock() {
        return Clock.systemUTC();
    }

    /** Monotonic ticker for durations and expiry, unaffected by changes of the system clock. */
    @Produces
    @Singleton
    Ticker systemTicker() {
        return Ticker.systemTicker();
    }
}
