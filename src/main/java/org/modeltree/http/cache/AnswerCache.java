package org.modeltree.http.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.modeltree.http.config.CacheSettings;
import org.modeltree.http.value.AnswerKey;
import org.modeltree.http.value.Representation;
import org.modeltree.revision.LatestRevision;
import org.modeltree.revision.dependency.ChangedParts;
import org.modeltree.revision.dependency.Parts;
import org.modeltree.revision.dependency.Renewal;

/**
 * Cache of successful responses, each valid until a part of the catalog changes that it was made of. Bounded in bytes; an
 * entry expires an hour after its last use.
 */
@Singleton
public class AnswerCache {

    /** Approximate size in bytes of the objects around an answer, such as its key and headers. */
    private static final int OVERHEAD = 2_500;

    private static final long EXPIRES_AFTER_MINUTES = 60;
    private static final String REQUESTS = "modeltree.cache.requests";

    /** An answer with the last revision at which it is known to be valid. */
    private static final class CachedAnswer {

        private final Representation representation;
        private final Parts parts;
        private final Optional<Renewal> renewal;
        private final int bytes;
        private volatile long validAt;

        CachedAnswer(Representation representation, Parts parts, Optional<Renewal> renewal, int bytes, long validAt) {
            this.representation = representation;
            this.parts = parts;
            this.renewal = renewal;
            this.bytes = bytes;
            this.validAt = validAt;
        }
    }

    /**
     * An answer that may be sent.
     *
     * @param revision the newest revision at which it is known to be valid; the value of Modeltree-Revision
     */
    record ValidAnswer(Representation representation, long revision) {}

    private final LatestRevision latest;
    private final ChangedParts changed;
    private final long maxBytes;
    private final Cache<AnswerKey, CachedAnswer> answers;
    private final Counter hits;
    private final Counter shared;
    private final Counter fromMemory;
    private final Counter misses;
    private final Counter kept;
    private final Counter renewed;
    private final Counter dropped;

    AnswerCache(LatestRevision latest, ChangedParts changed, CacheSettings settings, MeterRegistry meters) {
        this.latest = latest;
        this.changed = changed;
        maxBytes = settings.maxBytes();
        hits = requests(meters, "hit");
        shared = requests(meters, "shared");
        fromMemory = requests(meters, "memory");
        misses = requests(meters, "miss");
        kept = outlived(meters, "kept");
        renewed = outlived(meters, "renewed");
        dropped = outlived(meters, "dropped");
        Counter evictions = Counter.builder("modeltree.cache.evictions")
                .description("Answers evicted because the cache was full")
                .register(meters);
        answers = Caffeine.newBuilder()
                // On the caller's thread: the maintenance is short, and handing it to another thread thousands of
                // times a second costs more.
                .executor(Runnable::run)
                .maximumWeight(maxBytes)
                .weigher((AnswerKey key, CachedAnswer answer) -> answer.bytes)
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
        Gauge.builder("modeltree.cache.max.bytes", () -> maxBytes)
                .description("Limit of modeltree.cache.max-bytes")
                .register(meters);
        Gauge.builder("modeltree.cache.answers", answers, Cache::estimatedSize)
                .description("Number of cached answers")
                .register(meters);
    }

    private static Counter requests(MeterRegistry meters, String result) {
        return Counter.builder(REQUESTS)
                .tag("result", result)
                .description(
                        "Reads by result: hit (from the cache), shared (with a concurrent request), memory (made of facts in"
                                + " memory at once) or miss (computed otherwise)")
                .register(meters);
    }

    private static Counter outlived(MeterRegistry meters, String result) {
        return Counter.builder("modeltree.cache.revisions")
                .tag("result", result)
                .description(
                        "Cached answers that were requested after a change of the catalog by result: kept, because they"
                                + " were made of other parts, renewed with tallies in memory, or dropped")
                .register(meters);
    }

    boolean isOff() {
        return maxBytes == 0;
    }

