package org.modeltree.formats.modelsdev;

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

/**
 * Reads both files of models.dev: {@code models.json}, a map of models, and {@code api.json}, a map of providers with
 * their offerings. Each entry tells by itself which it is: a provider has {@code models}.
 */
@ApplicationScoped
public class ModelsDevReader implements CatalogReader {

    static final String FORMAT = "models.dev";

    @Override
    public String format() {
        return FORMAT;
    }

    @Override
    public void read(InputStream catalog, CatalogSink said) throws IOException {
        JsonSource.read(catalog, FORMAT, source -> {
            ModelsDevModels models = new ModelsDevModels(said);
            int[] entries = new int[2];
            source.members(key -> {
                boolean understood = source.isObject() && entry(source, key, models, said);
                if (!understood) {
                    if (!source.isObject()) {
                        source.skip();
                    }
                    said.reject(JsonEntry.step(key), "is neither a model nor a provider of models.dev", "");
                }
                entries[understood ? 0 : 1]++;
            });
            if (entries[0] == 0 && entries[1] > 0) {
                throw new MalformedCatalog("This is no catalog of models.dev: none of its " + entries[1]
                        + " entries is a model with an id or a name, or a provider with models.");
            }
        });
    }

    /** Reads an entry; a provider's offerings as they come, of all else only what is small is kept. */
    private static boolean entry(JsonSource source, String key, ModelsDevModels models, CatalogSink said)
            throws IOException {
        ObjectNode own = JsonSource.JSON.createObjectNode();
        ModelsDevOfferings[] offerings = new ModelsDevOfferings[1];
        source.members(member -> {
            if (member.equals("models") && source.isObject()) {
                ModelsDevOfferings of = new ModelsDevOfferings(key, own, said);
                offerings[0] = of;
                Set<String> ids = new HashSet<>();
                source.members(id -> {
                    JsonNode offering = source.value();
                    if (ids.add(id)) {
                        of.offering(id, offering);
                    } else {
                        said.reject(of.at(id), "stands twice in the file; the first one is kept", id);
                    }
                });
            } else {
                JsonNode value = source.value();
                if (!own.has(member)) {
                    own.set(member, value);
                }
            }
        });
        if (offerings[0] != null) {
            offerings[0].provider();
            return true;
        }
        if (!own.path("id").isTextual() && !own.path("name").isTextual()) {
            return false;
        }
        models.model(key, own);
        return true;
    }

    /** What ids are compared by. */
    static String folded(String id) {
        return id.toLowerCase(Locale.ROOT);
    }
}
