package org.modeltree.http.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.modeltree.revision.DurationRange;

/** Settings of the graceful shutdown. */
@ConfigMapping(prefix = "modeltree.shutdown")
public interface ShutdownSettings {

    /** How long the service reports itself as not ready but still accepts requests, so that proxies stop sending any; such as `5s`. */
    @WithDefault("0s")
    @DurationRange(min = "0s", max = "1h")
    Duration delay();

    /** How long requests, imports and messages to webhooks in progress may take after that before they are aborted; such as `20s`. */
    @WithDefault("20s")
    @DurationRange(min = "0s", max = "1d")
    Duration grace();
}
