package org.modeltree.embedded;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;

/** The settings as they are before the service starts, which is when it has to be known where the database is. */
final class EarlyConfig {

    private static final String FILE = "application.properties";
    private static final int FILE_BESIDE_SERVICE = 260;
    private static final int FILE_IN_SERVICE = 250;

    private EarlyConfig() {}

    /** System properties, then the environment, then the two files of settings, by the same names as ever. */
    static SmallRyeConfig read() {
        try {
            SmallRyeConfigBuilder builder =
                    new SmallRyeConfigBuilder().addDefaultInterceptors().addDefaultSources();
            Path beside = Path.of("config", FILE);
            if (Files.isReadable(beside)) {
                builder.withSources(new PropertiesConfigSource(beside.toUri().toURL(), FILE_BESIDE_SERVICE));
            }
            URL inside = Thread.currentThread().getContextClassLoader().getResource(FILE);
            if (inside != null) {
                builder.withSources(new PropertiesConfigSource(inside, FILE_IN_SERVICE));
            }
            return builder.withDefaultValue(Settings.DATA_DIR, Settings.DEFAULT_DATA_DIR)
                    .build();
        } catch (IOException unreadable) {
            throw new StartupFault("The settings cannot be read: " + unreadable.getMessage());
        }
    }
}
