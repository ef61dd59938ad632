package org.modeltree.startup;

import io.quarkus.runtime.configuration.ConfigUtils;
import io.smallrye.config.SmallRyeConfig;
import java.time.Duration;
import org.modeltree.http.config.ShutdownSettings;

/** Configuration read before Quarkus starts, because the database has to be found first. */
final class EarlyConfig {

    private EarlyConfig() {}

    /** The configuration, from the same sources that the service itself reads a moment later, so that the two agree. */
    static SmallRyeConfig read() {
        return ConfigUtils.configBuilder()
                .withDefaultValue(Settings.DATA_DIR, Settings.DEFAULT_DATA_DIR)
                .build();
    }

    /** Longest time a shutdown may wait for requests in progress: the shutdown's delay and its grace period. */
    static Duration maxDrain() {
        try {
            ShutdownSettings settings = ConfigUtils.configBuilder()
                    .withMapping(ShutdownSettings.class)
                    .build()
                    .getConfigMapping(ShutdownSettings.class);
            return settings.delay().plus(settings.grace());
        } catch (RuntimeException invalid) {
            // The service does not start with invalid settings, so no request can be in progress.
            return Duration.ZERO;
        }
    }
}
