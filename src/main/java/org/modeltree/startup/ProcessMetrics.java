package org.modeltree.startup;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.system.DiskSpaceMetrics;
import io.quarkus.runtime.Startup;
import io.smallrye.health.SmallRyeHealthReporter;
import jakarta.inject.Singleton;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.eclipse.microprofile.health.HealthCheckResponse;

/** Metrics of the process: its version, whether it is ready, and the disk on which imports and exports have their files. */
@Startup
@Singleton
class ProcessMetrics {

    private static final String BUILD = "/build.properties";
    private static final String UNKNOWN = "unknown";

    ProcessMetrics(SmallRyeHealthReporter health, MeterRegistry meters) {
        Properties build = build();
        Gauge.builder("modeltree.build.info", () -> 1)
                .tag("version", value(build, "version"))
                .tag("commit", value(build, "commit"))
                .description("Always 1; the labels say which version this is")
                .register(meters);
        Gauge.builder("modeltree.ready", health, ProcessMetrics::ready)
                .description("1 if /q/health/ready returns 200, otherwise 0")
                .register(meters);
        new DiskSpaceMetrics(new File(System.getProperty("java.io.tmpdir"))).bindTo(meters);
    }

    /** None of the checks waits for anything, so each look may ask them. */
    private static double ready(SmallRyeHealthReporter health) {
        return HealthCheckResponse.Status.DOWN
                        .name()
                        .equals(health.getReadiness().getPayload().getString("status"))
                ? 0
                : 1;
    }

    private static Properties build() {
        Properties build = new Properties();
        try (InputStream file = ProcessMetrics.class.getResourceAsStream(BUILD)) {
            build.load(file);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return build;
    }

    /** The value, unless the build did not say it: then the file still names the property. */
    private static String value(Properties build, String key) {
        String value = build.getProperty(key, "");
        return value.isBlank() || value.startsWith("$") ? UNKNOWN : value;
    }
}
