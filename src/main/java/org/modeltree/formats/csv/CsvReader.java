package org.modeltree.formats.csv;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.modeltree.formats.source.CatalogReader;
import org.modeltree.formats.source.CatalogSink;
import org.modeltree.formats.source.CsvRows;
import org.modeltree.formats.source.MalformedCatalog;

/**
 * Reader of our own CSV table, for people with spreadsheets: one row per model, columns of {@link CsvColumn} in any order,
 * and columns of benchmarks, which the catalog must have.
 * Empty cells mean unknown; they never delete values. A row of a model that the catalog does not have needs its name.
 */
@ApplicationScoped
class CsvReader implements CatalogReader {

    static final String FORMAT = "csv";

    private static final int BATCH_SIZE = 500;

    private static final String NO_ROWS = "the table has a heading and no rows; if it should have some, they lost their"
            + " line breaks, as with curl -d: send it with --data-binary";

    @Override
    public String format() {
        return FORMAT;
    }

    @Override
    public String mediaType() {
        return "text/csv";
    }

    @Override
    public void read(InputStream catalog, CatalogSink sink) throws IOException {
        try (CsvRows rows = CsvRows.detected(catalog)) {
            CsvRows.Row header = rows.next().orElseThrow(() -> new MalformedCatalog("The file is empty."));
            Table table = new Table(CsvColumns.of(header, sink), header.cells().size(), sink);
            int width = header.cells().size();
            Optional<CsvRows.Row> first = rows.next();
            if (first.isEmpty()) {
                sink.note(header.at(), NO_ROWS, "");
            }
            for (Optional<CsvRows.Row> next = first; next.isPresent(); next = rows.next()) {
                CsvRows.Row row = next.get();
                if (row.cells().size() < width && rows.endsWithinLine()) {
                    throw new MalformedCatalog(
                            "The file ends inside the row at line " + row.line() + ". Send the complete file.");
                }
                table.add(row);
            }
            table.end();
        }
    }

    /** Rows of the table. They are passed on in batches, each with one look-up of known models. */
    private static final class Table {

        private final CsvColumns columns;
        private final int width;
        private final CatalogSink sink;
        private final Map<String, Long> ids = new HashMap<>();
        private final Map<String, String> vendors = new HashMap<>();
        private final List<CsvRows.Row> batch = new ArrayList<>();

        Table(CsvColumns columns, int width, CatalogSink sink) {
            this.columns = columns;
            this.width = width;
            this.sink = sink;
        }

        void add(CsvRows.Row row) {
            batch.add(row);
            if (batch.size() >= BATCH_SIZE) {
                end();
            }
        }

        /** Passes on the rows that wait. */
        void end() {
            KnownRows existing = KnownRows.of(
                    batch.stream()
                            .filter(this::isComplete)
                            .map(row -> new CsvRow(row, columns))
                            .toList(),
                    sink);
            for (CsvRows.Row row : batch) {
                if (isComplete(row)) {
                    pass(new CsvRow(row, columns), existing);
                } else {
                    sink.reject(
                            row.at(),
                            "has " + row.cellCount() + ", but the header has " + width,
                            row.cells().get(0));
                }
            }
            batch.clear();
        }

        private boolean isComplete(CsvRows.Row row) {
            return row.cells().size() == width;
        }

        private void pass(CsvRow row, KnownRows existing) {
            try {
                CsvModel.RowRecords records = new CsvModel(row, existing).records();
                String id = row.id();
                Long earlier = ids.putIfAbsent(id.toLowerCase(Locale.ROOT), row.line());
                if (earlier != null) {
                    throw new InvalidCell(CsvColumn.ID, "duplicates line " + earlier, id);
                }
                records.vendor().ifPresent(vendor -> passVendor(row.at(), vendor));
                records.known().ifPresent(record -> sink.about(row.at(), record));
                records.others().forEach(record -> sink.record(row.at(), record));
                records.notes().forEach((reason, value) -> sink.note(row.at(), reason, value));
            } catch (InvalidCell invalid) {
                sink.reject(row.at(), invalid.getMessage(), invalid.suggestions(), invalid.value());
            }
        }

        private void passVendor(String at, ObjectNode vendor) {
            String name = vendor.get("name").asText();
            String earlierName = vendors.putIfAbsent(vendor.get("id").asText(), name);
            if (earlierName == null) {
                sink.record(at, vendor);
            } else if (!earlierName.equals(name)) {
                sink.note(at, "the vendor has the name " + earlierName + " in an earlier row, which is used", name);
            }
        }
    }
}
