package org.modeltree.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;

/**
 * Notes when a token was last used: once a minute at most, and beside the answer, so that nobody waits for it. Where it
 * cannot be noted, as on a standby that only reads, it is not, and the answer is the same.
 */
@ApplicationScoped
class TokenUses {

    private static final Logger LOG = Logger.getLogger(TokenUses.class);
    private static final Duration PRECISION = Duration.ofMinutes(1);
    private static final int MOST_REMEMBERED = 10_000;

    /** A token was used. */
    record Use(long token, Instant at) {}

    private final ApiTokens tokens;
    private final Event<Use> happened;
    /** When a use was last tried to be noted by this process, so that a database that refuses is not asked each time. */
    private final Cache<Long, Instant> tried =
            Caffeine.newBuilder().maximumSize(MOST_REMEMBERED).build();

    TokenUses(ApiTokens tokens, Event<Use> happened) {
        this.tokens = tokens;
        this.happened = happened;
    }

    /**
     * Says that a token was used.
     *
     * @param noted the last use that is known; null for none
     */
    void note(long token, Instant noted, Instant now) {
        if (isRecent(noted, now)) {
            return;
        }
        Use use = new Use(token, now);
        Instant latest = tried.asMap().merge(token, now, (before, at) -> isRecent(before, at) ? before : at);
        // Of several at once, the one whose instant was taken up writes; the same instant twice is written twice.
        if (latest.equals(now)) {
            happened.fireAsync(use);
        }
    }

    @Transactional
    void write(@ObservesAsync Use use) {
        try {
            tokens.used(use.token(), use.at(), use.at().minus(PRECISION));
        } catch (RuntimeException refused) {
            LOG.debugf(refused, "The use of token %d was not noted", use.token());
        }
    }

    private static boolean isRecent(Instant noted, Instant now) {
        return noted != null && noted.isAfter(now.minus(PRECISION));
    }
}
