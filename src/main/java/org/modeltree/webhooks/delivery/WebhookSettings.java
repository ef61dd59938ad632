package org.modeltree.webhooks.delivery;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.modeltree.http.config.Range;
import org.modeltree.revision.DurationRange;

/** Settings of webhooks. */
@ConfigMapping(prefix = "modeltree.webhooks")
public interface WebhookSettings {

    /** Key of {@link #allowPrivate}, for messages. */
    String ALLOW_PRIVATE = "modeltree.webhooks.allow-private";

    /** Key of {@link #allowHttp}, for messages. */
    String ALLOW_HTTP = "modeltree.webhooks.allow-http";

    /** Key of {@link #hosts}, for messages. */
    String HOSTS = "modeltree.webhooks.hosts";

    /** Key of {@link #maxCount}, for messages. */
    String MAX_COUNT = "modeltree.webhooks.max-count";

    /** Key of {@link #retryDelays}, for messages. */
    String RETRY_DELAYS = "modeltree.webhooks.retry-delays";

    /** Webhooks in all, from 0 to 10000; at most a quarter of them, but at least one, of one caller. 0 allows none. */
    @WithDefault("200")
    @Range(min = 0, max = 10_000)
    int maxCount();

    /**
     * Addresses other than public ones that may be called: {@code true} for all, {@code false} for none, or networks such as
     * {@code 10.1.0.0/16,fd12::/16}.
     */
    @WithDefault("false")
    String allowPrivate();

    /** Names of the only hosts that may be called, such as {@code hooks.example.com} or {@code *.example.org}; all if not set. */
    Optional<List<String>> hosts();

    /** Whether addresses may begin with {@code http://}. */
    @WithDefault("false")
    boolean allowHttp();

    /** How long a receiver may take for its answer, such as `15s`. */
    @WithDefault("15s")
    @DurationRange(min = "100ms", max = "60s")
    Duration timeout();

    /** Waits before the second attempt and each later one, each a tenth longer or shorter at random. After the last, an event is given up. */
    @WithDefault("5s,5m,30m,2h,5h,10h,14h,20h,24h")
    List<Duration> retryDelays();

    /** How long all attempts may fail before a webhook becomes inactive, such as `5d`. */
    @WithDefault("5d")
    @DurationRange(min = "1s", max = "365d")
    Duration disableAfter();

    /** Revisions that a webhook may lag behind, from 1 to 10000000. Beyond, one event replaces the skipped ones. */
    @WithDefault("10000")
    @Range(min = 1, max = 10_000_000)
    long maxLag();

    /** Webhooks that an instance calls at the same time, from 1 to 1000. */
    @WithDefault("16")
    @Range(min = 1, max = 1_000)
    int atOnce();

    /** How long the log keeps deliveries, at most the last 1,000 of a webhook, such as `7d`. */
    @WithDefault("7d")
    @DurationRange(min = "1m", max = "365d")
    Duration keepDeliveries();

    /** How long a replaced secret still signs beside the new one, such as `24h`. */
    @WithDefault("24h")
    @DurationRange(min = "1s", max = "30d")
    Duration formerSecretFor();
}
