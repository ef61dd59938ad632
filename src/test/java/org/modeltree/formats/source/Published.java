package org.modeltree.formats.source;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Published catalogs to test with. The samples are part of the project; the full files may lie beside it. */
public enum Published {
    /** A few real entries of each catalog; {@code README.md} beside them names the sources. */
    SAMPLE(Path.of("src/test/resources/imports/sample")),
    /** The full files; tests that need them are skipped where they are missing. */
    FULL(Path.of("../shared/data"));

    private final Path folder;

    Published(Path folder) {
        this.folder = folder;
    }

    /** A file by its name, which is the same in both folders. */
    public Path file(String name) {
        Path file = folder.resolve(name);
        Assumptions.assumeTrue(
                this == SAMPLE || Files.exists(file), () -> "the full file is not beside this project: " + file);
        return file;
    }
}
