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

/** Reads the list of models that OpenRouter's {@code /api/v1/models} gives: each entry is an offering of OpenRouter. */
@ApplicationScoped
public class OpenRouterReader implements CatalogReader {

    static final String FORMAT = "openrouter";

    @Override
    public String format() {
        return FORMAT;
    }

    @Override
    public void read(InputStream catalog, CatalogSink said) throws IOException {
        JsonSource.read(catalog, FORMAT, source -> {
            boolean[] found = new boolean[1];
            source.members(key -> {
                if (!key.equals("data")) {
                    source.skip();
                    said.ignored(key);
                } else if (!source.isArray() || found[0]) {
                    throw new MalformedCatalog("A catalog of openrouter has one list under the key data.");
                } else {
                    found[0] = true;
                    entries(source, said);
                }
            });
            if (!found[0]) {
                throw new MalformedCatalog("A catalog of openrouter has a list under the key data; this one has none.");
            }
        });
    }

    private static void entries(JsonSource source, CatalogSink said) throws IOException {
        said.line(
                "/data",
                JsonSource.line("provider")
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
                OpenRouterEntry entry = new OpenRouterEntry(new JsonEntry(object, at, "data.*", said), said);
                if (entry.isAlias()) {
                    said.note(at, "is an alias of whatever is the latest, which is no model", entry.id());
                } else if (!ids.add(entry.id())) {
                    throw new MalformedEntry(at + "/id", "stands twice in the file; the first one is kept", entry.id());
                } else {
                    entry.say(benchmarks);
                }
            } catch (MalformedEntry broken) {
                broken.tell(said);
            }
        });
    }
}
