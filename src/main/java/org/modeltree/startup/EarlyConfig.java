package org.modeltree.startup;

import io.quarkus.runtime.configuration.ConfigUtils;
import io.smallrye.config.SmallRyeConfig;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.modeltree.http.config.ShutdownSettings;

/** Configuration read before Quarkus starts, because the database has to be found first. */
final class EarlyConfig {

    /** Ordinal of application.properties in the jar; whatever an operator sets has a greater one. */
    private static final int OUR_SETTINGS = 250;

    /** Beginnings of names without dots and dashes, as names of environment variables have none. */
    private static final List<String> CONNECTIONS = List.of(
            "quarkusflyway", "quarkusdatasourcejdbcadditionaljdbcproperties", "quarkusdatasourcejdbcnewconnectionsql");

    private static final Pattern NEITHER_LETTER_NOR_DIGIT = Pattern.compile("[^A-Za-z0-9]");

    private EarlyConfig() {}

    /** The configuration, from the same sources that the service itself reads a moment later, so that the two agree. */
    static SmallRyeConfig read() {
        return ConfigUtils.configBuilder()
                .withDefaultValue(Settings.DATA_DIR, Settings.DEFAULT_DATA_DIR)
                .build();
    }

    /**
     * Whether an operator has set anything by which the service or Flyway may see another schema than a plain connection to
     * the same URL.
     */
    static boolean changesConnections(SmallRyeConfig config) {
        for (String name : config.getPropertyNames()) {
            String plain = NEITHER_LETTER_NOR_DIGIT.matcher(name).replaceAll("").toLowerCase(Locale.ROOT);
            if (CONNECTIONS.stream().anyMatch(plain::startsWith)
                    && config.getConfigValue(name).getConfigSourceOrdinal() > OUR_SETTINGS) {
                return true;
            }
        }
        return false;
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
