package org.modeltree.startup;

import io.quarkus.runtime.configuration.ConfigUtils;
import io.smallrye.config.SmallRyeConfig;
import java.time.Duration;
import org.modeltree.http.config.ShutdownSettings;

/** The settings as they are before the service starts, which is when it has to be known where the database is. */
final class EarlyConfig {

    private EarlyConfig() {}

    /** From wherever the service itself will read them a moment later, so that the two never disagree. */
    static SmallRyeConfig read() {
        return ConfigUtils.configBuilder()
                .withDefaultValue(Settings.DATA_DIR, Settings.DEFAULT_DATA_DIR)
                .build();
    }

    /** How long the service may wait for requests in progress when it is asked to stop. */
    static Duration longestDrain() {
        try {
            ShutdownSettings settings = ConfigUtils.configBuilder()
                    .withMapping(ShutdownSettings.class)
                    .build()
                    .getConfigMapping(ShutdownSettings.class);
            return settings.delay().plus(settings.grace());
        } catch (RuntimeException invalid) {
            // With such settings the service does not start, and has nothing to wait for.
            return Duration.ZERO;
        }
    }
}
