package org.modeltree.revision;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.AgroalConnectionFactoryConfiguration;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;

/** Connections to the primary outside of the pool, for background threads that must work however busy the pool is. */
@ApplicationScoped
public class DedicatedConnection {

    private static final Duration NETWORK_TIMEOUT = Duration.ofSeconds(10);
    private static final String CONNECT_TIMEOUT_SECONDS = "1";
    private static final String LOGIN_TIMEOUT_SECONDS = "3";

    private final AgroalDataSource primary;

    DedicatedConnection(AgroalDataSource primary) {
        this.primary = primary;
    }

    /**
     * A new connection, which the caller closes. It breaks if the server is silent for 10 seconds.
     *
     * @param purpose what it is for, as the administrator of the database sees it
     * @throws SQLException if the server does not respond within 4 seconds
     */
    public Connection open(String purpose) throws SQLException {
        AgroalConnectionFactoryConfiguration factory =
                primary.getConfiguration().connectionPoolConfiguration().connectionFactoryConfiguration();
        Properties properties = new Properties();
        properties.putAll(factory.jdbcProperties());
        properties.put("connectTimeout", CONNECT_TIMEOUT_SECONDS);
        properties.put("loginTimeout", LOGIN_TIMEOUT_SECONDS);
        properties.put("ApplicationName", "modeltree " + purpose);
        if (factory.principal() instanceof NamePrincipal user) {
            properties.putAll(user.asProperties());
        }
        for (Object credential : factory.credentials()) {
            if (credential instanceof SimplePassword password) {
                properties.putAll(password.asProperties());
            }
        }
        Connection connection = DriverManager.getConnection(factory.jdbcUrl(), properties);
        connection.setNetworkTimeout(Runnable::run, (int) NETWORK_TIMEOUT.toMillis());
        return connection;
    }
}
