package org.modeltree.http.config;

import com.github.benmanes.caffeine.cache.Ticker;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** The only place where time comes from: what time it is, and how much of it has passed. */
class Clocks {

    @Produces
    @Singleton
    Clock systemClock() {
        return Clock.systemUTC();
    }

    /** Never goes back and never jumps, whoever sets the clock; for what lasts or is forgotten after a while. */
    @Produces
    @Singleton
    Ticker systemTicker() {
        return Ticker.systemTicker();
    }
}
