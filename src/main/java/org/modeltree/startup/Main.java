package org.modeltree.startup;

import io.quarkus.arc.Arc;
import io.quarkus.arc.ArcContainer;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.smallrye.config.SmallRyeConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.modeltree.http.admission.GracefulShutdown;
import org.modeltree.http.config.EncryptedConnections;
import org.modeltree.http.config.EncryptionSettings;
import org.modeltree.http.config.ManagementSettings;

/** Entry point: connects to the configured database, or starts the embedded one, and then runs the service. */
@QuarkusMain
public class Main {

    private static final String URL = "quarkus.datasource.jdbc.url";
    private static final String USER = "quarkus.datasource.username";
    private static final String PASSWORD = "quarkus.datasource.password";
    private static final String JDBC = "jdbc:postgresql:";
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(60);
    private static final String EMBEDDED = "/io/zonky/test/db/postgres/embedded/EmbeddedPostgres.class";
    private static final AtomicBoolean STOPPING = new AtomicBoolean();
    private static final AtomicBoolean ASKED_TWICE = new AtomicBoolean();
    /** Exit code by which shells report a process that SIGTERM ended. */
    private static final int TERMINATED = 143;

    private static final String CONNECT_TIMEOUT_SECONDS = "5";
    private static final String LOGIN_TIMEOUT_SECONDS = "10";

    /** Exits with 1 and one message if the service cannot start, and with 0 after a requested stop. */
    public static void main(String... args) {
        AtomicReference<EmbeddedServer> embedded = new AtomicReference<>();
        Thread starter = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> waitFor(starter, embedded), "last hook"));
        boolean migrates = args.length > 0 && args[0].equals(Service.MIGRATE);
        if (migrates || (args.length > 0 && args[0].equals(ImportCommand.NAME))) {
            // A command serves no requests, and a running service may hold the ports.
            System.setProperty("quarkus.http.host-enabled", "false");
            System.setProperty(ManagementSettings.PORT, "");
        }
        System.setProperty(WarmUp.DUE, "true");
        // We reject invalid URIs ourselves, with a reason. Quarkus would parse each URI again and answer without one.
        System.setProperty("vertx.disableURIValidation", "true");
        try {
            SmallRyeConfig config = EarlyConfig.read();
            requireEncryption(config);
            ParallelStart.initializeWhile(() -> findDatabase(config, embedded, migrates));
            if (STOPPING.get()) {
                end(null, embedded.get(), 0);
            }
            Quarkus.run(Service.class, (code, fault) -> end(fault, embedded.get(), code), args);
        } catch (RuntimeException fault) {
            end(fault, embedded.get(), 1);
        }
    }

    /** Whether the process has been asked to stop. */
    static boolean isStopping() {
        return STOPPING.get();
    }

    /** Before anything is sent, so that no password is. */
    private static void requireEncryption(SmallRyeConfig config) {
        List<String> faults = EncryptedConnections.faults(config);
        if (!faults.isEmpty()) {
            throw new StartupFailure(EncryptionSettings.REQUIRED + " is not false. " + String.join(" ", faults));
        }
    }

    private static void findDatabase(
            SmallRyeConfig config, AtomicReference<EmbeddedServer> embedded, boolean migrates) {
        Optional<String> url = config.getOptionalValue(URL, String.class).filter(value -> !value.isBlank());
        if (url.isPresent()) {
            tryToConnect(config, url.get(), migrates);
            return;
        }
        if (Main.class.getResource(EMBEDDED) == null) {
            throw new StartupFailure("DB_URL is not set, and this package contains no embedded PostgreSQL. Set DB_URL"
                    + " (for example jdbc:postgresql://host:5432/modeltree), DB_USER and DB_PASSWORD.");
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
     * Keeps the JVM alive until the main thread has stopped the service and then the database: the JVM exits as soon as
     * its last shutdown hook returns, whatever the main thread is doing.
     */
    private static void waitFor(Thread starter, AtomicReference<EmbeddedServer> embedded) {
        STOPPING.set(true);
        StopSignals.handle(Main::stopAgain);
        try {
            starter.join(STOP_TIMEOUT.plus(EarlyConfig.maxDrain()).toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        if (embedded.get() != null) {
            embedded.get().stop();
        }
    }

    /** A second stop signal skips the wait for requests in progress; a third one ends the process immediately. */
    private static void stopAgain() {
        ArcContainer container = Arc.container();
        if (ASKED_TWICE.getAndSet(true) || container == null || !container.isRunning()) {
            Runtime.getRuntime().halt(TERMINATED);
        }
        container.select(GracefulShutdown.class).get().hurry();
    }

    private static void tryToConnect(SmallRyeConfig config, String url, boolean migrates) {
        if (!url.startsWith(JDBC)) {
            // The value is not repeated, because URLs of other kinds may contain the password.
            throw new StartupFailure(
                    "DB_URL must begin with " + JDBC + ". Set the user and password with DB_USER and DB_PASSWORD.");
        }
        Properties properties = new Properties();
        config.getOptionalValue(USER, String.class).ifPresent(user -> properties.put("user", user));
        config.getOptionalValue(PASSWORD, String.class).ifPresent(password -> properties.put("password", password));
        properties.put("connectTimeout", CONNECT_TIMEOUT_SECONDS);
        properties.put("loginTimeout", LOGIN_TIMEOUT_SECONDS);
        OwnDatabase.Contents contents = OwnDatabase.check(url, properties);
        boolean sameConnection = !EarlyConfig.changesConnections(config);
        if (!migrates
                && !config.getOptionalValue(Settings.MIGRATE_AT_START, Boolean.class)
                        .orElse(true)) {
            requireSchema(contents);
        }
        if (sameConnection && contents.isSchemaCurrent()) {
            // Flyway would take a tenth of the start to find that it has nothing to do.
            System.setProperty(Migrations.ACTIVE, "false");
        } else {
            System.clearProperty(Migrations.ACTIVE);
        }
        System.setProperty(StarterCatalog.HAS_CATALOG, Boolean.toString(sameConnection && contents.hasCatalog()));
    }

    /** Another process migrates; without its work, this one would fail at its first statement. */
    private static void requireSchema(OwnDatabase.Contents contents) {
        if (!contents.missing().isEmpty()) {
            throw new StartupFailure("The database lacks migrations of this version: "
                    + String.join(", ", contents.missing())
                    + ". Run the command `migrate` with the same database, or set " + Settings.MIGRATE_AT_START
                    + " to true.");
        }
    }

    private static void end(Throwable fault, EmbeddedServer embedded, int code) {
        // A stop during startup may fail in many ways, none of which is a startup failure.
        boolean stopRequested = STOPPING.get();
        if (fault != null && !stopRequested) {
            boolean full = embedded != null && embedded.isDiskFull();
            Service.reportFailure(
                    full
                            ? new StartupFailure(
                                    StartupProblem.DISK_FULL + " Data directory: " + embedded.dataDirectory())
                            : fault);
        }
        if (embedded != null) {
            embedded.stop();
        }
        // Everything has been stopped. A regular exit would also print messages buffered before logging was configured.
        Runtime.getRuntime().halt(stopRequested ? 0 : code);
    }
}
