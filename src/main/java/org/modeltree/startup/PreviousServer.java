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

/** What a service that was killed the hard way left running on a cluster. Only who holds the directory may ask. */
final class PreviousServer {

    private static final Duration STOP = Duration.ofSeconds(20);

    private final Path cluster;
    private final List<String> written;

    private PreviousServer(Path cluster, List<String> written) {
        this.cluster = cluster;
        this.written = written;
    }

    /** @throws StartupFailure if something on the cluster does not stop */
    static void stop(Path cluster) throws IOException {
        PreviousServer former = new PreviousServer(cluster, Postmaster.lines(cluster));
        for (ProcessHandle process :
                ProcessHandle.allProcesses().filter(former::isRunBy).toList()) {
            former.stop(process);
        }
        // By the file of one that is dead PostgreSQL finds out whether backends of that one still write; it waits for
        // them.
        if (!former.isDead()) {
            // Whoever has the number in the file now has nothing to do with this cluster, or it is no number.
            Files.deleteIfExists(Postmaster.file(cluster));
        }
    }

    private boolean isDead() {
        return line(0).matches("[1-9][0-9]{0,8}")
                && written.size() > 1
                && ProcessHandle.of(Long.parseLong(line(0))).isEmpty();
    }

    /** Numbers of processes are used again, by other PostgreSQLs too, so it takes the directory to know ours. */
    private boolean isRunBy(ProcessHandle process) {
        return process.info()
                .arguments()
                .map(List::of)
                .map(arguments -> isOn(arguments, cluster.toString())
                        || (wrote(process) && isHere(line(1)) && isOn(arguments, line(1))))
                // Where the system does not tell, the number has to do.
                .orElseGet(() ->
                        wrote(process) && process.info().command().orElse("").contains("postgres"));
    }

    private static boolean isOn(List<String> arguments, String directory) {
        return Collections.indexOfSubList(arguments, List.of("-D", directory)) >= 0;
    }

    /** The same directory by another name; the file in a copy of a directory names the original, which is none of ours. */
    private boolean isHere(String directory) {
        try {
            return !directory.isEmpty() && Files.isSameFile(Path.of(directory), cluster);
        } catch (IOException | InvalidPathException gone) {
            return false;
        }
    }

    private boolean wrote(ProcessHandle process) {
        return line(0).equals(Long.toString(process.pid()));
    }

    private String line(int index) {
        return index < written.size() ? written.get(index) : "";
    }

    private void stop(ProcessHandle process) {
        process.destroy();
        try {
            process.onExit().get(STOP.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException stubborn) {
            throw new StartupFailure(
                    "A PostgreSQL (process " + process.pid() + ") still uses " + cluster + " and does not stop.");
        } catch (ExecutionException | InterruptedException fault) {
            throw new StartupFailure("Waiting for process " + process.pid() + " to stop was interrupted.");
        }
    }
}
