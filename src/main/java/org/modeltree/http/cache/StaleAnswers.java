package org.modeltree.http.cache;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.modeltree.http.config.CacheSettings;
import org.modeltree.revision.DatabaseAccess;

/**
 * Policy for cached answers while the database is unavailable. They are of the last revision that this instance knows, and
 * may be outdated. So each states how long ago it was last known to be current (Cache-Status of RFC 9211, and Age), and
 * after {@code modeltree.cache.max-stale} none is served.
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

    /** Whether cached answers may be served: they are known to be current, or were so at most {@code maxStale} ago. */
    boolean mayBeSent() {
        return database.canRead() || database.secondsSinceLastAnswer() <= maxStale.toSeconds();
    }

    /** Adds Cache-Status and Age to a response that may be outdated. */
    void mark(MultiMap headers) {
        if (!database.canRead()) {
            long seconds = database.secondsSinceLastAnswer();
            headers.add(CACHE_STATUS, "modeltree; hit; ttl=-" + seconds);
            headers.add(AGE, Long.toString(seconds));
        }
    }
}
