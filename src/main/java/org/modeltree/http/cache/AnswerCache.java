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
import org.modeltree.http.value.Language;
import org.modeltree.revision.LatestRevision;

/**
 * Answers that were given, to be given again for as long as the catalog does not change. Bounded in bytes; what was not
 * asked for in a while is forgotten.
 */
@Singleton
public class AnswerCache {

    /** Objects around the bytes, headers and the key among them, take about this much. */
    private static final int OVERHEAD = 2_500;

    private static final long FORGOTTEN_AFTER_MINUTES = 60;
    private static final String REQUESTS = "modeltree.cache.requests";

    /**
     * What an answer depends on beside the catalog.
     *
     * @param uri path and query as they came
     * @param language that the answer is in
     * @param day since 1970 in UTC, because prices and lives have a today
     */
    public record Key(String uri, Language language, long day) {}

    private record Kept(Representation representation, int bytes) {}

    private final LatestRevision latest;
    private final long maxBytes;
    private final Cache<Key, Kept> kept;
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
                .description("Answers forgotten for want of room")
                .register(meters);
        kept = Caffeine.newBuilder()
                // Its housekeeping is short. Handing it to another thread, thousands of times a second, costs readers
                // more.
                .executor(Runnable::run)
                .maximumWeight(maxBytes)
                .weigher((Key key, Kept answer) -> answer.bytes())
                .expireAfterAccess(FORGOTTEN_AFTER_MINUTES, TimeUnit.MINUTES)
                .evictionListener((key, answer, cause) -> {
                    if (cause == RemovalCause.SIZE) {
                        evictions.increment();
                    }
                })
                .build();
        Gauge.builder(
                        "modeltree.cache.bytes",
                        kept,
                        cache -> cache.policy()
                                .eviction()
                                .map(size -> size.weightedSize().orElse(0))
                                .orElse(0L))
                .description("Answers in memory")
                .baseUnit("bytes")
                .register(meters);
    }

    private static Counter requests(MeterRegistry meters, String result) {
        return Counter.builder(REQUESTS)
                .tag("result", result)
                .description("Reads by how they were answered: from memory, by what another one waited for, or anew")
                .register(meters);
    }

    boolean isOff() {
        return maxBytes == 0;
    }

    /**
     * The answer, if there is one of the newest revision this instance has heard of.
     *
     * @param least revision that the client has seen already
     */
    Optional<Representation> find(Key key, long least) {
        Kept found = kept.getIfPresent(key);
        return found == null
                ? Optional.empty()
                : Optional.of(found.representation()).filter(answer -> isNewest(answer, least));
    }

    /** Whether an answer is the catalog's, of the newest revision this instance has heard of. */
    boolean isNewest(Representation answer, long least) {
        return answer.revision() >= Math.max(0, Math.max(latest.known(), least));
    }

    /** A read was answered from memory. */
    void hit() {
        hits.increment();
    }

    /** A read was answered by what another one had computed meanwhile. */
    void shared() {
        shared.increment();
    }

    /** A read has to be answered anew. */
    void missed() {
        misses.increment();
    }

    /** Keeps an answer, if it is the catalog's and no more than a small part of the room. */
    public void keep(Key key, Representation answer) {
        if (answer.revision() < 0) {
            return;
        }
        int bytes = OVERHEAD + 2 * key.uri().length() + answer.complete();
        if (bytes <= maxBytes / 8) {
            kept.asMap().merge(key, new Kept(answer, bytes), AnswerCache::newer);
        }
    }

    /** Two that were computed at once may come in any order. */
    private static Kept newer(Kept there, Kept now) {
        return there.representation().revision() > now.representation().revision() ? there : now;
    }
}
