package org.modeltree.startup;

import io.quarkus.flyway.FlywayConfigurationCustomizer;
import jakarta.inject.Singleton;
import java.util.Map;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/**
 * Flyway settings: instances that start together on an empty database migrate it one after the other, and a schema
 * migrated by a newer version is checked by {@link NewerSchema}.
 */
@Singleton
class Migrations implements FlywayConfigurationCustomizer {

    /** Setting of Quarkus by which {@link Main} turns migrations off if the schema is current. */
    static final String ACTIVE = "quarkus.flyway.active";

    @Override
    public void customize(FluentConfiguration configuration) {
        if ("false".equals(System.getProperty(ACTIVE))) {
            // Quarkus also configures a Flyway that it will not use, and the lines below take 25 ms.
            return;
        }
        // A transactional lock is awaited inside a transaction. With our isolation level, that transaction still sees
        // no tables after it has waited, and creates them again.
        configuration.configuration(Map.of("flyway.postgresql.transactional.lock", "false"));
        // By default Quarkus refuses every schema with migrations newer than this version's, whatever they contain.
        configuration.ignoreMigrationPatterns("*:future");
        configuration.callbacks(new NewerSchema());
    }
}
