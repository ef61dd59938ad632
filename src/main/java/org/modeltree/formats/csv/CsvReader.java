package org.modeltree.formats.csv;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.modeltree.formats.source.CatalogReader;
import org.modeltree.formats.source.CatalogSink;
import org.modeltree.formats.source.CsvRows;
import org.modeltree.formats.source.MalformedCatalog;

/**
 * Reader of our own CSV table, for people with spreadsheets: one row per model, columns of {@link CsvColumn} in any order.
 * Empty cells mean unknown; they never delete values.
 */
@ApplicationScoped
class CsvReader implements CatalogReader {

    static final String FORMAT = "csv";

    @Override
    public String format() {
        return FORMAT;
    }

    @Override
    public void read(InputStream catalog, CatalogSink sink) throws IOException {
        try (CsvRows rows = CsvRows.detected(catalog)) {
            CsvRows.Row header = rows.next().orElseThrow(() -> new MalformedCatalog("The file is empty."));
            Map<CsvColumn, Integer> columns = columns(header, sink);
            Map<String, Long> ids = new HashMap<>();
            Map<String, String> vendors = new HashMap<>();
            int width = header.cells().size();
            for (Optional<CsvRows.Row> next = rows.next(); next.isPresent(); next = rows.next()) {
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

    private static Map<CsvColumn, Integer> columns(CsvRows.Row header, CatalogSink sink) {
        Map<CsvColumn, Integer> columns = new EnumMap<>(CsvColumn.class);
        for (int i = 0; i < header.cells().size(); i++) {
            String name = header.cells().get(i).strip();
            Optional<CsvColumn> column = CsvColumn.under(name);
            if (column.isPresent() && columns.putIfAbsent(column.get(), i) != null) {
                throw new MalformedCatalog(
                        "The header (line " + header.line() + ") has the column " + name + " twice.");
            }
            if (column.isEmpty() && !name.isEmpty()) {
                sink.ignored(name);
            }
        }
        if (!columns.containsKey(CsvColumn.ID)) {
            throw new MalformedCatalog("The header (line " + header.line() + ") has no column `id`. Add it.");
        }
        return columns;
    }

    private static void row(CsvModel model, Map<String, Long> ids, Map<String, String> vendors, CatalogSink sink) {
        try {
            CsvModel.RowRecords records = model.records();
            String id = model.id();
            Long earlier =
                    ids.putIfAbsent(id.toLowerCase(Locale.ROOT), model.row().line());
            if (earlier != null) {
                throw new CsvModel.InvalidCell(CsvColumn.ID, "duplicates line " + earlier, id);
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
        } catch (CsvModel.InvalidCell invalid) {
            sink.reject(model.row().at(), invalid.getMessage(), invalid.value());
        }
    }
}
