package org.modeltree.startup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** PostgreSQL's main process of a cluster, the parent of all its other processes. */
final class Postmaster {

    private static final String FILE = "postmaster.pid";

    private final ProcessHandle process;
    private final boolean hasCommand;

    private Postmaster(ProcessHandle process) {
        this.process = process;
        this.hasCommand = process.info().command().isPresent();
    }

    /** The process whose pid is in the cluster's pid file; empty if the file or the process does not exist. */
    static Optional<Postmaster> of(Path cluster) {
        try {
            return lines(cluster).stream()
                    .findFirst()
                    .map(Long::valueOf)
                    .flatMap(ProcessHandle::of)
                    .map(Postmaster::new);
        } catch (IOException | NumberFormatException unreadable) {
            return Optional.empty();
        }
    }

    /** The cluster's pid file. */
    static Path file(Path cluster) {
        return cluster.resolve(FILE);
    }

    /** Lines of the cluster's pid file, the pid first; empty without a file. The content may be damaged. */
    static List<String> lines(Path cluster) throws IOException {
        Path file = file(cluster);
        return Files.exists(file)
                ? Files.readAllLines(file, StandardCharsets.ISO_8859_1).stream()
                        .map(String::strip)
                        .toList()
                : List.of();
    }

    /** Whether the process runs. A zombie, which a container without an init process keeps, has no command any more. */
    boolean isAlive() {
        return process.isAlive() && (!hasCommand || process.info().command().isPresent());
    }
}
