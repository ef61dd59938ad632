package org.modeltree.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.modeltree.http.edge.ClientAddress;
import org.modeltree.http.problem.Problem;

/**
 * Who may still ask. Each caller has a bucket for writes and one for reads, each remote address one for what is refused
 * for want of good credentials; a good token is never held back by what others at its address do. Kept in this process:
 * two of them allow twice as much.
 */
@ApplicationScoped
public class RateLimits {

    /** Each bucket takes some hundred bytes; with more callers than this, those away longest begin anew. */
    private static final int MAX_BUCKETS = 50_000;

    private final Limit writes;
    private final Limit failures;
    private final Limit reads;

    RateLimits(SecuritySettings settings, Ticker ticker) {
        SecuritySettings.RateLimit setting = settings.rateLimit();
        TimeMeter time = new PassedTime(ticker);
        writes = new Limit("writes", setting.writesPerMinute(), setting.burst(), time);
        failures = new Limit("failures", setting.writesPerMinute(), setting.burst(), time);
        reads = new Limit("reads", setting.readsPerMinute(), setting.readsPerMinute(), time);
    }

    /** Counts a write of a known caller, and tells the answer what is left; the problem if it is one too many. */
    public Optional<Problem> write(RoutingContext routing, String key) {
        return writes.count(routing, key);
    }

    /** Counts a refusal for want of good credentials. */
    public Optional<Problem> failure(RoutingContext routing) {
        return failures.count(routing, address(routing));
    }

    /** Whether reads are counted at all. */
    public boolean countReads() {
        return reads.perMinute > 0;
    }

    /** Counts a read, of an address where the caller is not known. */
    public Optional<Problem> read(RoutingContext routing, Optional<String> key) {
        return reads.count(routing, key.orElseGet(() -> address(routing)));
    }

    private static String address(RoutingContext routing) {
        return "address:" + ClientAddress.of(routing.request());
    }

    private static final class Limit {

        private final String name;
        private final int perMinute;
        private final int burst;
        private final TimeMeter time;
        private final Cache<String, Bucket> buckets;

        private Limit(String name, int perMinute, int burst, TimeMeter time) {
            this.name = name;
            this.perMinute = perMinute;
            this.burst = burst;
            this.time = time;
            buckets = Caffeine.newBuilder().maximumSize(MAX_BUCKETS).build();
        }

        private Optional<Problem> count(RoutingContext routing, String key) {
            if (perMinute == 0) {
                return Optional.empty();
            }
            ConsumptionProbe probe = buckets.get(key, any -> bucket()).tryConsumeAndReturnRemaining(1);
            long full = seconds(probe.getNanosToWaitForReset());
            routing.response()
                    .putHeader("RateLimit-Policy", "\"" + name + "\";q=" + burst + ";w=" + secondsToFill())
                    .putHeader("RateLimit", "\"" + name + "\";r=" + probe.getRemainingTokens() + ";t=" + full);
            return probe.isConsumed()
                    ? Optional.empty()
                    : Optional.of(new Problem.TooManyRequests(
                            "Too many " + name + ": " + perMinute + " a minute are allowed, and " + burst + " at once.",
                            Math.max(1, seconds(probe.getNanosToWaitForRefill()))));
        }

        private Bucket bucket() {
            return Bucket.builder()
                    .addLimit(limit -> limit.capacity(burst).refillGreedy(perMinute, Duration.ofMinutes(1)))
                    .withCustomTimePrecision(time)
                    .build();
        }

        /** Seconds in which an empty bucket fills up: the window in which as many requests are allowed as it holds. */
        private long secondsToFill() {
            return Math.max(1, (burst * 60L + perMinute - 1) / perMinute);
        }

        private static long seconds(long nanos) {
            return (nanos + TimeUnit.SECONDS.toNanos(1) - 1) / TimeUnit.SECONDS.toNanos(1);
        }
    }

    /** Not the clock: a bucket that was filled while it was an hour ahead would stay empty until that hour has passed. */
    private record PassedTime(Ticker ticker) implements TimeMeter {

        @Override
        public long currentTimeNanos() {
            return ticker.read();
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }
}
