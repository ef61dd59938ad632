package org.modeltree.revision;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Readiness check of the database: an instance is ready if it can answer reads from the primary or, while the primary
 * is down, from the standby. A standby that is down is reported but does not make the instance unready. The check
 * itself never waits, because both servers are monitored in the background.
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
        boolean replicaAlive = replica.isAlive();
        HealthCheckResponseBuilder response = HealthCheckResponse.named("Database connections health check")
                .status(reachable || replicaAlive)
                .withData("<default>", state(reachable));
        if (replica.isConfigured()) {
            response.withData(ReplicaMonitor.NAME, state(replicaAlive));
        }
        return response.build();
    }

    private static String state(boolean answers) {
        return answers ? "UP" : "It does not answer.";
    }
}
