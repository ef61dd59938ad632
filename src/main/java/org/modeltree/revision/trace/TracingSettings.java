package org.modeltree.revision.trace;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/** Settings of traces. */
@ConfigMapping(prefix = "modeltree.tracing")
public interface TracingSettings {

    /** Name of {@link #endpoint()}. */
    String ENDPOINT = "modeltree.tracing.endpoint";

    /** Name of {@link #headers()}. */
    String HEADERS = "modeltree.tracing.headers";

    /** Name of {@link #percent()}. */
    String PERCENT = "modeltree.tracing.percent";

    /** Address of a collector that takes OTLP over HTTP, such as `http://collector:4318`. Without it, nothing is traced. */
    Optional<String> endpoint();

    /** Headers of what is sent to the collector, such as `Authorization=Bearer …`. */
    Optional<List<String>> headers();

    /** Percentage of requests that are traced if their client does not decide it by `traceparent`, from 0 to 100. */
    @WithDefault("100")
    int percent();

    /** Name under which the collector shows the service. */
    @WithDefault("modeltree")
    String serviceName();
}
