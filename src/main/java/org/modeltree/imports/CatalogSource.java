package org.modeltree.imports;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the bytes of a catalog are while it waits and is imported. */
sealed interface CatalogSource permits CatalogSource.OfFile, Upload {

    /** A stream of all bytes from the first on, as they were sent. */
    InputStream open() throws IOException;

    /** How many bytes there are. */
    long size();

    /** Lets go of what was only kept for the import. */
    void discard();

    /**
     * A file that is somebody else's.
     *
     * @param path of the file
     * @param size in bytes
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
