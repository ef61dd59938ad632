package org.modeltree.formats.huggingface;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.modeltree.formats.source.CatalogReader;
import org.modeltree.formats.source.CatalogSink;
import org.modeltree.formats.source.JsonEntry;
import org.modeltree.formats.source.JsonSource;
import org.modeltree.formats.source.MalformedCatalog;
import org.modeltree.formats.source.MalformedEntry;

/**
 * Reader of models of the Hugging Face Hub, as {@code /api/models} lists them and {@code /api/models/{id}} describes one: a
 * list, a single object, or one object per line.
 */
@ApplicationScoped
public class HuggingFaceReader implements CatalogReader {

    static final String FORMAT = "huggingface";

    @Override
    public String format() {
        return FORMAT;
    }

    @Override
    public void read(InputStream catalog, CatalogSink sink) throws IOException {
        HubModels models = new HubModels(sink);
        Set<String> ids = new HashSet<>();
        int[] entries = new int[2];
        JsonSource.readValues(catalog, (at, value) -> {
            try {
                HubEntry entry = entry(at, value, sink);
                entries[0]++;
                if (!ids.add(entry.id().toLowerCase(Locale.ROOT))) {
                    // Pages that were read one after another overlap if a model was updated in between.
                    sink.note(at, "appears twice in the file; the first entry is kept", entry.id());
                    return;
                }
                entry.read().ifPresent(models::add);
            } catch (MalformedEntry broken) {
                entries[1]++;
                broken.reportTo(sink);
            }
        });
        if (entries[0] == 0 && entries[1] > 0) {
            throw new MalformedCatalog("The file is not a list of models of the Hugging Face Hub: none of its "
                    + entries[1] + " entries is an object with an id such as organization/model.");
        }
        models.end();
    }

    private static HubEntry entry(String at, JsonNode value, CatalogSink sink) {
        if (!(value instanceof ObjectNode object)) {
            throw new MalformedEntry(at, "must be an object", value.toString());
        }
        return new HubEntry(new JsonEntry(object, at, "*", sink), sink);
    }
}
