package org.modeltree.revision.background;

import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Ready is an instance whose background threads all work: without them its answers may be old, or its imports stand still. */
@Readiness
class BackgroundHealth implements HealthCheck {

    private final BackgroundThreads threads;

    BackgroundHealth(BackgroundThreads threads) {
        this.threads = threads;
    }

    @Override
    public HealthCheckResponse call() {
        List<String> unhealthy = threads.unhealthy();
        HealthCheckResponseBuilder answer =
                HealthCheckResponse.named("Background threads health check").status(unhealthy.isEmpty());
        unhealthy.forEach(name -> answer.withData(name, "It failed and is started again."));
        return answer.build();
    }
}
