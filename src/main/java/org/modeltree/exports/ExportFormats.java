package org.modeltree.exports;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import org.modeltree.changes.CatalogRecords;
import org.modeltree.formats.csv.CsvWriter;
import org.modeltree.formats.modelsdev.ModelsDevWriter;
import org.modeltree.formats.openrouter.OpenRouterWriter;

/** The export formats and their writers. */
@ApplicationScoped
class ExportFormats {

    /** Our own format, which is lossless. */
    static final String NDJSON = "ndjson";

    private static final String JSON = "application/json";
    private static final int BUFFER = 1 << 16;

    /** Media types by format. */
    static final Map<String, String> MEDIA_TYPES = new TreeMap<>(Map.of(
            NDJSON, "application/x-ndjson", "csv", "text/csv; charset=UTF-8", "models.dev", JSON, "openrouter", JSON));

    private final CatalogRecords records;
    private final Clock clock;

    ExportFormats(CatalogRecords records, Clock clock) {
        this.records = records;
        this.clock = clock;
    }

    /** Date of an export made now, which decides the current prices. */
    LocalDate today() {
        return LocalDate.now(clock);
    }

    /** Writes the whole catalog while it is read. */
    void write(String format, LocalDate day, CatalogSnapshot.Opened snapshot, OutputStream stream) throws IOException {
        OutputStream out = new BufferedOutputStream(stream, BUFFER);
        switch (format) {
            case "csv" -> new CsvWriter().write(snapshot.byModel(), out);
            case "models.dev" -> new ModelsDevWriter().write(snapshot.byModel(), out);
            case "openrouter" -> new OpenRouterWriter(day).write(snapshot.byModel(), out);
            default -> ndjson(snapshot.byType(), out);
        }
        out.flush();
    }

    private void ndjson(Iterator<ObjectNode> all, OutputStream out) throws IOException {
        out.write("{\"type\":\"catalog\",\"version\":1}\n".getBytes(StandardCharsets.UTF_8));
        while (all.hasNext()) {
            out.write(records.text(all.next()).getBytes(StandardCharsets.UTF_8));
            out.write('\n');
        }
    }
}
