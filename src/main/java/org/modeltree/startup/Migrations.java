package org.modeltree.startup;

import io.quarkus.flyway.FlywayConfigurationCustomizer;
import jakarta.inject.Singleton;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Map;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/**
 * Flyway settings: instances that start together on an empty database migrate it one after the other, a migration waits for
 * the writers of instances that run, and a schema migrated by a newer version is checked by {@link NewerSchema}.
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
        configuration.dataSource(new ReadCommitted(configuration.getDataSource()));
        // A transactional lock is awaited inside a transaction, and some statements before the migrations would be in
        // it.
        configuration.configuration(Map.of("flyway.postgresql.transactional.lock", "false"));
        // By default Quarkus refuses every schema with migrations newer than this version's, whatever they contain.
        configuration.ignoreMigrationPatterns("*:future");
        configuration.callbacks(new NewerSchema());
    }

    /**
     * Connections for transactions of which each statement sees what was committed before it. With the isolation level of all
     * other connections, a migration that has waited for a writer would fail, because it still saw what was there before.
     */
    private record ReadCommitted(DataSource all) implements DataSource {

        @Override
        public Connection getConnection() throws SQLException {
            return changed(all.getConnection());
        }

        @Override
        public Connection getConnection(String user, String password) throws SQLException {
            return changed(all.getConnection(user, password));
        }

        /** The pool takes this change back when the connection is returned to it. */
        private static Connection changed(Connection connection) throws SQLException {
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            return connection;
        }

        @Override
        public PrintWriter getLogWriter() throws SQLException {
            return all.getLogWriter();
        }

        @Override
        public void setLogWriter(PrintWriter out) throws SQLException {
            all.setLogWriter(out);
        }

        @Override
        public int getLoginTimeout() throws SQLException {
            return all.getLoginTimeout();
        }

        @Override
        public void setLoginTimeout(int seconds) throws SQLException {
            all.setLoginTimeout(seconds);
        }

        @Override
        public Logger getParentLogger() throws SQLFeatureNotSupportedException {
            return all.getParentLogger();
        }

        @Override
        public <T> T unwrap(Class<T> type) throws SQLException {
            return all.unwrap(type);
        }

        @Override
        public boolean isWrapperFor(Class<?> type) throws SQLException {
            return all.isWrapperFor(type);
        }
    }
}
