package org.modeltree.imports.restated;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Iterator;
import java.util.List;
import org.modeltree.changes.snapshot.CatalogSnapshot;
import org.modeltree.formats.source.CatalogReader;
import org.modeltree.formats.source.CatalogWriter;
import org.modeltree.formats.source.MalformedCatalog;

/** What this service would export now in the format of an import, as its own reader reads it. */
@ApplicationScoped
public class OwnExports {

    /**
     * Bytes for each model of the catalog that a file must have to be compared. An export has more, unless few of the models are
     * offered; a smaller file is hardly one, and comparing it would take time for the size of the catalog instead of that of the file.
     */
    private static final int LEAST_BYTES_OF_MODEL = 5;

    private final List<CatalogWriter> writers;
    private final CatalogSnapshot catalog;

    OwnExports(@All List<CatalogWriter> writers, CatalogSnapshot catalog) {
        this.writers = writers;
        this.catalog = catalog;
    }

    /**
     * The statements of the exports that a reader can read; none if the file is too small to be one. Call it outside of a
     * transaction, because it takes a connection of its own.
     *
     * @param size size of the file in bytes, unpacked
     * @param today date of the import, which decides the current prices
     */
    public Restatements of(CatalogReader reader, long size, LocalDate today) throws IOException {
        Restatements restatements = new Restatements();
        List<CatalogWriter> readable = writers.stream()
                .filter(writer -> writer.importFormat().equals(reader.format()))
                .toList();
        if (readable.isEmpty()) {
            return restatements;
        }
        try (CatalogSnapshot.Opened snapshot = catalog.open()) {
            snapshot.begin();
            long models = snapshot.models();
            if (models == 0 || size / models < LEAST_BYTES_OF_MODEL) {
                return restatements;
            }
            for (CatalogWriter writer : readable) {
                read(writer, snapshot, reader, today, restatements);
            }
        }
        return restatements;
    }

    private static void read(
            CatalogWriter writer,
            CatalogSnapshot.Opened snapshot,
            CatalogReader reader,
            LocalDate today,
            Restatements restatements)
            throws IOException {
        Path export = Files.createTempFile("modeltree-restated-", ".tmp");
        try {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(export))) {
                Iterator<ObjectNode> records = writer.order().of(snapshot);
                writer.write(noted(records, restatements), today, out);
            }
            try (InputStream in = new BufferedInputStream(Files.newInputStream(export))) {
                reader.read(in, restatements);
            }
        } catch (MalformedCatalog nothingInIt) {
            // Such as an export of offerings of a catalog without any, which the reader takes for another format.
            return;
        } finally {
            Files.delete(export);
        }
    }

    /** The same records, each of which the statements know to be stored. */
    private static Iterator<ObjectNode> noted(Iterator<ObjectNode> records, Restatements restatements) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return records.hasNext();
            }

            @Override
            public ObjectNode next() {
                ObjectNode record = records.next();
                restatements.stored(record);
                return record;
            }
        };
    }
}
