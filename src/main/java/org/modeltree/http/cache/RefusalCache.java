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
import org.modeltree.revision.LatestRevision;

/**
 * Answers that there is no such thing, that it is gone or that it is elsewhere, kept for as long as the catalog does not
 * change. They have a room of their own, so that a flood of unknown ids cannot push out good answers.
 */
@Singleton
public class RefusalCache {

    /** Part of the room for answers that is added for these. */
    private static final int SHARE = 16;

    /** Objects around the texts take about this much. */
    private static final int OVERHEAD = 1_500;

    private static final Set<Integer> KEPT = Set.of(308, 404, 410);

    private final LatestRevision latest;
    private final long maxBytes;
    private final Cache<AnswerCache.Key, Refusal> kept;

    /**
     * An answer as it is sent again.
     *
     * @param body empty where there is none
     * @param revision of the snapshot that it was read in
     * @param template path of its resource, with names in braces
     */
    public record Refusal(int status, Map<String, List<String>> headers, Buffer body, long revision, String template) {

        /** Bytes that it takes to keep it under a key, about. */
        int bytes(AnswerCache.Key key) {
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
        kept = Caffeine.newBuilder()
                .executor(Runnable::run)
                .maximumWeight(maxBytes)
                .weigher((AnswerCache.Key key, Refusal refusal) -> refusal.bytes(key))
                .build();
        Gauge.builder(
                        "modeltree.cache.refusal.bytes",
                        kept,
                        cache -> cache.policy()
                                .eviction()
                                .map(size -> size.weightedSize().orElse(0))
                                .orElse(0L))
                .description("Answers in memory that there is no such thing")
                .baseUnit("bytes")
                .register(meters);
    }

    /**
     * The answer, if there is one of the newest revision this instance knows of.
     *
     * @param least revision that the client has seen already
     */
    Optional<Refusal> find(AnswerCache.Key key, long least) {
        return Optional.ofNullable(kept.getIfPresent(key))
                .filter(refusal -> refusal.revision() >= Math.max(latest.known(), least));
    }

    /** Keeps an answer, if it depends on nothing but the catalog and takes no more than a small part of the room. */
    public void keep(AnswerCache.Key key, Refusal refusal) {
        if (KEPT.contains(refusal.status()) && refusal.revision() >= 0 && refusal.bytes(key) <= maxBytes / 8) {
            kept.asMap().merge(key, refusal, (there, now) -> there.revision() > now.revision() ? there : now);
        }
    }
}
