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
 * Recorder of when tokens were last used, which also replaces hashes of another algorithm than the setting names: at most once a
 * minute per token, and in the background, so that no request waits for it. A failure, for example on a read-only standby, is
 * ignored; the next use after a minute tries again.
 */
@ApplicationScoped
class TokenUses {

    private static final Logger LOG = Logger.getLogger(TokenUses.class);
    private static final Duration PRECISION = Duration.ofMinutes(1);
    private static final int MAX_RECENT = 10_000;
    private static final int MAX_PENDING = 1_000;
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(1);

    private final ApiTokens tokens;
    /**
     * Tokens that this process has recently tried to record, so that a refusing database is not tried on each request.
     */
    private final Cache<Long, Boolean> recent;

    private final BlockingQueue<Use> pending = new ArrayBlockingQueue<>(MAX_PENDING);
    private final BackgroundThreads threads;
    private BackgroundThread writer;

    TokenUses(ApiTokens tokens, BackgroundThreads threads, Ticker ticker) {
        this.tokens = tokens;
        this.threads = threads;
        recent = Caffeine.newBuilder()
                .maximumSize(MAX_RECENT)
                .expireAfterWrite(PRECISION)
                .ticker(ticker)
                .build();
    }

    record Use(long token, Instant at, Secret secret, TokenHash algorithm) {}

    @PostConstruct
    void start() {
        // Not a managed executor: it would propagate the request's context, and terminate it while the request is still
        // being answered. A background thread is also restarted after a failure.
        writer = threads.start("token uses", thread -> {
            Use use = pending.take();
            write(use);
        });
    }

    /**
     * Records a use in the background, and replaces a hash of another algorithm.
     *
     * @param secret the token's secret
     * @param algorithm that of hashes from now on
     */
    void record(ApiToken token, Instant now, Secret secret, TokenHash algorithm) {
        boolean isDue = !isRecent(token.lastUsedAt, now) || !algorithm.id().equals(token.hashAlgorithm);
        if (isDue && recent.asMap().putIfAbsent(token.id, true) == null) {
            // A use that does not fit into the queue is dropped; the next one after a minute is recorded.
            pending.offer(new Use(token.id, now, secret, algorithm));
        }
    }

    /** Activates a request context, because the thread has none and Hibernate's session needs one. */
    @ActivateRequestContext
    void write(Use use) {
        try {
            QuarkusTransaction.requiringNew()
                    .run(() -> tokens.recordUse(
                            use.token(), use.at(), use.at().minus(PRECISION), use.secret(), use.algorithm()));
        } catch (RuntimeException refused) {
            LOG.debugf(refused, "Recording the use of token %d failed", use.token());
        }
    }

    @PreDestroy
    void stop() throws InterruptedException {
        writer.stop(STOP_TIMEOUT);
    }

    /** A use far in the future, recorded while the clock was ahead, does not count; it would stay for that long. */
    private static boolean isRecent(Instant lastUse, Instant now) {
        return lastUse != null && Duration.between(lastUse, now).abs().compareTo(PRECISION) < 0;
    }
}
