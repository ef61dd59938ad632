package org.modeltree.formats.source;

import java.io.IOException;
import java.io.InputStream;

/** Reader of one foreign catalog format. Implementations are CDI beans; the importer finds them by {@link #format()}. */
public interface CatalogReader {

    /** Name of the format, as clients send it; also the origin of the facts that are read. */
    String format();

    /** Media type of its files, without parameters. */
    default String mediaType() {
        return "application/json";
    }

    /**
     * Reads a catalog entry by entry, so that memory does not grow with the file.
     *
     * @param catalog bytes of the file
     * @param sink receives records, offerings and problems in the order of the file
     * @throws MalformedCatalog if the file as a whole is not in this format
     */
    void read(InputStream catalog, CatalogSink sink) throws IOException;
}
