package org.modeltree.formats.csv;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.modeltree.catalog.query.Feature;
import org.modeltree.formats.source.CatalogWriter;
import org.modeltree.formats.source.CsvCells;
import org.modeltree.formats.source.MeasurementOrder;

/**
 * Writer of our own CSV table, which {@link CsvReader} reads back: one row per model, one in memory at a time. The table
 * has room for models, their limits and their parents only.
 */
@ApplicationScoped
public class CsvWriter implements CatalogWriter {

    private static final Map<String, List<CsvColumn>> LIMITS = Map.of(
            "context-window",
            List.of(CsvColumn.CONTEXT_WINDOW, CsvColumn.CONTEXT_WINDOW_SOURCE, CsvColumn.CONTEXT_WINDOW_DATE),
            "max-output",
            List.of(CsvColumn.MAX_OUTPUT, CsvColumn.MAX_OUTPUT_SOURCE, CsvColumn.MAX_OUTPUT_DATE));

    @Override
    public String format() {
        return CsvReader.FORMAT;
    }

    @Override
    public String mediaType() {
        return "text/csv; charset=UTF-8";
    }

    @Override
    public boolean dependsOnDate() {
        return false;
    }

    @Override
    public RecordOrder order() {
        return RecordOrder.BY_MODEL;
    }

    @Override
    public void write(Iterator<ObjectNode> records, LocalDate today, OutputStream out) throws IOException {
        Writer text = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        Table table = new Table(new CSVPrinter(text, CSVFormat.RFC4180));
        table.header();
        while (records.hasNext()) {
            table.add(records.next());
        }
        table.end();
    }

    /** One table while it is written: the names of all vendors, and the records of the current model. */
    private static final class Table {

        private final CSVPrinter printer;
        private final Map<String, String> vendors = new HashMap<>();
        private final Map<String, ObjectNode> limits = new HashMap<>();
        private final MeasurementOrder order = new MeasurementOrder();
        private final List<String> parents = new ArrayList<>();
        private ObjectNode model;

        Table(CSVPrinter printer) {
            this.printer = printer;
        }

        void header() throws IOException {
            List<String> header = new ArrayList<>();
            for (CsvColumn column : CsvColumn.values()) {
                header.add(column.header());
            }
            printer.printRecord(header);
        }

        void end() throws IOException {
            row();
            printer.flush();
        }

        void add(ObjectNode record) throws IOException {
            switch (record.path("type").asText()) {
                case "vendor" ->
                    vendors.put(record.get("id").asText(), record.get("name").asText());
                case "capability" -> order.capability(record);
                case "model" -> {
                    row();
                    model = record;
                }
                case "measurement" -> {
                    if (isAboutTheModel(record, "model")) {
                        limits.merge(
                                record.get("benchmark").asText(),
                                record,
                                (one, other) -> order.compare(one, other) <= 0 ? one : other);
                    }
                }
                case "edge" -> {
                    if (isAboutTheModel(record, "child")) {
                        String method = record.hasNonNull("method")
                                ? " " + record.get("method").asText()
                                : "";
                        parents.add(record.get("parent").asText() + " ("
                                + record.get("relation").asText() + method + ")");
                    }
                }
                default -> {
                    // Other records have no column.
                }
            }
        }

        private boolean isAboutTheModel(ObjectNode record, String key) {
            return model != null && model.get("id").equals(record.get(key));
        }

        private void row() throws IOException {
            if (model == null) {
                return;
            }
            Map<CsvColumn, String> cells = new EnumMap<>(CsvColumn.class);
            for (CsvColumn column : CsvColumn.values()) {
                JsonNode value = model.path(column.header());
                if (value.isValueNode() && !value.isNull()) {
                    cells.put(column, value.asText());
                }
            }
            String id = model.get("id").asText();
            cells.put(CsvColumn.VENDOR, vendors.getOrDefault(id.substring(0, id.indexOf('/')), ""));
            cells.put(CsvColumn.INPUT_MODALITIES, list(model.path("modalities").path("input")));
            cells.put(CsvColumn.OUTPUT_MODALITIES, list(model.path("modalities").path("output")));
            cells.put(CsvColumn.SUPPORTS, features(model.path("supports"), true));
            cells.put(CsvColumn.LACKS, features(model.path("supports"), false));
            cells.put(CsvColumn.ALIASES, list(model.path("aliases")));
            cells.put(CsvColumn.PARENTS, CsvCells.list(parents));
            List<String> links = new ArrayList<>();
            model.path("webLinks")
                    .forEach(link -> links.add(
                            link.get("type").asText() + " " + link.get("url").asText()));
            cells.put(CsvColumn.LINKS, CsvCells.list(links));
            for (JsonNode source : model.path("sources")) {
                if (source.hasNonNull("source") && !cells.containsKey(CsvColumn.SOURCE)) {
                    cells.put(CsvColumn.SOURCE, source.get("source").asText());
                    cells.put(CsvColumn.DATE, source.path("date").asText(""));
                }
            }
            LIMITS.forEach((benchmark, columns) -> {
                ObjectNode record = limits.get(benchmark);
                if (record != null) {
                    cells.put(
                            columns.get(0),
                            record.get("raw").decimalValue().toBigInteger().toString());
                    cells.put(columns.get(1), record.get("source").asText());
                    cells.put(columns.get(2), record.path("date").asText(""));
                }
            });
            for (CsvColumn column : CsvColumn.values()) {
                printer.print(CsvCells.guarded(cells.getOrDefault(column, "")));
            }
            printer.println();
            limits.clear();
            parents.clear();
        }

        private static String features(JsonNode flags, boolean supported) {
            return CsvCells.list(Arrays.stream(Feature.values())
                    .filter(feature ->
                            flags.has(feature.key()) && flags.get(feature.key()).booleanValue() == supported)
                    .map(Feature::key)
                    .toList());
        }

        private static String list(JsonNode values) {
            List<String> texts = new ArrayList<>();
            values.forEach(value -> texts.add(value.asText()));
            return CsvCells.list(texts);
        }
    }
}
