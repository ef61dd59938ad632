package org.modeltree.formats.source;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.time.LocalDate;
import java.util.Iterator;
import org.modeltree.changes.snapshot.CatalogSnapshot;

/** Writer of one catalog format. Implementations are CDI beans; the exporter finds them by {@link #format()}. */
public interface CatalogWriter {

    /** Order of the records that a writer receives. */
    enum RecordOrder {
        /** All records of a type, then those of the next, so that a record never refers to a later type. */
        BY_TYPE,
        /** Vendors, providers, benchmarks and capabilities, then each model followed by its measurements, edges and offerings. */
        BY_MODEL;

        /** The records of a catalog in this order. */
        public Iterator<ObjectNode> of(CatalogSnapshot.Opened catalog) {
            return this == BY_TYPE ? catalog.byType() : catalog.byModel();
        }
    }

    /** Name of the format, as clients send it. */
    String format();

    /** Name of the format under which an import reads the file. */
    default String importFormat() {
        return format();
    }

    /** Media type of the file. */
    String mediaType();

    /** Whether the file depends on the date of the export; if not, it is the same at one revision on all days. */
    default boolean dependsOnDate() {
        return true;
    }

    /** Order in which the writer needs the records. */
    RecordOrder order();

    /** Bytes on disk for what a writer puts aside until it has read everything. */
    interface Space {

        /** Bytes without any limit. */
        Space UNLIMITED = new Space() {
            @Override
            public void take(int bytes) {}

            @Override
            public void giveBack(long bytes) {}
        };

        /** Reserves bytes before they are written; throws if there is no room. */
        void take(int bytes) throws IOException;

        /** Gives reserved bytes back, once they are freed. */
        void giveBack(long bytes);
    }

    /**
     * As {@link #write(Iterator, LocalDate, OutputStream)}, for a writer that puts something aside.
     *
     * @param space gives the bytes for it
     */
    default void write(Iterator<ObjectNode> records, LocalDate today, OutputStream out, Space space)
            throws IOException {
        write(records, today, out);
    }

    /**
     * Writes a catalog while it is read, so that memory does not grow with the catalog.
     *
     * @param records records of the catalog, in the order of {@link #order()}
     * @param today date of the export, which decides the current prices
     * @param out receives the file; stays open
     */
    void write(Iterator<ObjectNode> records, LocalDate today, OutputStream out) throws IOException;
}
