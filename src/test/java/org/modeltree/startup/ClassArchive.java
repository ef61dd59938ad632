package org.modeltree.startup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * The classes of the packaged service, archived for this JVM and this build. A service that finds them there starts in half
 * the CPU time, and the tests of the packaged jar start some fifty.
 */
final class ClassArchive {

    private static final Path FILE = file();

    private ClassArchive() {}

    /** The option by which a JVM uses the archive. */
    static String option() {
        return "-XX:SharedArchiveFile=" + FILE;
    }

    private static Path file() {
        try {
            Path jar = Path.of(System.getProperty("packaged.jar"));
            String build = Runtime.version().feature() + "-"
                    + Files.getLastModifiedTime(jar).toMillis();
            Path file = Path.of("target", "classes-" + build + ".jsa").toAbsolutePath();
            Path lock = Path.of("target", "classes.lock");
            // The first of several JVMs makes it, and the others wait.
            try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock held = channel.lock()) {
                if (held.isValid() && !Files.exists(file)) {
                    make(file);
                }
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Runs a service that archives its classes when it ends. */
    private static void make(Path file) throws IOException, InterruptedException {
        Path unfinished = Path.of(file + ".unfinished");
        try (PackagedService service = PackagedService.archiving(
                        unfinished, TestServer.freshDatabase("archived"), PackagedService.oneModel())
                .up()) {
            service.stop().end(PackagedService.MAX_START);
        }
        Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
    }
}
