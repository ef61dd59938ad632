package org.modeltree.embedded;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.smallrye.config.SmallRyeConfig;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;

/** Finds a database, or starts one, and then the service. */
@QuarkusMain
public class Main {

    private static final String URL = "quarkus.datasource.jdbc.url";
    private static final String USER = "quarkus.datasource.username";
    private static final String PASSWORD = "quarkus.datasource.password";
    private static final String EMBEDDED = "/io/zonky/test/db/postgres/embedded/EmbeddedPostgres.class";
    private static final String CONNECT_TIMEOUT_SECONDS = "5";

    /** Ends with 1 and one message if the service cannot start. */
    public static void main(String... args) {
        AtomicReference<EmbeddedServer> embedded = new AtomicReference<>();
        try {
            SmallRyeConfig config = EarlyConfig.read();
            Optional<String> url = config.getOptionalValue(URL, String.class).filter(value -> !value.isBlank());
            if (url.isPresent()) {
                tryToConnect(config, url.get());
            } else if (Main.class.getResource(EMBEDDED) == null) {
                throw new StartupFault("DB_URL is missing, and this package has no PostgreSQL of its own. Set DB_URL to"
                        + " something like jdbc:postgresql://host:5432/modeltree, and DB_USER and DB_PASSWORD.");
            } else {
                EmbeddedServer server = EmbeddedServer.start(Path.of(config.getValue(Settings.DATA_DIR, String.class)));
                embedded.set(server);
                System.setProperty(URL, server.jdbcUrl());
                System.setProperty(USER, EmbeddedServer.USER);
                System.setProperty(PASSWORD, "");
                System.setProperty(
                        Service.DATA_DIRECTORY, server.dataDirectory().toString());
            }
        } catch (StartupFault fault) {
            end(fault, embedded.get(), 1);
        }
        Quarkus.run(Service.class, (code, fault) -> end(fault, embedded.get(), code), args);
    }

    private static void tryToConnect(SmallRyeConfig config, String url) {
        Properties properties = new Properties();
        config.getOptionalValue(USER, String.class).ifPresent(user -> properties.put("user", user));
        config.getOptionalValue(PASSWORD, String.class).ifPresent(password -> properties.put("password", password));
        properties.put("connectTimeout", CONNECT_TIMEOUT_SECONDS);
        try {
            DriverManager.getConnection(url, properties).close();
        } catch (SQLException fault) {
            throw new StartupFault("The database " + url.replaceFirst("\\?.*", "") + " cannot be used: "
                    + fault.getMessage().lines().findFirst().orElse("no reason given"));
        }
    }

    private static void end(Throwable fault, EmbeddedServer embedded, int code) {
        if (fault != null) {
            Service.sayWhy(fault);
        }
        if (embedded != null) {
            embedded.stop();
        }
        // Nothing is left to be done, and an orderly exit would print what the log held back while it was not set up.
        Runtime.getRuntime().halt(code);
    }
}
