package org.modeltree.embedded;

import io.quarkus.runtime.configuration.ConfigUtils;
import io.smallrye.config.SmallRyeConfig;

/** The settings as they are before the service starts, which is when it has to be known where the database is. */
final class EarlyConfig {

    private EarlyConfig() {}

    /** From wherever the service itself will read them a moment later, so that the two never disagree. */
    static SmallRyeConfig read() {
        return ConfigUtils.configBuilder()
                .withDefaultValue(Settings.DATA_DIR, Settings.DEFAULT_DATA_DIR)
                .build();
    }
}
