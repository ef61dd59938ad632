package org.modeltree.http.cache;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.OptionalLong;
import org.modeltree.http.config.CacheSettings;
import org.modeltree.revision.DatabaseAccess;

/**
 * Policy for cached answers while the database is unavailable. They are of the last revision that this instance knows,
 * and may be outdated. So each states how long ago it was last known to be current (Cache-Status of RFC 9211, and Age),
 * and after {@code modeltree.cache.max-stale} none is served.
 */
@ApplicationScoped
class StaleAnswers {

    private static final CharSequence CACHE_STATUS = HttpHeaders.createOptimized("Cache-Status");
    private static final CharSequence AGE = HttpHeaders.createOptimized("Age");

    private final DatabaseAccess database;
    private final Duration maxStale;

    StaleAnswers(DatabaseAccess database, CacheSettings settings) {
        this.database = database;
        maxStale = settings.maxStale();
    }

    /**
     * How current cached answers are at one moment.
     *
     * @param mayBeServed whether they are current, or were so at most {@code maxStale} ago
     * @param staleSeconds seconds since they were last known to be current; empty while they are
     */
    record Freshness(boolean mayBeServed, OptionalLong staleSeconds) {

        private static final Freshness CURRENT = new Freshness(true, OptionalLong.empty());

        boolean isCurrent() {
            return staleSeconds.isEmpty();
        }

        /** Adds Cache-Status and Age to a response that may be outdated. */
        void mark(MultiMap headers) {
            if (staleSeconds.isPresent()) {
                headers.add(CACHE_STATUS, "modeltree; hit; ttl=-" + staleSeconds.getAsLong());
                headers.add(AGE, Long.toString(staleSeconds.getAsLong()));
            }
        }
    }

    /** How current cached answers are now. */
    Freshness freshness() {
        if (database.canRead()) {
            return Freshness.CURRENT;
        }
        long seconds = database.secondsSinceLastAnswer();
        return new Freshness(seconds <= maxStale.toSeconds(), OptionalLong.of(seconds));
    }
}
