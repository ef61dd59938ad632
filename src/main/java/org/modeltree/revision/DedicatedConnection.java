package org.modeltree.revision;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.AgroalConnectionFactoryConfiguration;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.jboss.logging.Logger;
import org.modeltree.revision.sql.Timeline;
import org.postgresql.Driver;
import org.postgresql.hostchooser.GlobalHostStatusTracker;
import org.postgresql.hostchooser.HostStatus;
import org.postgresql.util.HostSpec;

/** Connections to the primary outside of the pool, for background threads that must work however busy the pool is. */
@ApplicationScoped
public class DedicatedConnection {

    private static final Logger LOG = Logger.getLogger(DedicatedConnection.class);
    /** The driver's names of the servers and ports of a URL. */
    private static final String HOSTS = "PGHOST";

    private static final String PORTS = "PGPORT";
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
        Properties properties = properties(factory);
        properties.put("ApplicationName", "modeltree " + purpose);
        limited(properties, servers(factory.jdbcUrl(), properties));
        Connection connection = DriverManager.getConnection(factory.jdbcUrl(), properties);
        connection.setNetworkTimeout(Runnable::run, (int) NETWORK_TIMEOUT.toMillis());
        return connection;
    }

    /** The same properties, with limits to the time that each server gets. */
    private static Properties limited(Properties properties, int servers) {
        properties.put("connectTimeout", CONNECT_TIMEOUT_SECONDS);
        properties.put("socketTimeout", Integer.toString(SERVER_TIMEOUT_SECONDS));
        properties.put("loginTimeout", Integer.toString(1 + SERVER_TIMEOUT_SECONDS * servers));
        return properties;
    }

    /** The properties of a pool's connections, with the credentials. */
    private static Properties properties(AgroalConnectionFactoryConfiguration factory) {
        Properties properties = new Properties();
        properties.putAll(factory.jdbcProperties());
        if (factory.principal() instanceof NamePrincipal user) {
            properties.putAll(user.asProperties());
        }
        for (Object credential : factory.credentials()) {
            if (credential instanceof SimplePassword password) {
                properties.putAll(password.asProperties());
            }
        }
        return properties;
    }

    /** Number of servers that the URL of a pool names. */
    static int servers(AgroalDataSource pool) {
        AgroalConnectionFactoryConfiguration factory =
                pool.getConfiguration().connectionPoolConfiguration().connectionFactoryConfiguration();
        return servers(factory.jdbcUrl(), factory.jdbcProperties());
    }

    private static int servers(String url, Properties properties) {
        Properties parsed = Driver.parseURL(url, properties);
        return parsed == null ? 1 : names(parsed, HOSTS).length;
    }

    private static String[] names(Properties parsed, String key) {
        return parsed.getProperty(key, "").split(",", -1);
    }

    /**
     * Lets the driver prefer, of all primaries that a pool's URL names, the one of the latest timeline. There are several while
     * nobody demotes a former one.
     *
     * @return how many primaries have answered
     */
    static int preferLatestPrimary(AgroalDataSource pool) {
        AgroalConnectionFactoryConfiguration factory =
                pool.getConfiguration().connectionPoolConfiguration().connectionFactoryConfiguration();
        Properties parsed = Driver.parseURL(factory.jdbcUrl(), properties(factory));
        if (parsed == null) {
            return 0;
        }
        String[] hosts = names(parsed, HOSTS);
        String[] ports = names(parsed, PORTS);
        Map<HostSpec, Timeline> primaries = new HashMap<>();
        for (int i = 0; i < hosts.length && i < ports.length; i++) {
            Properties single = new Properties();
            // Not putAll, which leaves out the defaults of properties.
            parsed.stringPropertyNames().forEach(name -> single.put(name, parsed.getProperty(name)));
            single.put(HOSTS, hosts[i]);
            single.put(PORTS, ports[i]);
            single.put("targetServerType", "any");
            HostSpec host = new HostSpec(hosts[i], Integer.parseInt(ports[i]));
            String url =
                    "jdbc:postgresql:" + URLEncoder.encode(parsed.getProperty("PGDBNAME", ""), StandardCharsets.UTF_8);
            try (Connection connection = DriverManager.getConnection(url, limited(single, 1));
                    Statement statement = connection.createStatement()) {
                if (isInRecovery(statement)) {
                    GlobalHostStatusTracker.reportHostStatus(host, HostStatus.Secondary);
                } else {
                    Timeline.of(statement).ifPresent(timeline -> primaries.put(host, timeline));
                }
            } catch (SQLException away) {
                LOG.debugf(away, "%s cannot be asked for its timeline", host);
            }
        }
        long latest =
                primaries.values().stream().mapToLong(Timeline::number).max().orElse(0);
        // Not as a standby, because whoever looks for one would find out that it is a primary.
        primaries.forEach((host, timeline) -> GlobalHostStatusTracker.reportHostStatus(
                host, timeline.number() == latest ? HostStatus.Primary : HostStatus.ConnectFail));
        return primaries.size();
    }

    private static boolean isInRecovery(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("select pg_is_in_recovery()")) {
            return row.next() && row.getBoolean(1);
        }
    }
}
