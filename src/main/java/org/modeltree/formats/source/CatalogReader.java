package org.modeltree.formats.source;

import java.io.IOException;
import java.io.InputStream;

/** Reads catalogs of one foreign format. */
public interface CatalogReader {

    /** Name of the format, which is also the origin of what is read. */
    String format();

    /**
     * Says everything that the catalog says, entry by entry, so that memory does not grow with the file.
     *
     * @throws MalformedCatalog if the file as a whole is not one of this format
     */
    void read(InputStream catalog, CatalogSink said) throws IOException;
}
