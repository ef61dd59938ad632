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
 * Rate limits. Each caller has a token bucket for writes and one for reads; each remote address has one for failed
 * authentications. A valid token is never limited by what others at its address do. Buckets are per process, so two
 * instances allow twice as much.
 */
@ApplicationScoped
public class RateLimits {

    /**
     * A bucket takes a few hundred bytes. With more callers than this, the least recently seen start with a full
     * bucket.
     */
    private static final int MAX_BUCKETS = 50_000;

    private final Limit writes;
    private final Limit failures;
    private final Limit reads;

    RateLimits(SecuritySettings settings, Ticker ticker) {
        SecuritySettings.RateLimit setting = settings.rateLimit();
        TimeMeter time = new ElapsedTime(ticker);
        writes = new Limit("writes", "writes", setting.writesPerMinute(), setting.burst(), time);
        failures = new Limit("failures", "failed authentications", setting.writesPerMinute(), setting.burst(), time);
        reads = new Limit("reads", "reads", setting.readsPerMinute(), setting.readsPerMinute(), time);
    }

    /** Counts a write of a caller and sets the rate limit headers; returns the problem if the limit is exceeded. */
    public Optional<Problem> write(RoutingContext routing, String key) {
        return writes.count(routing, key);
    }

    /** Counts a failed authentication; returns the problem if the limit is exceeded. */
    public Optional<Problem> failure(RoutingContext routing) {
        return failures.count(routing, address(routing));
    }

    /** Whether reads have a limit. */
    public boolean countReads() {
        return reads.perMinute > 0;
    }

    /** Counts a read of a caller, or of a remote address if the caller is anonymous. */
    public Optional<Problem> read(RoutingContext routing, Optional<String> key) {
        return reads.count(routing, key.orElseGet(() -> address(routing)));
    }

    private static String address(RoutingContext routing) {
        return "address:" + ClientAddress.of(routing.request());
    }

    private static final class Limit {

        /** Name of the policy in the headers. */
        private final String name;
        /** What the limit counts, in the plural. */
        private final String counted;

        private final int perMinute;
        private final int burst;
        private final TimeMeter time;
        private final Cache<String, Bucket> buckets;

        private Limit(String name, String counted, int perMinute, int burst, TimeMeter time) {
            this.name = name;
            this.counted = counted;
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
            long secondsUntilFull = seconds(probe.getNanosToWaitForReset());
            routing.response()
                    .putHeader("RateLimit-Policy", "\"" + name + "\";q=" + burst + ";w=" + secondsToFill())
                    .putHeader(
                            "RateLimit", "\"" + name + "\";r=" + probe.getRemainingTokens() + ";t=" + secondsUntilFull);
            return probe.isConsumed() ? Optional.empty() : Optional.of(exceeded(probe));
        }

        private Problem exceeded(ConsumptionProbe probe) {
            long retryAfter = Math.max(1, seconds(probe.getNanosToWaitForRefill()));
            return new Problem.TooManyRequests(
                    "Too many " + counted + ": the limit is " + perMinute + " per minute and " + burst
                            + " at once. Try again in " + retryAfter + " s.",
                    retryAfter);
        }

        private Bucket bucket() {
            return Bucket.builder()
                    .addLimit(limit -> limit.capacity(burst).refillGreedy(perMinute, Duration.ofMinutes(1)))
                    .withCustomTimePrecision(time)
                    .build();
        }

        /** Seconds in which an empty bucket fills up; the window of the policy header. */
        private long secondsToFill() {
            return Math.max(1, (burst * 60L + perMinute - 1) / perMinute);
        }

        private static long seconds(long nanos) {
            return (nanos + TimeUnit.SECONDS.toNanos(1) - 1) / TimeUnit.SECONDS.toNanos(1);
        }
    }

    /**
     * Monotonic time: with the wall clock, a bucket used while the clock was an hour ahead would stay empty for an
     * hour.
     */
    private record ElapsedTime(Ticker ticker) implements TimeMeter {

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
