package org.modeltree.http.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.modeltree.http.config.CacheSettings;
import org.modeltree.revision.Snapshot;
import org.modeltree.revision.dependency.ChangedParts;
import org.modeltree.revision.dependency.Part;
import org.modeltree.revision.dependency.Parts;

/**
 * Facts in memory that answers are made of, such as the row of a model: each is used at every revision at which none of its
 * parts is known to have changed. An answer whose facts are all in memory needs no connection. Bounded in bytes; the facts
 * that are used least often are evicted, and all of them after an hour.
 */
@Singleton
public class FactCache {

    /** Approximate size in bytes of the objects around a fact, such as its key and its node. */
    private static final int OVERHEAD = 250;

    /** A database that was replaced under a running service may have other changes under the same revisions. */
    private static final Duration EXPIRES_AFTER = Duration.ofHours(1);

    /** A fact with the last revision at which it is known to be valid. */
    private static final class CachedFact {

        private final Object value;
        private final Parts parts;
        private final int bytes;
        private volatile long validAt;

        CachedFact(Object value, Parts parts, int bytes, long validAt) {
            this.value = value;
            this.parts = parts;
            this.bytes = bytes;
            this.validAt = validAt;
        }
    }

    private final Snapshot snapshot;
    private final ChangedParts changed;
    private final long maxBytes;
    private final Cache<Object, CachedFact> facts;

    FactCache(Snapshot snapshot, ChangedParts changed, CacheSettings settings, MeterRegistry meters) {
        this.snapshot = snapshot;
        this.changed = changed;
        maxBytes = settings.factsMaxBytes();
        facts = Caffeine.newBuilder()
                // On the caller's thread, as in AnswerCache.
                .executor(Runnable::run)
                .maximumWeight(maxBytes)
                .weigher((Object key, CachedFact fact) -> fact.bytes)
                .expireAfterWrite(EXPIRES_AFTER)
                .build();
        Gauge.builder(
                        "modeltree.cache.facts.bytes",
                        facts,
                        cache -> cache.policy()
                                .eviction()
                                .map(size -> size.weightedSize().orElse(0))
                                .orElse(0L))
                .description("Size of the facts in memory")
                .baseUnit("bytes")
                .register(meters);
        Gauge.builder("modeltree.cache.facts.max.bytes", () -> maxBytes)
                .description("Limit of modeltree.cache.facts-max-bytes")
                .register(meters);
        Gauge.builder("modeltree.cache.facts", facts, Cache::estimatedSize)
                .description("Number of facts in memory")
                .register(meters);
    }

    /** Whether facts are kept at all. */
    public boolean isOn() {
        return maxBytes > 0;
    }

    /**
     * A fact as it is in the current snapshot; empty if it is not in memory.
     *
     * @param key unique among all callers
     */
    public <T> Optional<T> find(Object key, Class<T> type) {
        return Optional.ofNullable(find(List.of(key), type).get(key));
    }

    /**
     * The facts that are in memory, as they are in the current snapshot, by key. As long as the snapshot has read nothing,
     * these are all facts or none: those that are missing might be read at a later revision.
     *
     * @param keys unique among all callers
     */
    public <K, T> Map<K, T> find(Collection<K> keys, Class<T> type) {
        Map<K, T> found = new HashMap<>();
        OptionalLong at = isOn() ? snapshot.ofMemory() : OptionalLong.empty();
        if (at.isEmpty()) {
            return found;
        }
        for (K key : keys) {
            CachedFact fact = facts.getIfPresent(key);
            if (fact != null && isValid(key, fact, at.getAsLong())) {
                found.put(key, type.cast(fact.value));
            } else if (!snapshot.hasRevision()) {
                return new HashMap<>();
            }
        }
        if (!found.isEmpty()) {
            snapshot.beginsInMemory();
        }
        return found;
    }

    private boolean isValid(Object key, CachedFact fact, long revision) {
        long validAt = fact.validAt;
        if (!changed.same(fact.parts, validAt, revision)) {
            // What a newer revision changed may not be known yet.
            if (revision > validAt && revision <= changed.completeTo()) {
                facts.asMap().remove(key, fact);
            }
            return false;
        }
        if (revision > validAt) {
            // Another thread may have set a later revision meanwhile; then the next reader checks once more.
            fact.validAt = revision;
        }
        return true;
    }

    /**
     * Keeps a fact that was read in the current snapshot, if the revision of the snapshot is known.
     *
     * @param value immutable, or never changed
     * @param parts all parts of the catalog that it depends on
     * @param bytes approximate size of the value
     */
    public void keep(Object key, Object value, Collection<Part> parts, int bytes) {
        if (isOn() && snapshot.hasRevision()) {
            Parts made = Parts.of(parts);
            int all = OVERHEAD + bytes + made.bytes();
            if (all <= maxBytes / 8) {
                CachedFact added =
                        new CachedFact(value, made, all, snapshot.revision().getAsLong());
                facts.asMap().merge(key, added, FactCache::newer);
            }
        }
    }

    /** The fact of the later revision: two that were read at once may arrive in any order. */
    private static CachedFact newer(CachedFact present, CachedFact added) {
        return present.validAt > added.validAt ? present : added;
    }

    /** Forgets all facts. */
    public void clear() {
        facts.invalidateAll();
    }
}
