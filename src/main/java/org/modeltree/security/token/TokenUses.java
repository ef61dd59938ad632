package org.modeltree.security.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jboss.logging.Logger;
import org.modeltree.revision.background.BackgroundThread;
import org.modeltree.revision.background.BackgroundThreads;

/**
 * Notes when a token was last used: once a minute at most, and beside the answer, so that nobody waits for it. Where it
 * cannot be noted, as on a standby that only reads, it is not, and the answer is the same.
 */
@ApplicationScoped
class TokenUses {

    private static final Logger LOG = Logger.getLogger(TokenUses.class);
    private static final Duration PRECISION = Duration.ofMinutes(1);
    private static final int MAX_REMEMBERED = 10_000;
    private static final int MAX_WAITING = 1_000;
    private static final Duration MAX_GOODBYE = Duration.ofSeconds(1);

    private final ApiTokens tokens;
    /** Whose use this process has tried to note not long ago, so that a database that refuses is not asked each time. */
    private final Cache<Long, Boolean> tried;

    private final BlockingQueue<Use> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    private final BackgroundThreads threads;
    private BackgroundThread writer;

    TokenUses(ApiTokens tokens, BackgroundThreads threads, Ticker ticker) {
        this.tokens = tokens;
        this.threads = threads;
        tried = Caffeine.newBuilder()
                .maximumSize(MAX_REMEMBERED)
                .expireAfterWrite(PRECISION)
                .ticker(ticker)
                .build();
    }

    private record Use(long token, Instant at) {}

    @PostConstruct
    void start() {
        // A thread of its own: the framework's carry the request's context along, and would end it while it is
        // answered.
        writer = threads.start("token uses", thread -> {
            Use use = waiting.take();
            write(use.token(), use.at());
        });
    }

    /**
     * Says that a token was used.
     *
     * @param noted the last use that is known; null for none
     */
    void note(long token, Instant noted, Instant now) {
        if (!isRecent(noted, now) && tried.asMap().putIfAbsent(token, true) == null) {
            // One that finds no room is noted a minute later.
            waiting.offer(new Use(token, now));
        }
    }

    /** The thread has no request, without which there is no session with the database. */
    @ActivateRequestContext
    void write(long token, Instant at) {
        try {
            QuarkusTransaction.requiringNew().run(() -> tokens.noteUse(token, at, at.minus(PRECISION)));
        } catch (RuntimeException refused) {
            LOG.debugf(refused, "The use of token %d was not noted", token);
        }
    }

    @PreDestroy
    void stop() throws InterruptedException {
        writer.stop(MAX_GOODBYE);
    }

    /** A use that is noted in the future, by a clock that was ahead, is none: it would stand there for as long. */
    private static boolean isRecent(Instant noted, Instant now) {
        return noted != null && Duration.between(noted, now).abs().compareTo(PRECISION) < 0;
    }
}
