package org.modeltree.startup;

import io.quarkus.arc.Arc;
import io.quarkus.arc.ArcContainer;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.smallrye.config.SmallRyeConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.modeltree.http.admission.GracefulShutdown;

/** Finds a database, or starts one, and then the service. */
@QuarkusMain
public class Main {

    private static final String URL = "quarkus.datasource.jdbc.url";
    private static final String USER = "quarkus.datasource.username";
    private static final String PASSWORD = "quarkus.datasource.password";
    private static final String JDBC = "jdbc:postgresql:";
    private static final Duration MAX_STOP = Duration.ofSeconds(60);
    private static final String EMBEDDED = "/io/zonky/test/db/postgres/embedded/EmbeddedPostgres.class";
    private static final AtomicBoolean STOPPING = new AtomicBoolean();
    private static final AtomicBoolean HURRIED = new AtomicBoolean();
    /** What a shell says of a process that SIGTERM ended. */
    private static final int KILLED = 143;

    private static final String CONNECT_TIMEOUT_SECONDS = "5";
    private static final String LOGIN_TIMEOUT_SECONDS = "10";

    /** Ends with 1 and one message if the service cannot start, with 0 after it was asked to stop. */
    public static void main(String... args) {
        AtomicReference<EmbeddedServer> embedded = new AtomicReference<>();
        Thread starter = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> waitFor(starter, embedded), "last hook"));
        if (args.length > 0 && args[0].equals(ImportCommand.NAME)) {
            // A command serves nobody, and a service may be running on the port.
            System.setProperty("quarkus.http.host-enabled", "false");
        }
        // Such are refused by us, with a reason; Quarkus would read each URL once more and say nothing.
        System.setProperty("vertx.disableURIValidation", "true");
        try {
            findDatabase(embedded);
            if (STOPPING.get()) {
                end(null, embedded.get(), 0);
            }
            Quarkus.run(Service.class, (code, fault) -> end(fault, embedded.get(), code), args);
        } catch (RuntimeException fault) {
            end(fault, embedded.get(), 1);
        }
    }

    /** Whether the process was asked to end. */
    static boolean isStopping() {
        return STOPPING.get();
    }

    private static void findDatabase(AtomicReference<EmbeddedServer> embedded) {
        SmallRyeConfig config = EarlyConfig.read();
        Optional<String> url = config.getOptionalValue(URL, String.class).filter(value -> !value.isBlank());
        if (url.isPresent()) {
            tryToConnect(config, url.get());
            return;
        }
        if (Main.class.getResource(EMBEDDED) == null) {
            throw new StartupFailure("DB_URL is missing, and this package has no PostgreSQL of its own. Set DB_URL to"
                    + " something like jdbc:postgresql://host:5432/modeltree, and DB_USER and DB_PASSWORD.");
        }
        String directory = config.getOptionalValue(Settings.DATA_DIR, String.class)
                .orElseThrow(() -> new StartupFailure(Settings.DATA_DIR + " must not be empty."));
        EmbeddedServer server = EmbeddedServer.start(Path.of(directory));
        embedded.set(server);
        System.setProperty(URL, server.jdbcUrl());
        System.setProperty(USER, EmbeddedServer.USER);
        System.setProperty(PASSWORD, "");
        System.setProperty(Service.DATA_DIRECTORY, server.dataDirectory().toString());
    }

    /**
     * The JVM ends with its last hook, whatever its main thread still does; so this one lets that thread stop the
     * service first and then the database, which ends the JVM.
     */
    private static void waitFor(Thread starter, AtomicReference<EmbeddedServer> embedded) {
        STOPPING.set(true);
        StopSignals.handle(Main::stopAgain);
        try {
            starter.join(MAX_STOP.plus(EarlyConfig.longestDrain()).toMillis());
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        if (embedded.get() != null) {
            embedded.get().stop();
        }
    }

    /** Whoever asks a second time does not want to wait for requests, and a third time for nothing at all. */
    private static void stopAgain() {
        ArcContainer container = Arc.container();
        if (HURRIED.getAndSet(true) || container == null || !container.isRunning()) {
            Runtime.getRuntime().halt(KILLED);
        }
        container.select(GracefulShutdown.class).get().hurry();
    }

    private static void tryToConnect(SmallRyeConfig config, String url) {
        if (!url.startsWith(JDBC)) {
            // Not repeated, because addresses of other kinds have the password in them.
            throw new StartupFailure("The database's address (DB_URL) must begin with " + JDBC
                    + "; user and password go into DB_USER and DB_PASSWORD.");
        }
        Properties properties = new Properties();
        config.getOptionalValue(USER, String.class).ifPresent(user -> properties.put("user", user));
        config.getOptionalValue(PASSWORD, String.class).ifPresent(password -> properties.put("password", password));
        properties.put("connectTimeout", CONNECT_TIMEOUT_SECONDS);
        properties.put("loginTimeout", LOGIN_TIMEOUT_SECONDS);
        OwnDatabase.check(url, properties);
    }

    private static void end(Throwable fault, EmbeddedServer embedded, int code) {
        // Who is stopped while he starts fails in odd ways, but that is no failure.
        boolean asked = STOPPING.get();
        if (fault != null && !asked) {
            boolean full = embedded != null && embedded.isDiskFull();
            Service.sayWhy(
                    full ? new StartupFailure(StartupProblem.DISK_FULL + " " + embedded.dataDirectory()) : fault);
        }
        if (embedded != null) {
            embedded.stop();
        }
        // Nothing is left to be done, and an orderly exit would print what the log held back while it was not set up.
        Runtime.getRuntime().halt(asked ? 0 : code);
    }
}