    /**
     * The cached answer, if it is valid at the newest revision that this instance and the client know.
     *
     * @param seenRevision revision that the client has seen; the answer must not be older
     */
    Optional<ValidAnswer> find(AnswerKey key, long seenRevision) {
        CachedAnswer found = answers.getIfPresent(key);
        if (found == null) {
            return Optional.empty();
        }
        long completeTo = changed.completeTo();
        long required = required(seenRevision);
        long validAt = found.validAt;
        if (validAt >= required) {
            return Optional.of(new ValidAnswer(found.representation, validAt));
        }
        if (completeTo < required) {
            return Optional.empty();
        }
        if (!changed.unchanged(found.parts, validAt, completeTo)) {
            dropped.increment();
            answers.asMap().remove(key, found);
            return Optional.empty();
        }
        if (found.renewal
                .filter(means -> !changed.unchanged(means.parts(), validAt, completeTo))
                .isPresent()) {
            return renewed(key, found, validAt, completeTo);
        }
        // Another thread may have set a later revision meanwhile; then the next request checks once more.
        found.validAt = completeTo;
        kept.increment();
        return Optional.of(new ValidAnswer(found.representation, completeTo));
    }

    /** The answer as it is at a later revision, if all that changed in it is in memory. If not, the next request computes it. */
    private Optional<ValidAnswer> renewed(AnswerKey key, CachedAnswer found, long validAt, long revision) {
        Optional<Renewal.Renewed> made =
                found.renewal.flatMap(means -> means.renewed(found.representation::bytes, validAt, revision));
        if (made.isEmpty()) {
            dropped.increment();
            return Optional.empty();
        }
        Representation later = made.get()
                .body()
                .map(body -> found.representation.with(body, revision))
                .orElse(found.representation);
        // Its size hardly differs, and its compressed form is made on demand.
        answers.asMap()
                .replace(
                        key,
                        found,
                        new CachedAnswer(
                                later, found.parts, Optional.of(made.get().next()), found.bytes, revision));
        renewed.increment();
        return Optional.of(new ValidAnswer(later, revision));
    }

    /**
     * What completes when it may be known whether the cached answer is still valid; empty if there is no such answer, or if it
     * is known now. A waiter must limit its wait.
     */
    Optional<CompletableFuture<Void>> pending(AnswerKey key, long seenRevision) {
        CachedAnswer found = answers.getIfPresent(key);
        long known = latest.known();
        return found != null
                        && !found.parts.isEverything()
                        && found.validAt < known
                        && seenRevision <= known
                        && changed.unchanged(found.parts, found.validAt, changed.completeTo())
                ? changed.pending(known)
                : Optional.empty();
    }

    /** Whether an answer was read in a snapshot of the newest revision that this instance and the client know. */
    boolean isNewest(Representation answer, long seenRevision) {
        return answer.revision() >= required(seenRevision);
    }

    private long required(long seenRevision) {
        return Math.max(Math.max(0, changed.completeTo()), Math.max(latest.known(), seenRevision));
    }

    /** Counts a read answered from the cache. */
    void hit() {
        hits.increment();
    }

    /** Counts a read answered with what a concurrent request computed. */
    void shared() {
        shared.increment();
    }

    /** Counts a read answered with what was made of facts in memory. */
    void madeOfMemory() {
        fromMemory.increment();
    }

    /** Counts a read that must be computed by its resource. */
    void missed() {
        misses.increment();
    }

    /**
     * Caches an answer, if it was read in a snapshot and takes at most an eighth of the cache.
     *
     * @param parts the parts of the catalog that it was made of, except those that a renewal brings up to date
     * @param renewal brings it up to date when its own parts changed; empty if there are no such parts
     */
    public void put(AnswerKey key, Representation answer, Parts parts, Optional<Renewal> renewal) {
        if (answer.revision() < 0 || isOff()) {
            return;
        }
        int bytes = OVERHEAD
                + 2 * key.uri().length()
                + answer.precompute()
                + parts.bytes()
                + renewal.map(Renewal::bytes).orElse(0);
        if (bytes <= maxBytes / 8) {
            answers.asMap()
                    .merge(key, new CachedAnswer(answer, parts, renewal, bytes, answer.revision()), AnswerCache::newer);
        }
    }

    /** The answer of the later revision: two that were computed at once may arrive in any order. */
    private static CachedAnswer newer(CachedAnswer present, CachedAnswer added) {
        return present.validAt > added.validAt ? present : added;
    }
}
