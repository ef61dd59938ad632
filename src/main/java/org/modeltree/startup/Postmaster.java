package org.modeltree.startup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The process of PostgreSQL that all others of a cluster come from. */
final class Postmaster {

    private static final String FILE = "postmaster.pid";

    private final ProcessHandle process;
    private final boolean named;

    private Postmaster(ProcessHandle process) {
        this.process = process;
        this.named = process.info().command().isPresent();
    }

    /** The one that wrote its number into the cluster; empty if there is none. */
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

    /** Where the number of the postmaster of a cluster is. */
    static Path file(Path cluster) {
        return cluster.resolve(FILE);
    }

    /** What it wrote about itself, its number first; none if there is nothing. Damaged text is text too. */
    static List<String> lines(Path cluster) throws IOException {
        Path file = file(cluster);
        return Files.exists(file)
                ? Files.readAllLines(file, StandardCharsets.ISO_8859_1).stream()
                        .map(String::strip)
                        .toList()
                : List.of();
    }

    /** Also false for one that ended and that nobody has waited for, as in a container: it has no command any more. */
    boolean isAlive() {
        return process.isAlive() && (!named || process.info().command().isPresent());
    }
}
