package org.modeltree.startup;

import io.quarkus.flyway.FlywayConfigurationCustomizer;
import jakarta.inject.Singleton;
import java.util.Map;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/**
 * Lets services that start at once on an empty database make its tables one after the other, and looks at what newer
 * services have made of them.
 */
@Singleton
class Migrations implements FlywayConfigurationCustomizer {

    /**
     * The lock is otherwise waited for inside a transaction. On our isolation level that one still sees no tables when
     * its turn comes, and makes them again.
     */
    @Override
    public void customize(FluentConfiguration configuration) {
        configuration.configuration(Map.of("flyway.postgresql.transactional.lock", "false"));
        // Quarkus ignores none, so that each newer schema would be refused, whatever is in it.
        configuration.ignoreMigrationPatterns("*:future");
        configuration.callbacks(new NewerSchema());
    }
}
