package org.modeltree.formats.openrouter;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.time.LocalDate;
import java.util.Iterator;
import org.modeltree.formats.source.JsonCatalogWriter;
import org.modeltree.formats.source.RecordsByModel;

/** Writes the selected entries of OpenRouter's list, how many entries are selected, and the link to the next page. */
final class OpenRouterListWriter extends JsonCatalogWriter {

    private final OpenRouterSelection selection;

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
        write(records, today, out, Space.UNLIMITED);
    }

    @Override
    public void write(Iterator<ObjectNode> records, LocalDate today, OutputStream out, Space space) throws IOException {
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
            writeSorted(records, today, out, space);
        }
    }

    private void writeSorted(Iterator<ObjectNode> records, LocalDate today, OutputStream out, Space space)
            throws IOException {
        OpenRouterSelection.Page page = selection.page();
        // The sum of an offset and a limit is far below the largest number, and there is no offset without a limit.
        try (SortedEntries sorted = new SortedEntries(page.offset() + page.limit(), space)) {
            long[] count = new long[1];
            select(records, today, entry -> {
                count[0]++;
                sorted.add(selection.sort().of(entry), entry);
            });
            sorted.sort();
            writeObject(out, json -> {
                json.writeArrayFieldStart("data");
                for (long place = page.offset(); place < sorted.size(); place++) {
                    json.writeRawValue(sorted.entry((int) place));
                }
                json.writeEndArray();
                total(json, count[0]);
            });
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
