package org.modeltree.imports;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Source of the bytes of a catalog that waits or is being imported. */
sealed interface CatalogSource permits CatalogSource.OfFile, Upload {

    /** Opens a stream of all bytes, as they were sent. */
    InputStream open() throws IOException;

    /** Size in bytes. */
    long size();

    /** Releases what was stored for the import only. */
    void discard();

    /**
     * A file of the user, which is not deleted.
     *
     * @param path path of the file
     * @param size size in bytes
     */
    record OfFile(Path path, long size) implements CatalogSource {

        @Override
        public InputStream open() throws IOException {
            return Files.newInputStream(path);
        }

        @Override
        public void discard() {}
    }
}
