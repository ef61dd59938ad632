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
 * Reads our own simple table, for people with spreadsheets: a row is a model, a column one of {@link CsvColumn}, in any
 * order; what is empty is not known.
 */
@ApplicationScoped
class CsvReader implements CatalogReader {

    @Override
    public String format() {
        return "csv";
    }

    @Override
    public void read(InputStream catalog, CatalogSink said) throws IOException {
        try (CsvRows rows = CsvRows.detected(catalog)) {
            CsvRows.Row header = rows.next().orElseThrow(() -> new MalformedCatalog("The file is empty."));
            Map<CsvColumn, Integer> columns = columns(header, said);
            Map<String, Long> ids = new HashMap<>();
            Map<String, String> vendors = new HashMap<>();
            int width = header.cells().size();
            for (Optional<CsvRows.Row> next = rows.next(); next.isPresent(); next = rows.next()) {
                CsvRows.Row row = next.get();
                if (row.cells().size() < width && rows.endsWithinLine()) {
                    throw new MalformedCatalog("The file ends within the row of line " + row.line() + ".");
                } else if (row.cells().size() != width) {
                    said.reject(
                            row.at(),
                            "has " + row.cells().size() + " cells where the header has " + width,
                            row.cells().get(0));
                } else {
                    row(new CsvModel(row, columns), ids, vendors, said);
                }
            }
        }
    }

    private static Map<CsvColumn, Integer> columns(CsvRows.Row header, CatalogSink said) {
        Map<CsvColumn, Integer> columns = new EnumMap<>(CsvColumn.class);
        for (int i = 0; i < header.cells().size(); i++) {
            String name = header.cells().get(i).strip();
            Optional<CsvColumn> column = CsvColumn.under(name);
            if (column.isPresent() && columns.putIfAbsent(column.get(), i) != null) {
                throw new MalformedCatalog("The column " + name + " is there twice (line " + header.line() + ").");
            }
            if (column.isEmpty() && !name.isEmpty()) {
                said.ignored(name);
            }
        }
        if (!columns.containsKey(CsvColumn.ID)) {
            throw new MalformedCatalog("The header (line " + header.line() + ") has no column id.");
        }
        return columns;
    }

    private static void row(CsvModel model, Map<String, Long> ids, Map<String, String> vendors, CatalogSink said) {
        try {
            CsvModel.Lines lines = model.lines();
            String id = model.id();
            Long earlier =
                    ids.putIfAbsent(id.toLowerCase(Locale.ROOT), model.row().line());
            if (earlier != null) {
                throw new CsvModel.WrongCell(CsvColumn.ID, "is there already, in line " + earlier, id);
            }
            lines.vendor().ifPresent(vendor -> {
                String name = vendor.get("name").asText();
                String called = vendors.putIfAbsent(vendor.get("id").asText(), name);
                if (called == null) {
                    said.line(model.row().at(), vendor);
                } else if (!called.equals(name)) {
                    said.note(model.row().at(), "the vendor is called " + called + " further up, which counts", name);
                }
            });
            lines.others().forEach(line -> said.line(model.row().at(), line));
        } catch (CsvModel.WrongCell wrong) {
            said.reject(model.row().at(), wrong.getMessage(), wrong.value());
        }
    }
}
