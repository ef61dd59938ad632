package org.modeltree.startup;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * The script by which the library of the embedded PostgreSQL finds out the Linux distribution. The library deletes it from the
 * temporary files when the JVM exits, which this service never does: it halts.
 */
final class DistributionScript {

    private static final Logger LOG = Logger.getLogger(DistributionScript.class);
    private static final String NAMES = "detect_linux_distribution_*.sh";

    private DistributionScript() {}

    /**
     * Result of an action that may use the library for the first time. The script that this leaves is deleted, and so is that of
     * another process which begins in the same moment. A library without its script assumes no special distribution; that is
     * wrong on Alpine only, for whose binaries this service has no library.
     */
    static <T> T deletedAfter(Supplier<T> action) {
        Path folder = Path.of(System.getProperty("java.io.tmpdir"));
        Set<Path> others = in(folder);
        try {
            return action.get();
        } finally {
            for (Path script : in(folder)) {
                if (!others.contains(script)) {
                    delete(script);
                }
            }
        }
    }

    private static Set<Path> in(Path folder) {
        Set<Path> scripts = new HashSet<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, NAMES)) {
            found.forEach(scripts::add);
        } catch (IOException | DirectoryIteratorException fault) {
            LOG.debugf(fault, "%s cannot be listed", folder);
        }
        return scripts;
    }

    private static void delete(Path script) {
        try {
            Files.deleteIfExists(script);
        } catch (IOException fault) {
            // Of another user.
            LOG.debugf(fault, "%s cannot be deleted", script);
        }
    }
}
