package org.modeltree.http.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.modeltree.http.config.CacheSettings;
import org.modeltree.http.value.AnswerKey;
import org.modeltree.revision.LatestRevision;

/**
 * Cache of not-found (404), gone (410) and redirect (307, 308) responses, each valid until the catalog changes. It is
 * separate from {@link AnswerCache}, so that a flood of unknown ids cannot evict successful responses.
 */
@Singleton
public class RefusalCache {

    /** Size relative to the cache of successful responses: one part in this many. */
    private static final int SHARE = 16;

    /** Approximate size in bytes of the objects around the texts. */
    private static final int OVERHEAD = 1_500;

    private static final Set<Integer> CACHED_STATUSES = Set.of(307, 308, 404, 410);

    private final LatestRevision latest;
    private final long maxBytes;
    private final Cache<AnswerKey, Refusal> refusals;

    /**
     * A cached response.
     *
     * @param body may be empty
     * @param revision revision of the snapshot that it was read in; negative if none
     * @param template path template of its resource
     * @param problem kind of the problem that it is; empty for a redirect
     */
    public record Refusal(
            int status,
            Map<String, List<String>> headers,
            Buffer body,
            long revision,
            String template,
            String problem) {

        /** Approximate size in bytes, with its key. */
        int bytes(AnswerKey key) {
            int texts = headers.values().stream()
                    .flatMap(List::stream)
                    .mapToInt(String::length)
                    .sum();
            return OVERHEAD + key.uri().length() + texts + body.length();
        }
    }

    RefusalCache(LatestRevision latest, CacheSettings settings, MeterRegistry meters) {
        this.latest = latest;
        maxBytes = settings.maxBytes() / SHARE;
        refusals = Caffeine.newBuilder()
                .executor(Runnable::run)
                .maximumWeight(maxBytes)
                .weigher((AnswerKey key, Refusal refusal) -> refusal.bytes(key))
                .build();
        Gauge.builder(
                        "modeltree.cache.refusal.bytes",
                        refusals,
                        cache -> cache.policy()
                                .eviction()
                                .map(size -> size.weightedSize().orElse(0))
                                .orElse(0L))
                .description("Size of the cached redirects and not-found responses")
                .baseUnit("bytes")
                .register(meters);
    }

    /**
     * The cached response, if it is of the newest revision that this instance knows.
     *
     * @param seenRevision revision that the client has seen; the response must not be older
     */
    Optional<Refusal> find(AnswerKey key, long seenRevision) {
        return Optional.ofNullable(refusals.getIfPresent(key))
                .filter(refusal -> refusal.revision() >= Math.max(latest.known(), seenRevision));
    }

    /** Caches a response, if its status depends on the catalog alone and it takes at most an eighth of the cache. */
    public void put(AnswerKey key, Refusal refusal) {
        if (CACHED_STATUSES.contains(refusal.status())
                && refusal.revision() >= 0
                && refusal.bytes(key) <= maxBytes / 8) {
            refusals.asMap()
                    .merge(key, refusal, (present, added) -> present.revision() > added.revision() ? present : added);
        }
    }
}
