package org.modeltree.formats.csv;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.modeltree.formats.source.CatalogSink;
import org.modeltree.formats.source.CsvRows;
import org.modeltree.formats.source.MalformedCatalog;
import org.modeltree.http.problem.DidYouMean;

/**
 * Places of the columns of a table in its rows.
 *
 * @param known columns of the format
 * @param benchmarks columns of benchmarks, by their ids
 */
record CsvColumns(Map<CsvColumn, Integer> known, Map<String, Integer> benchmarks) {

    /**
     * The columns that a header names. Others are reported as ignored.
     *
     * @throws MalformedCatalog if a column is there twice, or if there is none of ids
     */
    static CsvColumns of(CsvRows.Row header, CatalogSink sink) {
        Map<String, String> benchmarks = names(sink.benchmarks());
        CsvColumns columns = new CsvColumns(new EnumMap<>(CsvColumn.class), new TreeMap<>());
        for (int i = 0; i < header.cells().size(); i++) {
            String name = header.cells().get(i).strip();
            Optional<CsvColumn> column = CsvColumn.under(name);
            String benchmark = benchmarks.get(CsvColumn.folded(name));
            if (column.isPresent()
                    ? columns.known.putIfAbsent(column.get(), i) != null
                    : benchmark != null && columns.benchmarks.putIfAbsent(benchmark, i) != null) {
                throw new MalformedCatalog(
                        "The header (line " + header.line() + ") has the column " + name + " twice.");
            }
            if (column.isEmpty() && benchmark == null && !name.isEmpty()) {
                sink.ignored(name);
                List<String> similar = similar(name, sink.benchmarks());
                if (!similar.isEmpty()) {
                    sink.note(
                            header.at(),
                            "is neither a column nor a benchmark, so the column is left out"
                                    + DidYouMean.question(similar),
                            name);
                }
            }
        }
        if (!columns.known.containsKey(CsvColumn.ID)) {
            throw new MalformedCatalog("The header (line " + header.line() + ") has no column `id`. Add it.");
        }
        return columns;
    }

    /** Ids of benchmarks by their ids and labels, as headers spell them. */
    private static Map<String, String> names(Map<String, String> labels) {
        Map<String, String> names = new HashMap<>();
        labels.forEach((id, label) -> names.put(CsvColumn.folded(label), id));
        labels.keySet().forEach(id -> names.put(CsvColumn.folded(id), id));
        return names;
    }

    private static List<String> similar(String name, Map<String, String> benchmarks) {
        List<String> names = new ArrayList<>(benchmarks.keySet());
        for (CsvColumn column : CsvColumn.values()) {
            names.add(column.header());
        }
        return DidYouMean.similar(name, names);
    }
}
