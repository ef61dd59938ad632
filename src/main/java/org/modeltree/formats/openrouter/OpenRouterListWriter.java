package org.modeltree.formats.openrouter;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.modeltree.formats.source.JsonCatalogWriter;
import org.modeltree.formats.source.JsonSource;
import org.modeltree.formats.source.RecordsByModel;

/** Writes the selected entries of OpenRouter's list, how many entries are selected, and the link to the next page. */
final class OpenRouterListWriter extends JsonCatalogWriter {

    private final OpenRouterSelection selection;

    /** Place of an entry in the temporary file, and the value that it is sorted by. */
    private record Piece(Optional<BigDecimal> value, long offset, int length) {}

    /** Takes the selected entries, one by one. */
    @FunctionalInterface
    private interface Entries {
        void entry(ObjectNode entry) throws IOException;
    }

    OpenRouterListWriter(OpenRouterSelection selection) {
        this.selection = selection;
    }

    @Override
    public String format() {
        return OpenRouterReader.FORMAT;
    }

    @Override
    public void write(Iterator<ObjectNode> records, LocalDate today, OutputStream out) throws IOException {
        if (selection.sort() == OpenRouterSelection.Sort.NONE) {
            writeObject(out, json -> {
                json.writeArrayFieldStart("data");
                long[] count = new long[1];
                select(records, today, entry -> {
                    if (isOnPage(count[0]++)) {
                        json.writeTree(entry);
                    }
                });
                json.writeEndArray();
                total(json, count[0]);
            });
        } else {
            writeSorted(records, today, out);
        }
    }

    /** The entries wait in a temporary file; only the values that they are sorted by are in memory. */
    private void writeSorted(Iterator<ObjectNode> records, LocalDate today, OutputStream out) throws IOException {
        Path path = Files.createTempFile("modeltree-openrouter", ".json");
        try (RandomAccessFile waiting = new RandomAccessFile(path.toFile(), "rw")) {
            List<Piece> pieces = new ArrayList<>();
            select(records, today, entry -> {
                byte[] bytes = JsonSource.JSON.writeValueAsBytes(entry);
                pieces.add(new Piece(selection.sort().of(entry), waiting.getFilePointer(), bytes.length));
                waiting.write(bytes);
            });
            // The sort is stable, so ties keep the order of the catalog.
            pieces.sort(Comparator.comparing(Piece::value, OpenRouterSelection.Sort.order()));
            writeObject(out, json -> {
                json.writeArrayFieldStart("data");
                for (int i = 0; i < pieces.size(); i++) {
                    if (isOnPage(i)) {
                        byte[] bytes = new byte[pieces.get(i).length()];
                        waiting.seek(pieces.get(i).offset());
                        waiting.readFully(bytes);
                        json.writeRawValue(new String(bytes, StandardCharsets.UTF_8));
                    }
                }
                json.writeEndArray();
                total(json, pieces.size());
            });
        } finally {
            Files.delete(path);
        }
    }

    private void select(Iterator<ObjectNode> records, LocalDate today, Entries entries) throws IOException {
        RecordsByModel models = new RecordsByModel();
        models.each(records, model -> {
            for (ObjectNode entry : OpenRouterModels.entries(model, models, today)) {
                if (selection.contains(entry, model, models, today)) {
                    entries.entry(entry);
                }
            }
        });
    }

    private boolean isOnPage(long position) {
        OpenRouterSelection.Page page = selection.page();
        return position >= page.offset() && position - page.offset() < page.limit();
    }

    private void total(JsonGenerator json, long count) throws IOException {
        OpenRouterSelection.Page page = selection.page();
        json.writeNumberField("total_count", count);
        json.writeObjectFieldStart("links");
        boolean hasNext = page.link() != null && count - page.offset() > page.limit();
        json.writeStringField("next", hasNext ? page.link() + (page.offset() + page.limit()) : null);
        json.writeEndObject();
    }
}
