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
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A real PostgreSQL of our own, for people who have none. Its data outlives it. */
final class EmbeddedServer {

    static final String USER = "postgres";

    private static final String LOCK = "modeltree.lock";
    private static final String POSTMASTER = "postmaster.pid";
    /** Held, because a logger that nobody holds forgets its level. */
    private static final Logger CHATTER = Logger.getLogger("io.zonky.test.db.postgres.embedded");

    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(20);

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
        Path cluster = directory.resolve("postgres");
        FileLock lock = lock(directory);
        try {
            stopOrphan(cluster);
            EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                    .setDataDirectory(cluster)
                    .setCleanDataDirectory(false)
                    // Stopped by us, after the service, so that it does not lose its database while it shuts down.
                    .setRegisterShutdownHook(false)
                    .setPGStartupWait(START)
                    .setLocaleConfig("locale", "C")
                    .setLocaleConfig("encoding", "UTF8")
                    .setServerConfig("max_connections", "50")
                    .setErrorRedirector(ProcessBuilder.Redirect.appendTo(
                            directory.resolve("postgres.log").toFile()))
                    .setOutputRedirector(ProcessBuilder.Redirect.appendTo(
                            directory.resolve("postgres.log").toFile()))
                    .start();
            return new EmbeddedServer(directory, lock, postgres);
        } catch (IOException | IllegalStateException fault) {
            throw new StartupFault("The embedded PostgreSQL in " + directory + " does not start: " + fault.getMessage()
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

    /** A server that outlived a service killed the hard way still holds the data; we hold the lock, so nobody uses it. */
    private static void stopOrphan(Path cluster) throws IOException {
        Path pidFile = cluster.resolve(POSTMASTER);
        if (!Files.exists(pidFile)) {
            return;
        }
        List<String> lines = Files.readAllLines(pidFile);
        long pid = lines.isEmpty() ? -1 : Long.parseLong(lines.get(0).strip());
        ProcessHandle orphan = ProcessHandle.of(pid)
                .filter(process -> process.info().command().orElse("").contains(USER))
                .orElse(null);
        if (orphan == null) {
            // Whoever has that number now is no PostgreSQL; the file is left over.
            Files.delete(pidFile);
            return;
        }
        orphan.destroy();
        try {
            orphan.onExit().get(STOP.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException stubborn) {
            throw new StartupFault("A PostgreSQL (process " + pid + ") still uses " + cluster + " and does not stop.");
        } catch (ExecutionException | InterruptedException fault) {
            throw new StartupFault("Waiting for process " + pid + " to stop was interrupted.");
        }
    }
}
