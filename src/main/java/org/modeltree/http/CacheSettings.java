package org.modeltree.http;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/** What is kept in memory of what was answered. */
@ConfigMapping(prefix = "modeltree.cache")
public interface CacheSettings {

    /** Bytes of answers that are kept in memory to be sent again, about; 0 keeps none. */
    @WithDefault("67108864")
    @Min(0)
    @Max(1L << 40)
    long maxBytes();
}
