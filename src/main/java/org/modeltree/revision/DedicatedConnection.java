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
import org.postgresql.Driver;

/** Connections to the primary outside of the pool, for background threads that must work however busy the pool is. */
@ApplicationScoped
public class DedicatedConnection {

    private static final Duration NETWORK_TIMEOUT = Duration.ofSeconds(10);
    private static final String CONNECT_TIMEOUT_SECONDS = "1";
    /** Without it, a server that accepts connections and sends nothing would use up the time for all servers of the URL. */
    private static final int SERVER_TIMEOUT_SECONDS = 2;

    private final AgroalDataSource primary;

    DedicatedConnection(AgroalDataSource primary) {
        this.primary = primary;
    }

    /**
     * A new connection, which the caller closes. It breaks if the server is silent for 10 seconds.
     *
     * @param purpose what it is for, as the administrator of the database sees it
     * @throws SQLException if no server of the URL can be used; each of them has 2 seconds
     */
    public Connection open(String purpose) throws SQLException {
        return open(purpose, primary);
    }

    /**
     * A new connection to a server of a pool's URL, as {@link #open(String)}. The driver remembers which servers responded,
     * and as what, so the pool then connects to the same one.
     */
    static Connection open(String purpose, AgroalDataSource pool) throws SQLException {
        AgroalConnectionFactoryConfiguration factory =
                pool.getConfiguration().connectionPoolConfiguration().connectionFactoryConfiguration();
        Properties properties = new Properties();
        properties.putAll(factory.jdbcProperties());
        properties.put("connectTimeout", CONNECT_TIMEOUT_SECONDS);
        properties.put("socketTimeout", Integer.toString(SERVER_TIMEOUT_SECONDS));
        properties.put(
                "loginTimeout", Integer.toString(1 + SERVER_TIMEOUT_SECONDS * servers(factory.jdbcUrl(), properties)));
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

    /** Number of servers that a JDBC URL names. */
    private static int servers(String url, Properties properties) {
        Properties parsed = Driver.parseURL(url, properties);
        return parsed == null ? 1 : parsed.getProperty("PGHOST", "").split(",", -1).length;
    }
}
