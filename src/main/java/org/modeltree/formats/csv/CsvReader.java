package org.modeltree.formats.csv;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
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
 * Empty cells mean unknown; they never delete values.
 */
@ApplicationScoped
class CsvReader implements CatalogReader {

    static final String FORMAT = "csv";

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
            CsvColumns columns = CsvColumns.of(header, sink);
            Map<String, Long> ids = new HashMap<>();
            Map<String, String> vendors = new HashMap<>();
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
                } else if (row.cells().size() != width) {
                    sink.reject(
                            row.at(),
                            "has " + row.cells().size() + " cells, but the header has " + width,
                            row.cells().get(0));
                } else {
                    row(new CsvModel(row, columns), ids, vendors, sink);
                }
            }
        }
    }

    private static void row(CsvModel model, Map<String, Long> ids, Map<String, String> vendors, CatalogSink sink) {
        try {
            CsvModel.RowRecords records = model.records();
            String id = model.id();
            Long earlier =
                    ids.putIfAbsent(id.toLowerCase(Locale.ROOT), model.row().line());
            if (earlier != null) {
                throw new InvalidCell(CsvColumn.ID, "duplicates line " + earlier, id);
            }
            records.vendor().ifPresent(vendor -> {
                String name = vendor.get("name").asText();
                String earlierName = vendors.putIfAbsent(vendor.get("id").asText(), name);
                if (earlierName == null) {
                    sink.record(model.row().at(), vendor);
                } else if (!earlierName.equals(name)) {
                    sink.note(
                            model.row().at(),
                            "the vendor has the name " + earlierName + " in an earlier row, which is used",
                            name);
                }
            });
            records.others().forEach(record -> sink.record(model.row().at(), record));
            if (records.sourceless()) {
                sink.note(model.row().at(), "has no source, so its values name the table as their source", "");
            }
        } catch (InvalidCell invalid) {
            sink.reject(model.row().at(), invalid.getMessage(), invalid.value());
        }
    }
}
