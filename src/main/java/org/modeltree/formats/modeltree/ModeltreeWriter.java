package org.modeltree.formats.modeltree;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Iterator;
import org.modeltree.changes.CatalogRecords;
import org.modeltree.formats.source.CatalogWriter;

/** Writer of our own format, which is lossless. */
@ApplicationScoped
public class ModeltreeWriter implements CatalogWriter {

    /** Name of the format among the exports. */
    public static final String FORMAT = "ndjson";

    private final CatalogRecords records;

    ModeltreeWriter(CatalogRecords records) {
        this.records = records;
    }

    @Override
    public String format() {
        return FORMAT;
    }

    @Override
    public String mediaType() {
        return ModeltreeReader.MEDIA_TYPE;
    }

    @Override
    public boolean dependsOnDate() {
        return false;
    }

    @Override
    public RecordOrder order() {
        return RecordOrder.BY_TYPE;
    }

    @Override
    public void write(Iterator<ObjectNode> catalog, LocalDate today, OutputStream out) throws IOException {
        line("{\"type\":\"catalog\",\"version\":1}", out);
        while (catalog.hasNext()) {
            line(records.text(catalog.next()), out);
        }
    }

    private static void line(String text, OutputStream out) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.write('\n');
    }
}
