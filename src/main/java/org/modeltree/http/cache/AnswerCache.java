package org.modeltree.http.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.modeltree.http.config.CacheSettings;
import org.modeltree.http.value.AnswerKey;
import org.modeltree.http.value.Representation;
import org.modeltree.revision.LatestRevision;

/**
 * Cache of successful responses, each valid until the catalog changes. Bounded in bytes; an entry expires an hour after
 * its last use.
 */
@Singleton
public class AnswerCache {

    /** Approximate size in bytes of the objects around an answer, such as its key and headers. */
    private static final int OVERHEAD = 2_500;

    private static final long EXPIRES_AFTER_MINUTES = 60;
    private static final String REQUESTS = "modeltree.cache.requests";

    private record CachedAnswer(Representation representation, int bytes) {}

    private final LatestRevision latest;
    private final long maxBytes;
    private final Cache<AnswerKey, CachedAnswer> answers;
    private final Counter hits;
    private final Counter shared;
    private final Counter misses;

    AnswerCache(LatestRevision latest, CacheSettings settings, MeterRegistry meters) {
        this.latest = latest;
        maxBytes = settings.maxBytes();
        hits = requests(meters, "hit");
        shared = requests(meters, "shared");
        misses = requests(meters, "miss");
        Counter evictions = Counter.builder("modeltree.cache.evictions")
                .description("Answers evicted because the cache was full")
                .register(meters);
        answers = Caffeine.newBuilder()
                // On the caller's thread: the maintenance is short, and handing it to another thread thousands of
                // times a second costs more.
                .executor(Runnable::run)
                .maximumWeight(maxBytes)
                .weigher((AnswerKey key, CachedAnswer answer) -> answer.bytes())
                .expireAfterAccess(EXPIRES_AFTER_MINUTES, TimeUnit.MINUTES)
                .evictionListener((key, answer, cause) -> {
                    if (cause == RemovalCause.SIZE) {
                        evictions.increment();
                    }
                })
                .build();
        Gauge.builder(
                        "modeltree.cache.bytes",
                        answers,
                        cache -> cache.policy()
                                .eviction()
                                .map(size -> size.weightedSize().orElse(0))
                                .orElse(0L))
                .description("Size of the cached answers")
                .baseUnit("bytes")
                .register(meters);
    }

    private static Counter requests(MeterRegistry meters, String result) {
        return Counter.builder(REQUESTS)
                .tag("result", result)
                .description(
                        "Reads by result: hit (from the cache), shared (with a concurrent request) or miss (computed)")
                .register(meters);
    }

    boolean isOff() {
        return maxBytes == 0;
    }

    /**
     * The cached answer, if it is of the newest revision that this instance knows.
     *
     * @param seenRevision revision that the client has seen; the answer must not be older
     */
    Optional<Representation> find(AnswerKey key, long seenRevision) {
        CachedAnswer found = answers.getIfPresent(key);
        return found == null
                ? Optional.empty()
                : Optional.of(found.representation()).filter(answer -> isNewest(answer, seenRevision));
    }

    /** Whether an answer was read in a snapshot of the newest revision that this instance and the client know. */
    boolean isNewest(Representation answer, long seenRevision) {
        return answer.revision() >= Math.max(0, Math.max(latest.known(), seenRevision));
    }

    /** Counts a read answered from the cache. */
    void hit() {
        hits.increment();
    }

    /** Counts a read answered with what a concurrent request computed. */
    void shared() {
        shared.increment();
    }

    /** Counts a read that must be computed. */
    void missed() {
        misses.increment();
    }

    /** Caches an answer, if it was read in a snapshot and takes at most an eighth of the cache. */
    public void put(AnswerKey key, Representation answer) {
        if (answer.revision() < 0) {
            return;
        }
        int bytes = OVERHEAD + 2 * key.uri().length() + answer.precompute();
        if (bytes <= maxBytes / 8) {
            answers.asMap().merge(key, new CachedAnswer(answer, bytes), AnswerCache::newer);
        }
    }

    /** The answer of the later revision: two that were computed at once may arrive in any order. */
    private static CachedAnswer newer(CachedAnswer present, CachedAnswer added) {
        return present.representation().revision() > added.representation().revision() ? present : added;
    }
}
