package org.modeltree.formats.openrouter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Set;
import org.modeltree.formats.source.CatalogReader;
import org.modeltree.formats.source.CatalogSink;
import org.modeltree.formats.source.JsonEntry;
import org.modeltree.formats.source.JsonSource;
import org.modeltree.formats.source.MalformedCatalog;
import org.modeltree.formats.source.MalformedEntry;

/** Reader of OpenRouter's {@code /api/v1/models}: each entry is an offering of OpenRouter. */
@ApplicationScoped
public class OpenRouterReader implements CatalogReader {

    static final String FORMAT = "openrouter";

    /** What says nothing about a model: the number of entries, and the next page. */
    private static final Set<String> ABOUT_THE_LIST = Set.of("total_count", "links");

    @Override
    public String format() {
        return FORMAT;
    }

    @Override
    public void read(InputStream catalog, CatalogSink sink) throws IOException {
        JsonSource.read(catalog, FORMAT, source -> {
            boolean[] found = new boolean[1];
            source.members(key -> {
                if (ABOUT_THE_LIST.contains(key)) {
                    source.skip();
                } else if (!key.equals("data")) {
                    source.skip();
                    sink.ignored(key);
                } else if (!source.isArray() || found[0]) {
                    throw new MalformedCatalog(
                            "An OpenRouter catalog must have exactly one list under the key `data`.");
                } else {
                    found[0] = true;
                    entries(source, sink);
                }
            });
            if (!found[0]) {
                throw new MalformedCatalog(
                        "An OpenRouter catalog must have a list under the key `data`; this file has none.");
            }
        });
    }

    private static void entries(JsonSource source, CatalogSink sink) throws IOException {
        sink.record(
                "/data",
                JsonSource.newRecord("provider")
                        .put("id", OpenRouterEntry.PROVIDER)
                        .put("name", "OpenRouter")
                        .put("url", "https://openrouter.ai"));
        Set<String> ids = new HashSet<>();
        Set<String> benchmarks = new HashSet<>();
        source.elements(index -> {
            String at = "/data/" + index;
            JsonNode value = source.value();
            try {
                if (!(value instanceof ObjectNode object)) {
                    throw new MalformedEntry(at, "must be an object", value.toString());
                }
                OpenRouterEntry entry = new OpenRouterEntry(new JsonEntry(object, at, "data.*", sink), sink);
                if (entry.isAlias()) {
                    sink.note(at, "is an alias for the latest model of a series, left out", entry.id());
                } else if (!ids.add(entry.id())) {
                    throw new MalformedEntry(
                            at + "/id", "appears twice in the file; the first entry is kept", entry.id());
                } else {
                    entry.report(benchmarks);
                }
            } catch (MalformedEntry broken) {
                broken.reportTo(sink);
            }
        });
    }
}
