package org.modeltree.revision.background;

import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Readiness check of the background threads. While one of them fails, responses may be outdated or imports may not
 * progress, so the instance is not ready.
 */
@Readiness
class BackgroundHealth implements HealthCheck {

    private final BackgroundThreads threads;

    BackgroundHealth(BackgroundThreads threads) {
        this.threads = threads;
    }

    @Override
    public HealthCheckResponse call() {
        List<String> unhealthy = threads.unhealthy();
        HealthCheckResponseBuilder response =
                HealthCheckResponse.named("Background threads health check").status(unhealthy.isEmpty());
        unhealthy.forEach(name -> response.withData(name, "It failed and is being restarted."));
        return response.build();
    }
}
