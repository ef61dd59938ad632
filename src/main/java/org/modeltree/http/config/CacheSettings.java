package org.modeltree.http.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.modeltree.revision.DurationRange;

/** What is kept in memory of what was answered. */
@ConfigMapping(prefix = "modeltree.cache")
public interface CacheSettings {

    /** Bytes of answers that are kept in memory to be sent again, about; 0 keeps none. A sixteenth on top is for answers that there is no such thing. */
    @WithDefault("67108864")
    @Range(least = 0, greatest = 1L << 40)
    long maxBytes();

    /** How long answers in memory are given while the database is away, each with its age; such as `10m`, `0s` for not at all. */
    @WithDefault("10m")
    @DurationRange(least = "0s", greatest = "365d")
    Duration maxStale();
}
