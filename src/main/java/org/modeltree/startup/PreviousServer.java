package org.modeltree.startup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * PostgreSQL processes that a killed service left running on a cluster. Use it only while holding the lock of the data
 * directory.
 */
final class PreviousServer {

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);

    private final Path cluster;
    private final List<String> pidFile;

    private PreviousServer(Path cluster, List<String> pidFile) {
        this.cluster = cluster;
        this.pidFile = pidFile;
    }

    /**
     * Stops all processes that still run on the cluster.
     *
     * @throws StartupFailure if one of them does not stop
     */
    static void stop(Path cluster) throws IOException {
        PreviousServer previous = new PreviousServer(cluster, Postmaster.lines(cluster));
        for (ProcessHandle process :
                ProcessHandle.allProcesses().filter(previous::isRunBy).toList()) {
            previous.stop(process);
        }
        // The pid file of a dead server is kept: from it PostgreSQL finds out whether old backends still write, and
        // waits for them.
        if (!previous.isDead()) {
            // The pid is damaged, or belongs by now to a process that has nothing to do with this cluster.
            Files.deleteIfExists(Postmaster.file(cluster));
        }
    }

    private boolean isDead() {
        return line(0).matches("[1-9][0-9]{0,8}")
                && pidFile.size() > 1
                && ProcessHandle.of(Long.parseLong(line(0))).isEmpty();
    }

    /** Pids are reused, also by other PostgreSQL servers, so the directory in the arguments decides. */
    private boolean isRunBy(ProcessHandle process) {
        return process.info()
                .arguments()
                .map(List::of)
                .map(arguments -> isOn(arguments, cluster.toString())
                        || (hasPidOf(process) && isCluster(line(1)) && isOn(arguments, line(1))))
                // If the system hides the arguments, the pid and the command have to suffice.
                .orElseGet(() ->
                        hasPidOf(process) && process.info().command().orElse("").contains("postgres"));
    }

    private static boolean isOn(List<String> arguments, String directory) {
        return Collections.indexOfSubList(arguments, List.of("-D", directory)) >= 0;
    }

    /**
     * Whether this is the cluster by another name. The pid file in a copied cluster names the original, which is not.
     */
    private boolean isCluster(String directory) {
        try {
            return !directory.isEmpty() && Files.isSameFile(Path.of(directory), cluster);
        } catch (IOException | InvalidPathException unreadable) {
            return false;
        }
    }

    private boolean hasPidOf(ProcessHandle process) {
        return line(0).equals(Long.toString(process.pid()));
    }

    private String line(int index) {
        return index < pidFile.size() ? pidFile.get(index) : "";
    }

    private void stop(ProcessHandle process) {
        process.destroy();
        try {
            process.onExit().get(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException stillRunning) {
            throw new StartupFailure("A PostgreSQL process (pid " + process.pid() + ") of an earlier run still uses "
                    + cluster + " and does not stop. Kill it, then start again.");
        } catch (ExecutionException | InterruptedException fault) {
            throw new StartupFailure("The wait for process " + process.pid() + " to stop was interrupted.");
        }
    }
}
