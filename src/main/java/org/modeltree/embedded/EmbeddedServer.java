package org.modeltree.embedded;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/** A real PostgreSQL of our own, for people who have none. Its data outlives it. */
final class EmbeddedServer {

    static final String USER = "postgres";

    private static final String LOCK = "modeltree.lock";
    private static final String UNFINISHED = "postgres.unfinished";
    /** Held, because a logger that nobody holds forgets its level. */
    private static final Logger CHATTER = Logger.getLogger("io.zonky.test.db.postgres.embedded");

    private static final Duration START = Duration.ofSeconds(60);

    private final Path directory;
    private final FileLock lock;
    private final EmbeddedPostgres postgres;

    private EmbeddedServer(Path directory, FileLock lock, EmbeddedPostgres postgres) {
        this.directory = directory;
        this.lock = lock;
        this.postgres = postgres;
    }

    /** @throws StartupFault if another living service uses the directory, or PostgreSQL does not start */
    static EmbeddedServer start(Path home) {
        CHATTER.setLevel(Level.WARNING);
        Path directory = home.toAbsolutePath().normalize();
        FileLock lock = lock(directory);
        try {
            // By one name, however it was spelled: by it a former server is found again.
            Path cluster = directory.toRealPath().resolve("postgres");
            Path unfinished = directory.resolve(UNFINISHED);
            FormerServer.stop(cluster);
            discardUnfinished(cluster, unfinished);
            EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                    .setDataDirectory(cluster)
                    .setCleanDataDirectory(false)
                    // Stopped by us, after the service, so that it does not lose its database while it shuts down.
                    .setRegisterShutdownHook(false)
                    .setPGStartupWait(START)
                    .setLocaleConfig("locale", "C")
                    .setLocaleConfig("encoding", "UTF8")
                    .setServerConfig("max_connections", "50")
                    // The library is made for tests and does without; this data has to outlive a power cut.
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setErrorRedirector(ProcessBuilder.Redirect.appendTo(
                            directory.resolve("postgres.log").toFile()))
                    .setOutputRedirector(ProcessBuilder.Redirect.appendTo(
                            directory.resolve("postgres.log").toFile()))
                    .start();
            Files.deleteIfExists(unfinished);
            return new EmbeddedServer(directory, lock, postgres);
        } catch (StartupFault fault) {
            throw fault;
        } catch (IOException | RuntimeException | ExceptionInInitializerError fault) {
            throw new StartupFault("The embedded PostgreSQL in " + directory + " does not start: "
                    + (fault.getMessage() == null ? fault.getCause() : fault.getMessage())
                    + "\nIts own words are in " + directory.resolve("postgres.log")
                    + "; a PostgreSQL of yours can be used instead with DB_URL, DB_USER and DB_PASSWORD.");
        }
    }

    String jdbcUrl() {
        return postgres.getJdbcUrl(USER, USER).replaceFirst("[?&]user=[^&]*", "");
    }

    Path dataDirectory() {
        return directory;
    }

    void stop() {
        try {
            postgres.close();
            lock.release();
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    /** The JVM holds the lock, so however it ends the directory is free again. */
    private static FileLock lock(Path directory) {
        try {
            Files.createDirectories(directory);
            Path file = directory.resolve(LOCK);
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw inUse(directory);
            }
            return lock;
        } catch (OverlappingFileLockException twice) {
            throw inUse(directory);
        } catch (IOException fault) {
            throw new StartupFault("The data directory " + directory + " cannot be used: " + fault.getMessage());
        }
    }

    private static StartupFault inUse(Path directory) {
        return new StartupFault("Another Modeltree is running on the data directory " + directory
                + ". Stop it, or give this one a directory of its own with modeltree.embedded.data-dir.");
    }

    /** A first start that was interrupted leaves half a cluster, which nothing can start; nobody's data is in it yet. */
    private static void discardUnfinished(Path cluster, Path unfinished) throws IOException {
        if (!Files.exists(unfinished)) {
            if (!Files.exists(cluster)) {
                Files.createFile(unfinished);
            }
            return;
        }
        if (Files.exists(cluster)) {
            try (Stream<Path> files = Files.walk(cluster)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
