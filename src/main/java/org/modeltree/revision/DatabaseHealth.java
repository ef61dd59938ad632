package org.modeltree.revision;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready is an instance that can answer reads: from the primary, or from the standby while the primary is away. A standby
 * that is away is reported and takes nobody out of service. Both are watched all the time, so that nobody waits here.
 */
@Readiness
class DatabaseHealth implements HealthCheck {

    private final DatabaseMonitor monitor;
    private final ReplicaMonitor replica;

    DatabaseHealth(DatabaseMonitor monitor, ReplicaMonitor replica) {
        this.monitor = monitor;
        this.replica = replica;
    }

    @Override
    public HealthCheckResponse call() {
        boolean reachable = monitor.isReachable();
        boolean lives = replica.lives();
        HealthCheckResponseBuilder answer = HealthCheckResponse.named("Database connections health check")
                .status(reachable || lives)
                .withData("<default>", word(reachable));
        if (replica.isThere()) {
            answer.withData(ReplicaMonitor.NAME, word(lives));
        }
        return answer.build();
    }

    private static String word(boolean answers) {
        return answers ? "UP" : "It does not answer.";
    }
}
