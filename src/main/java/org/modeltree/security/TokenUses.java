package org.modeltree.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
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
    private static final int MOST_WAITING = 1_000;
    private static final long IDLE_SECONDS = 60;

    private final ApiTokens tokens;
    /** Whose use this process has tried to note not long ago, so that a database that refuses is not asked each time. */
    private final Cache<Long, Boolean> tried;
    // A thread of its own: the framework's carry the request's context along, and would end it while it is answered.
    private final ExecutorService writer = new ThreadPoolExecutor(
            1,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MOST_WAITING),
            task -> {
                Thread thread = new Thread(task, "token uses");
                thread.setDaemon(true);
                return thread;
            },
            new ThreadPoolExecutor.DiscardPolicy());

    TokenUses(ApiTokens tokens, Ticker ticker) {
        this.tokens = tokens;
        tried = Caffeine.newBuilder()
                .maximumSize(MOST_REMEMBERED)
                .expireAfterWrite(PRECISION)
                .ticker(ticker)
                .build();
    }

    /**
     * Says that a token was used.
     *
     * @param noted the last use that is known; null for none
     */
    void note(long token, Instant noted, Instant now) {
        if (!isRecent(noted, now) && tried.asMap().putIfAbsent(token, true) == null) {
            writer.execute(() -> write(token, now));
        }
    }

    /** The thread has no request, without which there is no session with the database. */
    @ActivateRequestContext
    void write(long token, Instant at) {
        try {
            QuarkusTransaction.requiringNew().run(() -> {
                tokens.seeOthersWrites();
                if (tokens.takesWrites()) {
                    tokens.used(token, at, at.minus(PRECISION));
                }
            });
        } catch (RuntimeException refused) {
            LOG.debugf(refused, "The use of token %d was not noted", token);
        }
    }

    @PreDestroy
    void stop() {
        writer.shutdownNow();
    }

    /** A use that is noted in the future, by a clock that was ahead, is none: it would stand there for as long. */
    private static boolean isRecent(Instant noted, Instant now) {
        return noted != null && Duration.between(noted, now).abs().compareTo(PRECISION) < 0;
    }
}
