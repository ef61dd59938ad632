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
    private static final String DOWN = "It does not answer.";

    private final AgroalDataSource primary;
    private final RevisionLoader listener;
    private final ReplicaLoader replica;

    DatabaseHealth(AgroalDataSource primary, RevisionLoader listener, ReplicaLoader replica) {
        this.primary = primary;
        this.listener = listener;
        this.replica = replica;
    }

    @Override
    public HealthCheckResponse call() {
        boolean lives = replica.lives();
        // A primary that is away may keep who asks it waiting for longer than who asks here waits, so if it does not
        // matter, what is known of it has to do.
        String said = lives ? word(listener.hears()) : primary();
        HealthCheckResponseBuilder answer = HealthCheckResponse.named("Database connections health check")
                .status(lives || said.equals(UP))
                .withData("<default>", said);
        if (replica.isThere()) {
            answer.withData(ReplicaLoader.NAME, word(lives));
        }
        return answer.build();
    }

    private static String word(boolean answers) {
        return answers ? UP : DOWN;
    }

    private String primary() {
        try {
            return word(primary.isHealthy(false));
        } catch (SQLException away) {
            return "Unable to execute the validation check: " + away.getMessage();
        }
    }
}
