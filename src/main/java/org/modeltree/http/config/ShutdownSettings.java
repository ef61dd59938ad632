package org.modeltree.http.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.modeltree.revision.DurationRange;

/** How the service ends when it is asked to. */
@ConfigMapping(prefix = "modeltree.shutdown")
public interface ShutdownSettings {

    /** How long readiness is red while all requests are still taken, so that a proxy stops sending any; such as `5s`. */
    @WithDefault("0s")
    @DurationRange(least = "0s", greatest = "1h")
    Duration delay();

    /** How long requests and imports in progress may take after that before they are cut off; such as `20s`. */
    @WithDefault("20s")
    @DurationRange(least = "0s", greatest = "1d")
    Duration grace();
}
