package org.modeltree.revision;

import io.agroal.api.AgroalDataSource;
import java.sql.SQLException;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready is who can answer reads: from the primary, or from the standby while the primary is away. A standby that is away
 * is told and takes nobody out of service.
 */
@Readiness
class DatabaseHealth implements HealthCheck {

    private static final String UP = "UP";

    private final AgroalDataSource primary;
    private final ReplicaLoader replica;

    DatabaseHealth(AgroalDataSource primary, ReplicaLoader replica) {
        this.primary = primary;
        this.replica = replica;
    }

    @Override
    public HealthCheckResponse call() {
        String said = primary();
        boolean readable = said.equals(UP) || replica.lives();
        HealthCheckResponseBuilder answer = HealthCheckResponse.named("Database connections health check")
                .status(readable)
                .withData("<default>", said);
        if (replica.isThere()) {
            answer.withData(ReplicaLoader.NAME, replica.lives() ? UP : "It does not answer.");
        }
        return answer.build();
    }

    private String primary() {
        try {
            return primary.isHealthy(false) ? UP : "It gives no usable connection.";
        } catch (SQLException away) {
            return "Unable to execute the validation check: " + away.getMessage();
        }
    }
}
