package org.modeltree.http.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.modeltree.revision.DurationRange;

/** Settings of the in-memory cache of responses. */
@ConfigMapping(prefix = "modeltree.cache")
public interface CacheSettings {

    /** Approximate size of the cache of responses, in bytes; 0 disables it. A sixteenth is added for cached redirects and not-found responses. */
    @WithDefault("67108864")
    @Range(min = 0, max = 1L << 40)
    long maxBytes();

    /** Approximate size of the cache of facts that answers are made of, such as the rows of models, in bytes; 0 disables it. */
    @WithDefault("25165824")
    @Range(min = 0, max = 1L << 40)
    long factsMaxBytes();

    /** How long cached responses are served while the database is unavailable, each with its age, such as `10m`; `0s` for not at all. */
    @WithDefault("10m")
    @DurationRange(min = "0s", max = "365d")
    Duration maxStale();
}
