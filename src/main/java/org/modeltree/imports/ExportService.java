package org.modeltree.imports;

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
import org.modeltree.changes.CatalogLines;

/** Gives the whole catalog away. */
@ApplicationScoped
class ExportService {

    /** Our own format, which loses nothing. */
    static final String NDJSON = "ndjson";

    private static final String JSON = "application/json";
    private static final int BUFFER = 1 << 16;

    /** The formats, and the media type of each. */
    static final Map<String, String> FORMATS = new TreeMap<>(Map.of(
            NDJSON, "application/x-ndjson", "csv", "text/csv; charset=UTF-8", "models.dev", JSON, "openrouter", JSON));

    private final ExportLoader loader;
    private final CatalogLines lines;
    private final Clock clock;

    ExportService(ExportLoader loader, CatalogLines lines, Clock clock) {
        this.loader = loader;
        this.lines = lines;
        this.clock = clock;
    }

    /** A snapshot of the catalog in one format, that can be written once. */
    final class Export implements AutoCloseable {

        private final String format;
        private final ExportLoader.Opened snapshot;

        private Export(String format, ExportLoader.Opened snapshot) {
            this.format = format;
            this.snapshot = snapshot;
        }

        long revision() {
            return snapshot.revision();
        }

        /** Writes it whole, a few lines at a time. */
        void write(OutputStream stream) throws IOException {
            OutputStream out = new BufferedOutputStream(stream, BUFFER);
            switch (format) {
                case "csv" -> new CsvExport().write(snapshot.byModel(), out);
                case "models.dev" -> new ModelsDevExport().write(snapshot.byModel(), out);
                case "openrouter" -> new OpenRouterExport(LocalDate.now(clock)).write(snapshot.byModel(), out);
                default -> ndjson(snapshot.byType(), out);
            }
            out.flush();
        }

        private void ndjson(Iterator<ObjectNode> all, OutputStream out) throws IOException {
            out.write("{\"type\":\"catalog\",\"version\":1}\n".getBytes(StandardCharsets.UTF_8));
            while (all.hasNext()) {
                out.write(lines.text(all.next()).getBytes(StandardCharsets.UTF_8));
                out.write('\n');
            }
        }

        @Override
        public void close() {
            snapshot.close();
        }
    }

    /** Opens an export; whoever does closes it. */
    Export open(String format) {
        return new Export(format, loader.open());
    }
}
