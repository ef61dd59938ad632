package org.modeltree.http.cache;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.modeltree.http.config.CacheSettings;
import org.modeltree.revision.DatabaseAccess;

/**
 * Answers in memory while the database is away. They are of the last revision that this instance knows; whether there is
 * a newer one nobody can say, so each says how long ago that was last certain (RFC 9211), and after some time none is
 * given any more.
 */
@ApplicationScoped
class StaleAnswers {

    private static final CharSequence CACHE_STATUS = HttpHeaders.createOptimized("Cache-Status");
    private static final CharSequence AGE = HttpHeaders.createOptimized("Age");

    private final DatabaseAccess database;
    private final Duration longest;

    StaleAnswers(DatabaseAccess database, CacheSettings settings) {
        this.database = database;
        longest = settings.maxStale();
    }

    /** Whether what is in memory may be given: it is certain to be the newest, or was so not too long ago. */
    boolean mayBeSent() {
        return database.canRead() || database.secondsSinceLastAnswer() <= longest.toSeconds();
    }

    /** Says of an answer that it may be old, if it may. */
    void mark(MultiMap headers) {
        if (!database.canRead()) {
            long seconds = database.secondsSinceLastAnswer();
            headers.add(CACHE_STATUS, "modeltree; hit; ttl=-" + seconds);
            headers.add(AGE, Long.toString(seconds));
        }
    }
}
